import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { filesBeside } from '../../src/data/node.js';
import { parquet } from '../../src/data/parquet.js';
import { FormatError } from '../../src/formats/formatError.js';
import { openModel } from '../../src/formats/index.js';
import { memorySource } from '../../src/formats/memory.js';
import { findInWeights } from '../../src/inspect/findings/index.js';
import type { TensorFacts } from '../../src/inspect/findings/weightRule.js';
import { plainPasses, type Passes } from '../../src/inspect/passes.js';
import { RowWatch } from '../../src/inspect/rowWatch.js';
import { computeStatistics } from '../../src/inspect/statistics.js';
import { mutate } from './mutate.js';

/** What damage does shows in small files as well as in large ones, and many more of them can be read. */
const largestFile = 1 << 20;

/** The real files under a folder that are read whole: models and Parquet tables, in a fixed order. */
export function listOriginals(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) =>
      /\.(safetensors|pth?|ckpt|bin|jit|onnx|gguf|np[yz]|h5|hdf5|keras|tflite|parquet)$|model\.json$/.test(
        name,
      ),
    )
    .filter((name) => !/(^|\/)(attack|hostile)\//.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size > 0 && statSync(path).size <= largestFile)
    .sort();
}

/**
 * Reads a copy, damaged as `seed` says, and measures what is in it by `passes`. Throws where that is not answered by a
 * FormatError.
 */
export async function readDamaged(path: string, seed: number, passes: Passes = plainPasses): Promise<void> {
  const bytes = mutate(readFileSync(path), seed);
  try {
    if (path.endsWith('.parquet')) await readTable(path, bytes);
    else await readModel(path, bytes, passes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}

async function readModel(path: string, bytes: Uint8Array, passes: Passes): Promise<void> {
  const folder = resolve(dirname(path));
  const model = await openModel(memorySource(bytes), basename(path), async (name) => {
    const beside = resolve(folder, name);
    if (dirname(beside) !== folder) throw new FormatError(`"${name}" is refused`, 0);
    try {
      return memorySource(readFileSync(beside));
    } catch {
      throw new FormatError(`"${name}" cannot be opened`, 0);
    }
  });
  const facts: TensorFacts[] = [];
  for (const tensor of model.tensors) {
    try {
      const watch = RowWatch.of(tensor.shape, passes.markRow);
      const statistics = await computeStatistics(tensor, { bins: 32, watch, passes });
      facts.push({ ...tensor, statistics, rows: watch?.finish() ?? null });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
  findInWeights(facts);
}

async function readTable(path: string, bytes: Uint8Array): Promise<void> {
  if (parquet.matches(bytes)) {
    await parquet.read({ path, bytes, files: filesBeside(path) }, { header: true, missingValues: [] });
  }
}
