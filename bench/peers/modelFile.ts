/**
 * One measurement of model files in a process of its own: `node modelFile.mjs WHAT …`, the figures as JSON.
 * Called by `bench/files.mts`.
 */
import { plainTensor } from '../../src/formats/denseTensor.js';
import type { ModelTensor } from '../../src/formats/format.js';
import { memorySource } from '../../src/formats/memory.js';
import { openModelFile } from '../../src/formats/node.js';
import { readPasses } from '../../src/inspect/kernels/node.js';
import { plainPasses, type Passes } from '../../src/inspect/passes.js';
import { computeStatistics } from '../../src/inspect/statistics.js';
import { readPieces } from '../../src/inspect/valueReader.js';
import { createRandom } from '../../src/tensor/random.js';
import { ModelInspection } from '../../src/worker/models/modelInspection.js';
import { median } from '../tables.mjs';

const count = 2 ** 24;
const bins = 64;
const repeats = 7;
const clicks = 8;

export interface Measured {
  readonly milliseconds: number;
  /** Of the values as they stand in the file. */
  readonly bytes?: number;
  /** Memory of the process at most, less what it had before. */
  readonly grownBytes?: number;
}

const grownSince = (before: number): number => process.resourceUsage().maxRSS * 1024 - before;

/** Milliseconds, the median of some runs; the first one warms up. */
async function time(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i <= repeats; i++) {
    const begun = performance.now();
    await run();
    if (i > 0) times.push(performance.now() - begun);
  }
  return median(times);
}

function drawNormals(): Float32Array<ArrayBuffer> {
  const random = createRandom(1, 0);
  const uniform = (i: number): number => (random.uint32(i) + 0.5) / 2 ** 32;
  return Float32Array.from(
    { length: count },
    (_, i) => 0.02 * Math.sqrt(-2 * Math.log(uniform(2 * i))) * Math.cos(2 * Math.PI * uniform(2 * i + 1)),
  );
}

/** Patterns of normal numbers around 0, as trained weights have them. */
function drawPatterns(lowest: number, spread: number): Uint16Array<ArrayBuffer> {
  const random = createRandom(1, 0);
  return Uint16Array.from({ length: count }, (_, i) => {
    const bits = random.uint32(i);
    return ((bits & 1) << 15) | (lowest + ((bits >>> 1) % spread));
  });
}

/** The bytes of a tensor, drawn. */
const drawn = {
  float32: drawNormals,
  float64: () => Float64Array.from(drawNormals()),
  float16: () => drawPatterns(0x2400, 0x1000),
  bfloat16: () => drawPatterns(0x3c00, 0x0140),
  int8: () => Int8Array.from(drawNormals(), (value) => 1000 * value),
} as const;
type Drawn = keyof typeof drawn;

/** A tensor whose bytes lie in memory that the passes have allocated, as that of pieces and of tensors which are looked at. */
function tensorInMemory(dtype: Drawn, { allocate }: Passes): ModelTensor {
  const { buffer, byteLength } = drawn[dtype]();
  const bytes = allocate(byteLength);
  bytes.set(new Uint8Array(buffer));
  return plainTensor({ name: 'w', dtype, shape: [count], source: memorySource(bytes), byteOffset: 0 });
}

async function timeInMemory(dtype: Drawn, passes: Passes, ground: Passes = passes): Promise<Measured> {
  const tensor = tensorInMemory(dtype, ground);
  return { bytes: tensor.bytes, milliseconds: await time(() => computeStatistics(tensor, { bins, passes })) };
}

const measurements: Readonly<Record<string, (subject: string, kernels: string) => Promise<Measured>>> = {
  /** A tensor in memory, by the passes of WebAssembly. */
  fast: (dtype, kernels) => timeInMemory(dtype as Drawn, readPasses(kernels)),
  /** The same by the plain passes. */
  plain: (dtype) => timeInMemory(dtype as Drawn, plainPasses),
  /** By the passes of WebAssembly, from memory of JavaScript. */
  copied: (dtype, kernels) => timeInMemory(dtype as Drawn, readPasses(kernels), plainPasses),
  /** Every tensor of a file, once. */
  file: async (path, kernels) => {
    const passes = readPasses(kernels);
    const file = await openModelFile(path);
    const begun = performance.now();
    for (const tensor of file.model.tensors) await computeStatistics(tensor, { bins, passes });
    const milliseconds = performance.now() - begun;
    await file.close();
    return { milliseconds, bytes: file.model.tensors.reduce((sum, tensor) => sum + tensor.bytes, 0) };
  },
  /** Its values read twice, a piece at a time, and nothing done with them: what the disk and the system take. */
  read: async (path) => {
    const file = await openModelFile(path);
    const begun = performance.now();
    for (const tensor of file.model.tensors)
      for (let reading = 0; reading < 2; reading++) for await (const piece of readPieces(tensor)) void piece;
    const milliseconds = performance.now() - begun;
    await file.close();
    return { milliseconds, bytes: file.model.tensors.reduce((sum, tensor) => sum + tensor.bytes, 0) };
  },
  /** From the path to the list of tensors. */
  list: async (path) => {
    const before = process.memoryUsage.rss();
    const begun = performance.now();
    const file = await openModelFile(path);
    const milliseconds = performance.now() - begun;
    await file.close();
    return { milliseconds, grownBytes: grownSince(before) };
  },
  /** What a panel asks when somebody clicks through some tensors: picture and statistics of each. */
  click: async (path, kernels) => {
    const before = process.memoryUsage.rss();
    const file = await openModelFile(path);
    const { tensors } = file.model;
    const inspection = new ModelInspection(
      async () => ({ opened: file.model, bytes: file.size }),
      async () => undefined,
      readPasses(kernels),
    );
    const { openModel, tile, summary } = inspection.handlers;
    await openModel({ model: 1, origin: { path } });
    const begun = performance.now();
    for (let tensor = 0; tensor < Math.min(clicks, tensors.length); tensor++) {
      const [rows = 1, cols = 1] = tensors[tensor]!.shape;
      const region = { row: 0, col: 0, rows, cols };
      const key = { model: 1, tensor, slice: null, minus: null };
      await tile({ ...key, region, resolution: { rows: 800, cols: 1000 }, clip: 0.99 });
      await summary(key);
    }
    const milliseconds = (performance.now() - begun) / clicks;
    await file.close();
    return { milliseconds, grownBytes: grownSince(before) };
  },
};

const [what = '', subject = '', kernels = ''] = process.argv.slice(2);
console.log(JSON.stringify(await measurements[what]!(subject, kernels)));
