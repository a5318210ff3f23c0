/**
 * Compiles the kernels (AssemblyScript, in `assembly/`) to `dist/kernels/simd.wasm` and
 * `dist/kernels/relaxed-simd.wasm`, and lays what helper threads run beside them. Runs as a script; `buildKernels`
 * is for other builds and for tests.
 */
import { copyFile, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { keepConstantVectorsInMemory } from './constantVectors.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'assembly');
const table = join(here, 'table');
const thread = 'thread.mjs';
const output = join(here, '../../../dist/kernels');

const commonFlags = [
  ...['--runtime', 'stub', '--use', 'abort='],
  ...['-O3', '--noAssert', '--importMemory', '--maximumMemory', '65536', '--sharedMemory'],
  ...['--enable', 'simd', '--enable', 'bulk-memory', '--enable', 'threads'],
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
  if (force || !(await isUpToDate([simd, relaxedSimd]))) {
    const texts = await readSources();
    await mkdir(output, { recursive: true });
    for (const { file, flags } of builds) await compile(join(output, file), flags, texts);
  }
  await copyFile(join(here, thread), join(output, thread));
  return { simd, relaxedSimd };
}

async function isUpToDate(outputs) {
  const inputs = (await Promise.all([sources, table].map(filesOf))).flat();
  inputs.push(`${table}.ts`, join(here, 'constantVectors.mjs'), fileURLToPath(import.meta.url));
  const newest = Math.max(...(await Promise.all(inputs.map(changedAt))));
  const oldest = Math.min(...(await Promise.all(outputs.map(changedAt))));
  return oldest > newest;
}

async function filesOf(directory) {
  return (await readdir(directory)).map((file) => join(directory, file));
}

/** Milliseconds; 0 where there is no such file. */
async function changedAt(path) {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
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

async function compile(path, flags, texts) {
  const asc = await import('assemblyscript/asc');
  const messages = asc.createMemoryStream();
  let binary;
  const { error } = await asc.main(['dispatch.ts', '-o', 'kernels.wasm', ...commonFlags, ...flags], {
    stdout: messages,
    stderr: messages,
    readFile: (file) => texts.get(file) ?? null,
    writeFile: (_, contents) => {
      binary = contents;
    },
  });
  if (error !== null || binary === undefined) {
    throw new Error(`AssemblyScript could not compile ${path}:\n${messages.toString()}`, { cause: error });
  }
  // Written aside and renamed, since several test processes may build at once.
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, binary);
  await rename(aside, path);
}

/** What the compiler reads, by file name: the sources and the interpreter. */
async function readSources() {
  const paths = await filesOf(sources);
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  const kept = keepConstantVectorsInMemory(
    new Map(paths.map((path, index) => [basename(path), texts[index]])),
  );
  return kept.set('dispatch.ts', writeDispatch(await loadTable()));
}

async function runAsScript() {
  const paths = await buildKernels({ force: process.argv.includes('--force') });
  for (const path of Object.values(paths)) console.log(`${path}  ${(await stat(path)).size} bytes`);
}

// No await at the top: tests load this file as CommonJS.
if (process.argv[1] === fileURLToPath(import.meta.url)) void runAsScript();
