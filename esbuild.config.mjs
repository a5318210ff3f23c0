// Builds everything into dist/: the extension, the worker, the command, the panels, the kernels and the schema.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as esbuild from 'esbuild';
import { hdf5BinaryApart } from './src/formats/hdf5/binaryApart.mjs';

const root = import.meta.dirname;
const production = !process.argv.includes('--development');
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** Options of every bundle. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  define: { NETWEIGHT_VERSION: JSON.stringify(version) },
};

/** jsonc-parser's main entry is UMD, which esbuild cannot follow; its ES modules bundle well. */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  outdir: 'dist',
};

/** The HDF5 library is megabytes that few files need: a file of its own, which the others load when it comes to it. */
const hdf5Apart = {
  name: 'hdf5-apart',
  setup(build) {
    build.onResolve({ filter: /\/h5wasm\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './hdf5.js', external: true } : undefined,
    );
  },
};

/** A browser goes without it: what stands in its place says so. */
const hdf5Absent = {
  name: 'hdf5-absent',
  setup(build) {
    build.onResolve({ filter: /\/h5wasm\.js$/ }, ({ resolveDir }) => ({
      path: `${resolveDir}/withoutLibrary.ts`,
    }));
  },
};

/** Where there is no Node: the extension and its Web Worker, each one file, since that host loads no other. */
const browserHost = [
  {
    ...shared,
    platform: 'browser',
    format: 'cjs',
    target: 'es2022',
    outdir: 'dist',
    external: ['vscode'],
    entryPoints: { browser: 'src/extension/browser.ts' },
  },
  {
    ...shared,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    outdir: 'dist',
    plugins: [hdf5Absent],
    entryPoints: { webInspector: 'src/worker/webInspector.ts' },
  },
];

/** What VS Code loads on activation. All else is a file of its own, loaded by `require`, as the host expects. */
const activation = {
  ...node,
  entryPoints: { extension: 'src/extension/extension.ts' },
  external: ['vscode', './features.js'],
  supported: { 'dynamic-import': false },
};

async function buildHdf5() {
  await esbuild.build({
    ...node,
    plugins: [hdf5BinaryApart(`${root}/dist`)],
    entryPoints: { hdf5: 'src/formats/hdf5/h5wasm.ts' },
    define: { 'import.meta.url': '""' },
  });
}

async function buildHost() {
  await esbuild.build({
    ...node,
    plugins: [hdf5Apart],
    entryPoints: { worker: 'src/worker/entry.ts', inspector: 'src/worker/inspector.ts' },
  });
  await esbuild.build({
    ...node,
    plugins: [hdf5Apart],
    entryPoints: { features: 'src/extension/features.ts' },
    external: ['vscode'],
  });
  await esbuild.build(activation);
  for (const bundle of browserHost) await esbuild.build(bundle);
  await esbuild.build({
    ...node,
    plugins: [hdf5Apart],
    entryPoints: { cli: 'src/cli/main.ts' },
    banner: { js: '#!/usr/bin/env node' },
  });
}

async function buildPanels() {
  const panels = readdirSync(`${root}/webview`).filter((name) =>
    existsSync(`${root}/webview/${name}/main.ts`),
  );
  // What panels share stands in files of its own, once; but for the panel of a run, which is to open beside a training
  // that takes a core: each file after the first costs it 10 ms.
  const isAlone = (name) => name === 'run';
  for (const splitting of [true, false]) {
    const names = panels.filter((name) => isAlone(name) !== splitting);
    await esbuild.build({
      ...shared,
      platform: 'browser',
      format: 'esm',
      splitting,
      chunkNames: 'shared-[hash]',
      target: 'es2022',
      entryPoints: Object.fromEntries(names.map((name) => [name, `webview/${name}/main.ts`])),
      outdir: 'dist/webview',
      external: ['*.ttf'],
    });
  }
  cpSync(`${root}/node_modules/@vscode/codicons/dist/codicon.ttf`, `${root}/dist/webview/codicon.ttf`);
}

/** The schema is data, made once here from the tables of the engine. */
async function buildSchema() {
  const bundle = await esbuild.build({
    ...node,
    minify: false,
    sourcemap: false,
    stdin: {
      contents: `import { makeSchema } from './src/spec/schema.js';
        import { thresholds } from './src/diagnose/thresholds.js';
        export const schema = makeSchema(undefined, thresholds);`,
      resolveDir: root,
      loader: 'ts',
    },
    write: false,
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', bundle.outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  writeFileSync(`${root}/dist/nn.schema.json`, JSON.stringify(module.exports.schema));
}

async function buildKernels() {
  const { buildKernels: build } = await import('./src/tensor/kernels/build.mjs');
  const { buildPasses } = await import('./src/inspect/kernels/build.mjs');
  await Promise.all([build(), buildPasses()]);
}

export async function build() {
  mkdirSync(`${root}/dist`, { recursive: true });
  for (const stale of ['webview', 'test']) rmSync(`${root}/dist/${stale}`, { recursive: true, force: true });
  await Promise.all([buildHost(), buildHdf5(), buildPanels(), buildSchema(), buildKernels()]);
}

if (import.meta.filename === process.argv[1]) await build();
