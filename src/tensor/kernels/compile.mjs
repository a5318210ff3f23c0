/** What all builds of kernels have in common: AssemblyScript in a folder becomes a binary, where it is not newer. */
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepConstantVectorsInMemory } from './constantVectors.mjs';

const ownFiles = ['compile.mjs', 'constantVectors.mjs'].map((file) =>
  join(dirname(fileURLToPath(import.meta.url)), file),
);

const commonFlags = [
  ...['--runtime', 'stub', '--use', 'abort=', '-O3', '--noAssert'],
  ...['--enable', 'simd', '--enable', 'bulk-memory'],
];

/** The paths of the files in a folder. */
export async function filesOf(directory) {
  return (await readdir(directory)).map((file) => join(directory, file));
}

/** The sources in a folder, by file name, as the compiler is to read them. */
export async function readSources(directory) {
  const paths = await filesOf(directory);
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return keepConstantVectorsInMemory(new Map(paths.map((path, index) => [basename(path), texts[index]])));
}

/** Whether all outputs are newer than all inputs, and than what builds them. */
export async function isUpToDate(outputs, inputs) {
  const newest = Math.max(...(await Promise.all([...inputs, ...ownFiles].map(changedAt))));
  const oldest = Math.min(...(await Promise.all(outputs.map(changedAt))));
  return oldest > newest;
}

/** Milliseconds; 0 where there is no such file. */
const changedAt = (path) =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

/** Compiles the file `entry` of `texts` to the binary at `path`; throws what the compiler says. */
export async function compile(path, entry, texts, flags = []) {
  const asc = await import('assemblyscript/asc');
  const messages = asc.createMemoryStream();
  let binary;
  const { error } = await asc.main([entry, '-o', 'kernels.wasm', ...commonFlags, ...flags], {
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
  await mkdir(dirname(path), { recursive: true });
  // Written aside and renamed, since several test processes may build at once.
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, binary);
  await rename(aside, path);
}
