/** Compiles the passes of statistics (AssemblyScript, in `assembly/`) to `dist/kernels/passes.wasm`. */
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepConstantVectorsInMemory } from '../../tensor/kernels/constantVectors.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const entry = 'passes.ts';
const source = join(here, 'assembly', entry);
const output = join(here, '../../../dist/kernels/passes.wasm');

const flags = [
  ...['--runtime', 'stub', '--use', 'abort=', '-O3', '--noAssert'],
  ...['--enable', 'simd', '--enable', 'bulk-memory'],
];

/**
 * Builds it unless it is newer than its source.
 * @returns {Promise<string>} the path of the file
 */
export async function buildPasses() {
  if (!(await isUpToDate())) {
    const text = await readFile(source, 'utf8');
    const binary = await compile(keepConstantVectorsInMemory(new Map([[entry, text]])));
    await mkdir(dirname(output), { recursive: true });
    // Written aside and renamed, since several test processes may build at once.
    const aside = `${output}.${process.pid}`;
    await writeFile(aside, binary);
    await rename(aside, output);
  }
  return output;
}

async function isUpToDate() {
  const [built, ...inputs] = await Promise.all(
    [output, source, fileURLToPath(import.meta.url)].map(changedAt),
  );
  return inputs.every((changed) => changed < built);
}

/** Milliseconds; 0 where there is no such file. */
const changedAt = (path) =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

async function compile(texts) {
  const asc = await import('assemblyscript/asc');
  const messages = asc.createMemoryStream();
  let binary;
  const { error } = await asc.main([entry, '-o', 'passes.wasm', ...flags], {
    stdout: messages,
    stderr: messages,
    readFile: (file) => texts.get(file) ?? null,
    writeFile: (_, contents) => {
      binary = contents;
    },
  });
  if (error !== null || binary === undefined) {
    throw new Error(`AssemblyScript could not compile ${source}:\n${messages.toString()}`, { cause: error });
  }
  return binary;
}
