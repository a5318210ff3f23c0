/** What VS Code loads when the extension is activated: a few files of its own, nothing of the engine. */
import assert from 'node:assert/strict';
import * as esbuild from 'esbuild';

describe('activation', () => {
  it('loads a few kilobytes of the extension room, and nothing else', async () => {
    const { metafile } = await esbuild.build({
      absWorkingDir: process.cwd(),
      entryPoints: ['src/extension/extension.ts'],
      external: ['vscode', './features.js'],
      bundle: true,
      minify: true,
      platform: 'node',
      metafile: true,
      write: false,
    });
    const inputs = Object.keys(metafile.inputs);
    assert.ok(inputs.includes('src/extension/extension.ts'));
    assert.deepEqual(
      inputs.filter((input) => !input.startsWith('src/extension/')),
      [],
    );
    const [output] = Object.values(metafile.outputs);
    assert.ok(output!.bytes < 20_000, `${output!.bytes} bytes`);
  });
});
