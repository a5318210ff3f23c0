/**
 * Compiles the kernels (AssemblyScript, in `assembly/`) to `dist/kernels/simd.wasm` and
 * `dist/kernels/relaxed-simd.wasm`, and lays what helper threads run beside them. Runs as a script; `buildKernels`
 * is for other builds and for tests.
 */
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compile, filesOf, isUpToDate, readSources } from './compile.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'assembly');
const table = join(here, 'table');
const thread = 'thread.mjs';
const output = join(here, '../../../dist/kernels');

const commonFlags = [
  ...['--importMemory', '--maximumMemory', '65536', '--sharedMemory'],
  ...['--enable', 'threads'],
];
const builds = [
  { file: 'simd.wasm', flags: [] },
  { file: 'relaxed-simd.wasm', flags: ['--enable', 'relaxed-simd'] },
];

/**
 * Builds both binaries unless they are newer than all their sources.
 * @returns {Promise<{ simd: string, relaxedSimd: string }>} the paths of the two files
 */
export async function buildKernels({ force = false } = {}) {
  const [simd, relaxedSimd] = builds.map(({ file }) => join(output, file));
  const inputs = (await Promise.all([sources, table].map(filesOf))).flat();
  if (
    force ||
    !(await isUpToDate([simd, relaxedSimd], [...inputs, `${table}.ts`, fileURLToPath(import.meta.url)]))
  ) {
    const texts = await readSources(sources);
    texts.set('dispatch.ts', writeDispatch(await loadTable()));
    for (const { file, flags } of builds)
      await compile(join(output, file), 'dispatch.ts', texts, [...commonFlags, ...flags]);
  }
  await mkdir(output, { recursive: true });
  await copyFile(join(here, thread), join(output, thread));
  return { simd, relaxedSimd };
}

/** The table of kernels, a TypeScript module. */
async function loadTable() {
  const { outputFiles } = await build({
    entryPoints: [`${table}.ts`],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const { kernels } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
  );
  return kernels;
}

const loads = { pointer: 'load<usize>', int: 'load<i32>', float: 'load<f64>' };

/**
 * The interpreter of programs, in AssemblyScript. A program is a list of records, each of 8-byte words: the
 * kernel's number in the table, counted from 1, then its arguments (a pointer in bytes, an int, a double). The
 * number behind the last kernel's begins a section for several threads (`assembly/threads.ts`); 0 ends a program.
 */
function writeDispatch(kernels) {
  const names = Object.keys(kernels);
  const cases = Object.values(kernels).map((parameters, index) => {
    const kinds = Object.values(parameters);
    const args = kinds.map((kind, i) => `${loads[kind]}(program, ${8 * (i + 1)})`);
    return `      case ${index + 1}:
        ${names[index]}(${args.join(', ')});
        program += ${8 * (kinds.length + 1)};
        break;`;
  });
  return `import { ${names.join(', ')} } from './kernels';
import { runSection } from './threads';
export { closeGate, gateBytes, hasFailed, help, leave, setGate, waitForHelpers } from './threads';
export { setAddresses, workspaceBytes } from './workspace';

export function run(program: usize): void {
  for (;;) {
    switch (load<i32>(program)) {
${cases.join('\n')}
      case ${cases.length + 1}:
        program = runSection(program);
        break;
      default:
        return;
    }
  }
}
`;
}

async function runAsScript() {
  const paths = await buildKernels({ force: process.argv.includes('--force') });
  for (const path of Object.values(paths)) console.log(`${path}  ${(await stat(path)).size} bytes`);
}

// No await at the top: tests load this file as CommonJS.
if (process.argv[1] === fileURLToPath(import.meta.url)) void runAsScript();
