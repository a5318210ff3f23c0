/** Compiles the passes of statistics (AssemblyScript, in `assembly/`) to `dist/kernels/passes.wasm`. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, filesOf, isUpToDate, readSources } from '../../tensor/kernels/compile.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'assembly');
const output = join(here, '../../../dist/kernels/passes.wasm');

/**
 * Builds it unless it is newer than its sources.
 * @returns {Promise<string>} the path of the file
 */
export async function buildPasses() {
  const inputs = [...(await filesOf(sources)), fileURLToPath(import.meta.url)];
  if (!(await isUpToDate([output], inputs))) await compile(output, 'passes.ts', await readSources(sources));
  return output;
}
