/**
 * How a call of a kernel is cut into calls that together do the same: each over its own rows, samples or numbers of
 * the output. A sum is never cut, so that the bytes are the same however many parts there are.
 */
import type { KernelCall, KernelName } from './table.js';

type Values = Readonly<Record<string, number>>;

/** A number, or how it follows from the arguments. */
type Count = number | ((values: Values) => number);

function countOf(count: Count, values: Values): number {
  return typeof count === 'number' ? count : count(values);
}

interface Cut {
  /** The length of what is cut. */
  length(values: Values): number;
  /** Borders stand at multiples of this. */
  readonly multiple: Count;
  /** The length of a part from which on a longer one is no faster for its length; absent where every cut costs. */
  readonly enough?: Count;
  /** What a part is told that differs from the whole, for `from` … `to` of the length. */
  part(values: Values, from: number, to: number): Values;
}

/** Pointers, each moved by so many words for each unit: a number, the argument that holds it, or what is made of them. */
type Moves = Readonly<Record<string, number | string | ((values: Values) => number)>>;

function movePointers(values: Values, moves: Moves, units: number): Values {
  const moved = Object.entries(moves).map(([name, step]) => {
    const pointer = values[name]!;
    // 0 is "none" and stays.
    return [name, pointer === 0 ? 0 : pointer + units * wordsOf(step, values)];
  });
  return Object.fromEntries(moved) as Values;
}

function wordsOf(step: Moves[string], values: Values): number {
  if (typeof step === 'function') return step(values);
  return typeof step === 'number' ? step : values[step]!;
}

function byRows(moves: Moves, enough?: number): Cut {
  return {
    length: ({ rows4 }) => rows4!,
    multiple: 4,
    ...(enough === undefined ? {} : { enough }),
    part: (values, from, to) => ({ ...movePointers(values, moves, from), rows4: to - from }),
  };
}

/** Numbers one by one; borders on cache lines. */
function byCount(...pointers: readonly string[]): Cut {
  const moves = Object.fromEntries(pointers.map((name) => [name, 1]));
  return {
    length: ({ count }) => count!,
    multiple: 16,
    part: (values, from, to) => ({ ...movePointers(values, moves, from), count: to - from }),
  };
}

const gather: Cut = {
  length: ({ rows4 }) => rows4!,
  multiple: 4,
  part: (values, from, to) => ({
    ...movePointers(
      values,
      values['order'] === 0 ? { source: 'width', batch: 'ld' } : { order: 1, batch: 'ld' },
      from,
    ),
    rows: Math.min(values['rows']!, to) - from,
    rows4: to - from,
  }),
};

/**
 * A thread goes over all weights and some rows, or over all rows and some columns of the weights: whichever it has to
 * fetch less of. Of columns no two parts write one cache line.
 */
function byRowsOrColumns(rows: Cut, moves: Moves): Cut {
  const cutOf = (values: Values): Cut => (values['columns8']! > values['rows4']! ? columns : rows);
  const columns: Cut = {
    length: ({ columns8 }) => columns8!,
    multiple: 16,
    enough: 32,
    part: (values, from, to) => ({ ...movePointers(values, moves, from), columns8: to - from }),
  };
  return {
    length: (values) => cutOf(values).length(values),
    multiple: (values) => countOf(cutOf(values).multiple, values),
    enough: (values) => countOf(cutOf(values).enough!, values),
    part: (values, from, to) => cutOf(values).part(values, from, to),
  };
}

const weightGradient: Cut = {
  length: ({ columns8 }) => columns8!,
  multiple: 8,
  enough: 96,
  part: (values, from, to) => ({
    ...movePointers(values, { x: 1, dWeight: 8 }, from),
    // The sums of dy are one part's business.
    dBias: from === 0 ? values['dBias']! : 0,
    columns8: to - from,
  }),
};

/** Columns, each by itself; no two parts write one cache line. */
function byColumns(...pointers: readonly string[]): Cut {
  const moves = Object.fromEntries(pointers.map((name) => [name, 1]));
  return {
    length: ({ n8 }) => n8!,
    multiple: 16,
    part: (values, from, to) => ({ ...movePointers(values, moves, from), n8: to - from }),
  };
}

/** The outermost loop that has several turns. */
const outermostLoop: Cut = {
  length: (values) => values[`count${turningLoop(values)}`]!,
  multiple: 1,
  part: (values, from, to) => {
    const loop = turningLoop(values);
    const moved = movePointers(values, { source: `from${loop}`, destination: `to${loop}` }, from);
    return { ...moved, [`count${loop}`]: to - from };
  },
};

function turningLoop(values: Values): number {
  return [0, 1, 2].find((loop) => values[`count${loop}`]! > 1) ?? 3;
}

/** Rows of one image before the window, and behind it. */
const inputRows = ({ height, width }: Values): number => height! * width!;
const outputRows = ({ outHeight, outWidth, poolOutHeight, poolOutWidth }: Values): number =>
  (poolOutHeight ?? outHeight!) * (poolOutWidth ?? outWidth!);

/** So many images are whole groups of 4 rows on both sides: what pads the last group is nobody else's. */
function imagesOfWholeGroups(values: Values): number {
  return [1, 2].find((n) => (n * inputRows(values)) % 4 === 0 && (n * outputRows(values)) % 4 === 0) ?? 4;
}

/** Whole images; `inputs` and `outputs` are pointers on either side of the window, or of two windows. */
function byImages(inputs: readonly string[], outputs: readonly string[], between: Moves = {}): Cut {
  return {
    length: ({ images }) => images!,
    multiple: imagesOfWholeGroups,
    enough: 8,
    part: (values, from, to) => {
      const isProduct = values['filters8'] !== undefined;
      const input = isProduct ? values['image']! : inputRows(values) * values['ld']!;
      const output =
        outputRows(values) * (isProduct ? (values['groups'] ?? 1) * values['filters8']! : values['ld']!);
      const moves = { ...movesOf(inputs, input), ...movesOf(outputs, output), ...between };
      // The last part has what pads the whole.
      const words = values['words'];
      const isLast = to === values['images'];
      return {
        ...movePointers(values, moves, from),
        images: to - from,
        ...(words === undefined ? {} : { words: isLast ? words - from * input : (to - from) * input }),
      };
    },
  };
}

function movesOf(pointers: readonly string[], words: number): Moves {
  return Object.fromEntries(pointers.map((name) => [name, words]));
}

const headNumbers = ({ positions8, heads, width8 }: Values): number => positions8! * heads! * width8!;
const threeHeadNumbers = (values: Values): number => 3 * headNumbers(values);
const squares = ({ positions8, heads }: Values): number => heads! * positions8! ** 2;

/** Attention, each sample by itself. */
function bySamples(moves: Moves): Cut {
  return {
    length: ({ samples }) => samples!,
    multiple: 1,
    enough: 1,
    part: (values, from, to) => ({ ...movePointers(values, moves, from), samples: to - from }),
  };
}

/** Words of a row that holds so many gates. */
function gatesOf(count: number): (values: Values) => number {
  return ({ n8 }) => count * n8!;
}

const cuts: Partial<Record<KernelName, Cut>> = {
  gatherRows: gather,
  fill: byCount('x'),
  copy: byCount('source', 'destination'),
  permute: outermostLoop,
  add: byCount('a', 'b', 'out'),
  addUp: byCount('terms', 'out'),
  multiply: byCount('a', 'b', 'out'),
  denseForward: byRowsOrColumns(byRows({ x: 'in8', y: 'out8' }, 32), { weight: 'in8', bias: 1, y: 1 }),
  denseBackwardWeight: weightGradient,
  denseBackwardInput: byRowsOrColumns(byRows({ dy: 'out8', dx: 'in8', reluOutput: 'in8' }, 64), {
    weight: 8,
    dx: 1,
    reluOutput: 1,
  }),
  activationForward: byCount('x', 'y'),
  activationBackward: byCount('x', 'y', 'dy', 'dx'),
  attentionWeights: bySamples({ qkv: threeHeadNumbers, weights: squares }),
  attentionMix: bySamples({ qkv: threeHeadNumbers, weights: squares, y: headNumbers }),
  attentionMixBackward: bySamples({
    ...{ qkv: threeHeadNumbers, dQkv: threeHeadNumbers },
    ...{ weights: squares, dWeights: squares, dy: headNumbers },
  }),
  attentionWeightsBackward: bySamples({
    ...{ qkv: threeHeadNumbers, dQkv: threeHeadNumbers },
    ...{ weights: squares, dWeights: squares },
  }),
  lstmForward: byRows({ gates: gatesOf(4), hidden: 'n8', cell: 'n8' }),
  lstmBackward: byRows({
    ...{ gates: gatesOf(4), cell: 'n8', dOutputs: 'n8' },
    ...{ dHidden: 'n8', dCell: 'n8', dGates: gatesOf(4) },
  }),
  gruForward: byRows({ gates: gatesOf(3), hidden: 'n8', candidates: 'n8', products: gatesOf(3) }),
  gruBackward: byRows({
    ...{ gates: gatesOf(3), hidden: 'n8', candidates: 'n8', dOutputs: 'n8' },
    ...{ dHidden: 'n8', dGates: gatesOf(3), dProducts: gatesOf(3) },
  }),
  softmaxForward: byRows({ x: 'ld', y: 'ld' }),
  softmaxBackward: byRows({ y: 'ld', dy: 'ld', dx: 'ld' }),
  convolutionForward: byImages(['x'], ['y']),
  convolutionBackwardInput: byImages(['dx', 'reluOutput'], ['dy']),
  pooledConvolutionForward: byImages(['x'], ['y', 'taps'], {
    whole: ({ outHeight, outWidth, filters8 }) => outHeight! * outWidth! * filters8!,
  }),
  pooledConvolutionBackwardInput: byImages(['dx', 'reluOutput'], ['dy', 'taps']),
  depthwiseForward: byImages(['x'], ['y']),
  depthwiseBackwardInput: byImages(['dx'], ['dy']),
  maxPoolForward: byImages(['x'], ['y']),
  maxPoolBackward: byImages(['x', 'dx'], ['y', 'dy']),
  averagePoolForward: byImages(['x'], ['y']),
  averagePoolBackward: byImages(['dx'], ['dy']),
  batchNormForward: byColumns(
    ...['x', 'y', 'mean', 'inverseStd', 'gamma', 'beta', 'runningMean', 'runningVar'],
  ),
  batchNormBackward: byColumns('dy', 'x', 'mean', 'inverseStd', 'gamma', 'dx', 'dGamma', 'dBeta'),
  batchNormInference: byRows({ x: 'n8', y: 'n8' }),
  batchNormInferenceBackward: byRows({ dy: 'n8', dx: 'n8' }),
  layerNormForward: byRows({ x: 'ld', y: 'ld', normalized: 'ld', inverseStd: 1 }),
  clipByNorm: byCount('gradient'),
  clipByValue: byCount('gradient'),
};

/** Into how many parts a call can be cut without any of them being slower for its length. */
export function freeParts(call: KernelCall): number {
  const cut = cuts[call.kernel];
  if (cut?.enough === undefined) return 1;
  return Math.max(1, Math.floor(cut.length(call.arguments) / countOf(cut.enough, call.arguments)));
}

/**
 * Cuts a call into calls that may run at the same time, as long as the weights say of each other, or into fewer where it
 * is too short; the call itself where it cannot be cut.
 */
export function cutCall(call: KernelCall, weights: readonly number[]): KernelCall[] {
  const cut = cuts[call.kernel];
  if (cut === undefined || weights.length < 2) return [call];
  const values: Values = call.arguments;
  const length = cut.length(values);
  const multiple = countOf(cut.multiple, values);
  const units = Math.floor(length / multiple);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let weight = 0;
  const ends = weights.map((own) => Math.floor((units * (weight += own)) / total));
  const borders = [...new Set([0, ...ends])].map((end) => (end === units ? length : end * multiple));
  if (borders.length <= 2) return [call];
  return borders.slice(1).map((to, part) => ({
    kernel: call.kernel,
    arguments: { ...values, ...cut.part(values, borders[part]!, to) },
  })) as unknown as KernelCall[];
}
