/** Holds our reading of a model file against what NumPy, PyTorch and others say of it (`<file>.truth.json`). */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FormatError } from '../../../src/formats/formatError.js';
import { openModelFile } from '../../../src/formats/node.js';
import type { ModelTensor } from '../../../src/formats/format.js';
import { plainPasses, type Passes } from '../../../src/inspect/passes.js';
import { computeStatistics, type Statistics } from '../../../src/inspect/statistics.js';

interface TrueTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[] | null;
  readonly numel?: number;
  readonly sha256_le_c_order?: string;
  readonly non_numeric?: boolean;
  readonly note?: string;
  readonly ggml_type?: number;
  readonly nan?: number;
  readonly pos_inf?: number;
  readonly neg_inf?: number;
  readonly zeros?: number;
  readonly min?: number | null;
  readonly max?: number | null;
  readonly mean?: number | null;
  readonly std?: number | null;
  readonly l1?: number | null;
  readonly l2?: number | null;
  readonly hist32?: { readonly lo: number; readonly hi: number; readonly counts: readonly number[] } | null;
  readonly first8?: readonly (number | string)[];
}

interface Truth {
  readonly tensors: readonly TrueTensor[];
  /** Of ONNX: constants, which some truths list apart. */
  readonly constant_nodes?: readonly { readonly name: string }[];
  /** The file is one that must be refused. */
  readonly expected_error?: string;
}

/** How others call our element types. */
const ourTypes: Readonly<Record<string, string>> = {
  float: 'float32',
  double: 'float64',
  f32: 'float32',
  f16: 'float16',
  f64: 'float64',
  bf16: 'bfloat16',
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  F32: 'float32',
  F64: 'float64',
  F16: 'float16',
  BF16: 'bfloat16',
  I8: 'int8',
  I16: 'int16',
  I32: 'int32',
  I64: 'int64',
  U8: 'uint8',
  U16: 'uint16',
  U32: 'uint32',
  U64: 'uint64',
  BOOL: 'bool',
  F8_E4M3: 'float8_e4m3fn',
  F8_E5M2: 'float8_e5m2',
  '>f2': 'float16',
  '>f4': 'float32',
  '>f8': 'float64',
  '>i2': 'int16',
  '>i4': 'int32',
  '>i8': 'int64',
};

/** Model files under a folder that have their truth beside them; event files are none. */
export function listTruths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.truth.json') && !name.includes('tfevents'))
    .map((name) => join(folder, name.slice(0, -'.truth.json'.length)))
    .filter(existsSync)
    .sort();
}

/** What differs, a line each, by the plain passes and by others; none where everything agrees. */
export async function compareWithTruth(path: string, others: Passes): Promise<string[]> {
  const truth = JSON.parse(readFileSync(`${path}.truth.json`, 'utf8')) as Truth;
  const differences: string[] = [];
  let file;
  try {
    file = await openModelFile(path);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return truth.expected_error === undefined ? [`${basename(path)}: ${error.message}`] : [];
  }
  try {
    // Names may stand twice; then they stand in the same order.
    const left = [...file.model.tensors];
    const constants = new Set(truth.constant_nodes?.map(({ name }) => `${name}@value`));
    for (const expected of truth.tensors) {
      // A name that is no text is none: the truth's reader took bytes of something else for it.
      const isNamed = !expected.name.includes('\ufffd');
      const index = left.findIndex(({ name }) => name === expected.name || !isNamed);
      const tensor = index < 0 ? undefined : left.splice(index, 1)[0];
      if (!tensor) differences.push(`${expected.name}: missing`);
      else
        differences.push(
          ...(await compareTensor(tensor, expected, others)).map((text) => `${expected.name}: ${text}`),
        );
    }
    const more = left.filter(({ name }) => !constants.has(name));
    if (more.length > 0) {
      differences.push(
        `${more.length} more tensors: ${more
          .slice(0, 8)
          .map(({ name }) => name)
          .join(' ')}`,
      );
    }
  } finally {
    await file.close();
  }
  return differences;
}

async function compareTensor(tensor: ModelTensor, expected: TrueTensor, others: Passes): Promise<string[]> {
  const differences: string[] = [];
  const differ = noteIn(differences);
  const dtype = ourTypes[expected.dtype] ?? expected.dtype;
  if (tensor.dtype.toLowerCase() !== dtype.toLowerCase()) differ('dtype', tensor.dtype, expected.dtype);
  if (JSON.stringify(tensor.shape) !== JSON.stringify(expected.shape ?? [0]))
    differ('shape', tensor.shape, expected.shape);
  if (expected.non_numeric || expected.min === undefined) {
    if (tensor.problem === undefined && tensor.size > 0 && expected.numel !== 0)
      differ('problem', 'none', 'not numbers');
    return differences;
  }
  const sha = expected.sha256_le_c_order;
  if (sha && tensor.readBytes) {
    const ours = createHash('sha256')
      .update(await tensor.readBytes())
      .digest('hex');
    if (ours !== sha) differ('sha256', ours, sha);
  }
  if (expected.nan === undefined) return differences;
  for (const passes of [plainPasses, others]) {
    const statistics = await computeStatistics(tensor, { bins: 32, passes });
    differences.push(...compareStatistics(statistics, expected));
  }
  const first = [...(await tensor.read(0, Math.min(8, tensor.size)))];
  (expected.first8 ?? []).forEach((theirs, i) => {
    const value = Number(theirs);
    if (!Object.is(first[i], value) && !(Math.abs(first[i]! - value) <= 1e-6 * Math.abs(value))) {
      if (first[i] !== value) differ(`value ${i}`, first[i], theirs);
    }
  });
  return differences;
}

type Differ = (what: string, ours: unknown, theirs: unknown) => void;
const noteIn =
  (differences: string[]): Differ =>
  (what, ours, theirs) =>
    void differences.push(`${what} ${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`);

function compareStatistics(s: Statistics, expected: TrueTensor): string[] {
  const differences: string[] = [];
  const differ = noteIn(differences);
  for (const [what, ours, theirs] of [
    ['nan', s.nan, expected.nan],
    ['inf', s.inf, (expected.pos_inf ?? 0) + (expected.neg_inf ?? 0)],
    ['zeros', s.zeros, expected.zeros],
  ] as const) {
    if (ours !== theirs) differ(what, ours, theirs);
  }
  // Statistics to 1e-6 of the standard deviation; sums over n values to that of the whole.
  const scale = Math.max(expected.std ?? 0, 1e-9 * Math.abs(expected.mean ?? 0), 1e-30);
  const count = Math.max(1, s.count);
  for (const [what, ours, theirs, tolerance] of [
    ['min', s.min, expected.min, 1e-6 * scale],
    ['max', s.max, expected.max, 1e-6 * scale],
    ['mean', s.mean, expected.mean, 1e-6 * scale],
    ['std', s.std, expected.std, 1e-6 * scale],
    ['l1', s.l1, expected.l1, 1e-6 * scale * count],
    ['l2', s.l2, expected.l2, 1e-6 * scale * Math.sqrt(count)],
  ] as const) {
    // Of no value at all, we say of sums too that there is none.
    if (theirs === null || theirs === undefined || expected.min === null) {
      if (ours !== null) differ(what, ours, theirs);
    } else if (ours === null || !(Math.abs(ours - theirs) <= tolerance)) differ(what, ours, theirs);
  }
  if (expected.hist32 && JSON.stringify(s.histogram.counts) !== JSON.stringify(expected.hist32.counts)) {
    differ('histogram', s.histogram.counts, expected.hist32.counts);
  }
  return differences;
}
