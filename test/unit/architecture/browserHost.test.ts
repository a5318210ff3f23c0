/** What a browser's extension host loads: it builds without Node, and holds nothing that trains. */
import assert from 'node:assert/strict';
import * as esbuild from 'esbuild';

describe("the browser's extension host", () => {
  it('loads model files and their panels, and nothing of the engine or of Node', async () => {
    const { metafile } = await esbuild.build({
      absWorkingDir: process.cwd(),
      entryPoints: ['src/extension/browser.ts', 'src/worker/webInspector.ts'],
      external: ['vscode', '*/h5wasm.js'],
      bundle: true,
      platform: 'browser',
      outdir: 'dist',
      metafile: true,
      write: false,
    });
    const inputs = Object.keys(metafile.inputs);
    const rooms = ['display', 'extension', 'formats', 'inspect', 'protocol', 'tensor', 'worker'];
    assert.deepEqual(
      inputs.filter((input) => !rooms.some((room) => input.startsWith(`src/${room}/`))),
      [],
    );
    assert.deepEqual(
      inputs.filter((input) => input.endsWith('/node.ts')),
      [],
    );
  });
});
