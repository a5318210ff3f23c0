/** Cases for every kernel of the table: shapes with all kinds of edges, and numbers that are not finite. */
import { activationKinds, type KernelName } from '../../../../src/tensor/kernels/table.js';
import { stepBlock } from '../../../../src/tensor/kernels/stepBlock.js';
import {
  floats,
  ints,
  matrix,
  output,
  panels,
  place,
  roundUp,
  uniform,
  type Buffer,
  type KernelCase,
} from './arena.js';
import { attentionCases } from './attentionCases.js';
import { embeddingCases } from './embeddingCases.js';
import { imageCases } from './imageCases.js';
import { mixtureCases } from './mixtureCases.js';
import { permuteCases } from './permuteCases.js';
import { pooledConvolutionCases } from './pooledConvolutionCases.js';
import { recurrenceCases } from './recurrenceCases.js';

/** rows × columns */
const shapes = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((rows) => [rows, 3] as const),
  ...[1, 2, 4, 5, 7, 8, 9, 12, 15, 16, 17].map((n) => [5, n] as const),
  [16, 10],
  [33, 300],
] as const;

/** Every value that wants care, among ordinary ones. */
const special = [
  ...[NaN, Infinity, -Infinity, 0, -0, 1e30, -1e30, 3e38, -3e38, 1e-30, -1e-30],
  ...[88, 89, 100, -79.9, -80.1, -87, -88, -100, 20, -20, 0.5, -0.5, 1, -1, 1e-4, -1e-4, 5, -5, 3, -3, 17, 8],
];

function stepBlockBuffer(fields: Partial<Record<keyof typeof stepBlock, number>>): Buffer {
  const values = new Array<number>(stepBlock.words).fill(0);
  for (const [field, value] of Object.entries(fields)) values[stepBlock[field as 'seed']] = value;
  return { kind: 'float', values };
}

/** One case a shape. */
function overShapes(make: (rows: number, n: number) => KernelCase['args']): KernelCase[] {
  return shapes.map(([rows, n]) => ({ title: `${rows} × ${n}`, args: make(rows, n) }));
}

function sizes(rows: number, n: number): { rows: number; rows4: number; n: number; ld: number } {
  return { rows, rows4: roundUp(rows, 4), n, ld: roundUp(n, 8) };
}

/** rows × inputs × outputs of dense layers: slivers of 6 and 4, several blocks of depth and of rows, all paddings. */
const denseShapes = [
  ...[1, 4, 6, 8, 9, 12, 16, 18, 20, 22].map((rows) => [rows, 5, 3] as const),
  ...[1, 7, 8, 9, 17].map((n) => [4, n, 18 - n] as const),
  ...([
    [12, 600, 17],
    [12, 17, 600],
    [600, 17, 24],
    [64, 257, 513],
    [7, 700, 260],
  ] as const), // depth > 512
  ...([
    [520, 600, 10],
    [520, 10, 600],
    [520, 520, 9],
  ] as const), // and rows that take more than a block
] as const;

/** All columns of the result, and all but the last eight. */
function overDenseShapes(
  columns: 'inputs' | 'outputs',
  make: (rows: number, inputs: number, outputs: number, columns8: number) => KernelCase['args'],
): KernelCase[] {
  return denseShapes.flatMap(([rows, inputs, outputs]) => {
    const all = roundUp(columns === 'inputs' ? inputs : outputs, 8);
    return [all, all - 8].filter(Boolean).map((columns8) => ({
      title: `${rows} × ${inputs} × ${outputs}, ${columns8} of the ${columns}`,
      args: {
        ...make(rows, inputs, outputs, columns8),
        rows4: roundUp(rows, 4),
        columns8,
        in8: roundUp(inputs, 8),
        out8: roundUp(outputs, 8),
      },
    }));
  });
}

function padded(rows: number, n: number): Buffer {
  return output(roundUp(rows, 4) * roundUp(n, 8), { rows, n, ld: roundUp(n, 8) });
}

function unpadded(rows: number, n: number): Buffer {
  return output(roundUp(rows, 4) * roundUp(n, 8));
}

/** A vector of one number a column, zero in the padding. */
function columns(n: number, draw: () => number): Buffer {
  return floats(roundUp(n, 8), (j) => (j < n ? draw() : 0));
}

const counts = [4, 8, 12, 64, 1028];

function elementwise(make: (count: number) => KernelCase['args']): KernelCase[] {
  return counts.map((count) => ({ title: `${count} numbers`, args: { ...make(count), count } }));
}

/** Losses on values: finite shapes with and without gradient, and what is not finite. */
function valueLoss(
  source: 'logits' | 'output',
  draw: () => number,
  extra: (rows: number, n: number) => KernelCase['args'] = () => ({}),
): KernelCase[] {
  const make = (rows: number, n: number): KernelCase['args'] => ({
    [source]: matrix(rows, n, () => uniform(-4, 4), { staysPadded: false }),
    target: matrix(rows, n, draw),
    loss: output(1),
    ...extra(rows, n),
    ...sizes(rows, n),
  });
  const odd = (value: number): KernelCase => ({
    title: `a value of ${value}`,
    args: {
      ...make(3, 5),
      [source]: matrix(3, 5, (r, j) => (r === 1 && j === 2 ? value : uniform(-1, 1))),
      dOutput: padded(3, 5),
    },
  });
  return [
    ...overShapes((rows, n) => ({ ...make(rows, n), dOutput: padded(rows, n) })),
    { title: 'without gradient', args: make(6, 5) },
    ...[NaN, Infinity, -Infinity, 1e20, -1e20, 90, -90].map(odd),
  ];
}

function classLoss(extra: (rows: number, n: number) => KernelCase['args'] = () => ({})): KernelCase[] {
  const make = (rows: number, n: number, logits: (r: number, j: number) => number): KernelCase['args'] => ({
    logits: matrix(rows, n, logits, { staysPadded: false }),
    target: floats(roundUp(rows, 4), (r) => (r < rows ? (r * 7 + 1) % n : 0)),
    loss: output(1),
    ...extra(rows, n),
    ...sizes(rows, n),
  });
  const odd = (value: number): KernelCase => ({
    title: `a logit of ${value}`,
    args: {
      ...make(3, 5, (r, j) => (r === 1 && j === 2 ? value : uniform(-1, 1))),
      dOutput: padded(3, 5),
    },
  });
  return [
    ...overShapes((rows, n) => ({
      ...make(rows, Math.max(2, n), () => uniform(-9, 9)),
      dOutput: padded(rows, Math.max(2, n)),
    })),
    { title: 'without gradient', args: make(6, 5, () => uniform(-9, 9)) },
    { title: 'all below zero', args: { ...make(5, 5, () => uniform(-60, -50)), dOutput: padded(5, 5) } },
    ...[NaN, Infinity, -Infinity, 1e20, -1e20, 100, -100].map(odd),
  ].map((kernelCase) => ({ ...kernelCase, absolute: 1e-7 })); // the logarithm of a sum near 1
}

const optimizerStep = stepBlockBuffer({
  ...{ learningRate: 0.01, correction1: 0.271, correction2: 0.002997 },
  ...{ mu: 0.45, muNext: 0.46, muProduct: 0.09 },
});

/** The same update with the norms of the gradient: in four segments, or in one where it is short. */
function writingNorms({ title, args }: KernelCase): KernelCase {
  const start = place(args).offsets.get('gradient')!;
  const lengths = args['count'] === 4 ? [4] : [16, 8, 4, 1000];
  const segments = lengths.flatMap((length, i) => [
    start + lengths.slice(0, i).reduce((sum, before) => sum + before, 0),
    length,
  ]);
  const norms = { segments: ints(segments), segmentCount: lengths.length, norms: output(lengths.length + 1) };
  return { title: `${title}, and norms`, args: { ...args, ...norms } };
}

function withAndWithoutNorms(kernelCase: KernelCase): KernelCase[] {
  return [{ ...kernelCase, args: { ...kernelCase.args, segmentCount: 0 } }, writingNorms(kernelCase)];
}

function optimizer(
  slots: readonly string[],
  options: readonly Readonly<Record<string, number>>[],
  absent: readonly (readonly string[])[] = [[]],
): KernelCase[] {
  const step = optimizerStep;
  return options.flatMap((option) =>
    absent.flatMap((without) =>
      [4, 1028].map((count) => {
        const state = slots
          .filter((slot) => !without.includes(slot))
          .map((slot) => [slot, floats(count, (i) => (i % 9 === 0 ? 2e-30 : uniform(0.5, 1)))] as const);
        return {
          title: `${count} numbers, ${JSON.stringify(option)}, without ${without.join()}`,
          args: {
            parameter: floats(count),
            gradient: floats(count, (i) => (i % 9 === 0 ? 0 : ([1e-20, 1e-12][i % 7] ?? uniform(-1, 1)))),
            ...Object.fromEntries(state),
            ...Object.fromEntries(without.map((slot) => [slot, 0])),
            step,
            count,
            ...option,
          },
        };
      }),
    ),
  );
}

/** Segments of `length` words (or twice as many) that stand right behind the segments themselves. */
function normCase(magnitude: number, words: number, extra: KernelCase['args']): KernelCase {
  const at = 80; // 16 words of guard, of segments, of guard, of norms, of guard
  return {
    title: `numbers about ${magnitude}`,
    args: {
      segments: ints([at, 3, at + 3, 1, at + 16, 8, at + 24, 0, at + 32, 4000]),
      count: 5,
      norms: output(6),
      ...extra,
      // Not an argument of the kernel: what its segments point to.
      values: floats(words, () => (magnitude === 0 ? 0 : magnitude * uniform(-1, 1))),
    },
  };
}

export const cases: Record<KernelName, KernelCase[]> = {
  gatherRows: [
    ...overShapes((rows, n) => ({
      source: floats((rows + 6) * n),
      order: ints(Array.from({ length: rows + 4 }, (_, i) => (i * 3 + 1) % (rows + 6))),
      step: stepBlockBuffer({ cursor: 2 }),
      batch: padded(rows, n),
      ...{ rows, rows4: roundUp(rows, 4), width: n, ld: roundUp(n, 8) },
    })),
    {
      title: 'in file order, labels without padding',
      args: {
        source: floats(20),
        order: 0,
        step: stepBlockBuffer({ cursor: 5 }),
        batch: output(8),
        ...{ rows: 6, rows4: 8, width: 1, ld: 1 },
      },
    },
  ],
  clearPadding: overShapes((rows, n) => ({ x: padded(rows, n), ...sizes(rows, n) })),
  fill: [1, 3, 4, 17].map((count) => ({ title: `${count}`, args: { x: output(count), count, value: 0.1 } })),
  copy: [1, 3, 4, 17, 300].map((count) => ({
    title: `${count}`,
    args: { source: floats(count), destination: output(count), count },
  })),
  permute: permuteCases,
  ...imageCases,
  ...pooledConvolutionCases,
  ...embeddingCases,
  ...attentionCases,
  ...recurrenceCases,
  ...mixtureCases,
  add: elementwise((count) => ({ a: floats(count), b: floats(count), out: output(count) })),
  multiply: elementwise((count) => ({ a: floats(count), b: floats(count), out: output(count) })),

  denseForward: [
    ...[0, 1].flatMap((relu) =>
      overDenseShapes('outputs', (rows, inputs, outputs) => ({
        x: matrix(rows, inputs),
        weight: panels(inputs, outputs),
        bias: relu === 0 && rows % 2 === 0 ? 0 : columns(outputs, () => uniform(-1, 1)),
        y: unpadded(rows, outputs),
        relu,
      })),
    ),
    ...[0, 1].map((relu) => ({
      title: `not finite, relu ${relu}`,
      args: {
        x: matrix(4, 8, (r, j) => (j === r ? [NaN, Infinity, -Infinity, 1][r]! : 0.5)),
        weight: floats(64, () => uniform(0.1, 1)),
        bias: columns(8, () => 1),
        y: unpadded(4, 8),
        ...{ rows4: 4, columns8: 8, in8: 8, out8: 8, relu },
      },
    })),
  ],
  denseBackwardWeight: overDenseShapes('inputs', (rows, inputs, outputs) => ({
    x: matrix(rows, inputs),
    dy: matrix(rows, outputs),
    dWeight: output(roundUp(inputs, 8) * roundUp(outputs, 8)),
    dBias: rows === 16 ? 0 : output(roundUp(outputs, 8)),
  })),
  denseBackwardInput: overDenseShapes('inputs', (rows, inputs, outputs, columns8) => ({
    dy: matrix(rows, outputs),
    weight: panels(inputs, outputs),
    // What pads belongs to the last columns.
    dx: columns8 < inputs ? unpadded(rows, inputs) : padded(rows, inputs),
    reluOutput: rows % 8 === 0 ? 0 : matrix(rows, inputs, () => Math.max(0, uniform(-1, 1))),
    // What the mask leaves may be a sum that cancels.
  })).map((kernelCase) => ({ ...kernelCase, absolute: 1e-7 })),

  activationForward: activationKinds.flatMap((name, kind) => [
    {
      title: name,
      args: { kind, x: floats(400, (i) => (i - 200) / 17), y: output(400), count: 400 },
      tolerance: 1e-6,
    },
    {
      title: `${name} near 0`,
      args: { kind, x: floats(400, (i) => (i - 200) / 1e4), y: output(400), count: 400 },
      tolerance: 1e-5,
    },
    {
      title: `${name} on special values`,
      args: {
        kind,
        x: floats(roundUp(special.length, 4), (i) => special[i] ?? 0),
        y: output(roundUp(special.length, 4)),
        count: roundUp(special.length, 4),
      },
    },
  ]),
  activationBackward: activationKinds.flatMap((name, kind) => {
    const x = Array.from({ length: 400 }, (_, i) => (i - 200) / 17);
    return [
      {
        title: name,
        args: {
          kind,
          x: floats(400, (i) => x[i]!),
          y: floats(400, (i) => (kind === 7 ? 1 / (1 + Math.exp(-x[i]!)) : Math.tanh(x[i]!))),
          dy: floats(400),
          dx: output(400),
          count: 400,
        },
        tolerance: 1e-6,
      },
      {
        title: `${name} on special values`,
        args: {
          kind,
          x: floats(roundUp(special.length, 4), (i) => special[i] ?? 0),
          y: floats(roundUp(special.length, 4), (i) => special[i] ?? 0),
          dy: floats(roundUp(special.length, 4), () => 1),
          dx: output(roundUp(special.length, 4)),
          count: roundUp(special.length, 4),
        },
      },
    ];
  }),
  rescaleBackward: [4, 8, 64].map((half) => ({
    title: `${half} pairs, some of equals`,
    args: {
      x: floats(2 * half, (i) => (i % half) % 3 || (i < half ? 2 : 1)),
      y: floats(2 * half),
      dy: floats(2 * half),
      dx: floats(2 * half),
      half,
    },
  })),
  softmaxForward: [
    ...overShapes((rows, n) => ({
      ...{ x: matrix(roundUp(rows, 4), n, () => uniform(-9, 9), { staysPadded: false }) },
      y: padded(roundUp(rows, 4), n),
      ...{ rows4: roundUp(rows, 4), n, ld: roundUp(n, 8) },
    })),
    {
      title: 'not finite and far apart',
      args: {
        x: matrix(8, 3, (r, j) => (j === 1 ? [NaN, Infinity, -Infinity, 200, -200, 1e30, -1e30, 0][r]! : j)),
        y: padded(8, 3),
        ...{ rows4: 8, n: 3, ld: 8 },
      },
    },
  ],
  softmaxBackward: overShapes((rows, n) => ({
    y: matrix(rows, n, () => uniform(0, 1)),
    dy: matrix(rows, n),
    dx: padded(rows, n),
    ...{ rows4: roundUp(rows, 4), n, ld: roundUp(n, 8) },
  })),

  shuffleOrder: [1, 2, 7, 150, 4096].map((count) => ({
    title: `${count} rows`,
    args: {
      order: ints(new Array<number>(count).fill(-1)),
      count,
      purpose: 2,
      step: stepBlockBuffer({ seed: 5 - count, epoch: 3 * count }),
    },
  })),
  dropoutForward: [0, 0.2, 0.5, 0.9].flatMap((rate) =>
    elementwise((count) => ({
      x: floats(count),
      y: output(count),
      mask: output(count),
      rate,
      purpose: 4 + 17 * count,
      step: stepBlockBuffer({ seed: -count, stepIndex: 1000 * count }),
    })),
  ),

  batchNormForward: overShapes((rows, n) => ({
    x: matrix(rows, n, (_, j) => (j % 9) + uniform(-2, 2)),
    y: padded(rows, n),
    mean: output(roundUp(n, 8)),
    inverseStd: output(roundUp(n, 8)),
    gamma: columns(n, () => uniform(0.5, 2)),
    beta: columns(n, () => uniform(-1, 1)),
    runningMean: columns(n, () => uniform(-1, 1)),
    runningVar: columns(n, () => uniform(0.5, 2)),
    ...{
      rows,
      rows4: roundUp(rows, 4),
      n8: roundUp(n, 8),
      ld: roundUp(n, 8),
      epsilon: 1e-3,
      momentum: 0.1,
      relu: rows % 2,
    },
  })),
  batchNormBackward: overShapes((rows, n) => ({
    dy: matrix(rows, n),
    x: matrix(rows, n),
    mean: columns(n, () => uniform(-1, 1)),
    inverseStd: columns(n, () => uniform(0.5, 2)),
    gamma: columns(n, () => uniform(0.5, 2)),
    dx: padded(rows, n),
    dGamma: output(roundUp(n, 8)),
    dBeta: output(roundUp(n, 8)),
    ...{ rows, rows4: roundUp(rows, 4), n8: roundUp(n, 8), ld: roundUp(n, 8) },
  })),
  batchNormInference: overShapes((rows, n) => ({
    x: matrix(rows, n),
    y: unpadded(rows, n),
    gamma: columns(n, () => uniform(0.5, 2)),
    beta: columns(n, () => uniform(-1, 1)),
    runningMean: columns(n, () => uniform(-1, 1)),
    runningVar: columns(n, () => uniform(0.5, 2)),
    ...{ rows4: roundUp(rows, 4), n8: roundUp(n, 8), epsilon: 1e-5 },
  })),
  batchNormInferenceBackward: overShapes((rows, n) => ({
    dy: matrix(rows, n),
    gamma: columns(n, () => uniform(0.5, 2)),
    runningVar: columns(n, () => uniform(0.5, 2)),
    dx: padded(rows, n),
    ...{ rows4: roundUp(rows, 4), n8: roundUp(n, 8), epsilon: 1e-5 },
  })),
  layerNormForward: overShapes((rows, n) => ({
    x: matrix(rows, n, (r, j) => r + 5 * (j % 2) + uniform(-2, 2)),
    y: unpadded(rows, n),
    normalized: padded(rows, n),
    inverseStd: output(roundUp(rows, 4)),
    gamma: columns(n, () => uniform(0.5, 2)),
    beta: columns(n, () => uniform(-1, 1)),
    ...{ rows4: roundUp(rows, 4), n, ld: roundUp(n, 8), epsilon: 1e-3 },
  })),
  layerNormBackward: overShapes((rows, n) => ({
    dy: matrix(rows, n),
    normalized: matrix(rows, n),
    inverseStd: floats(roundUp(rows, 4), () => uniform(0.5, 2)),
    gamma: columns(n, () => uniform(0.5, 2)),
    dx: padded(rows, n),
    dGamma: output(roundUp(n, 8), { rows: 1, n, ld: roundUp(n, 8) }),
    dBeta: output(roundUp(n, 8), { rows: 1, n, ld: roundUp(n, 8) }),
    ...{ rows4: roundUp(rows, 4), n, ld: roundUp(n, 8) },
  })),

  crossEntropy: [
    ...classLoss(),
    ...classLoss((_, n) => ({ classWeights: columns(n, () => uniform(0.2, 3)) })),
  ],
  binaryCrossEntropy: [
    ...valueLoss('logits', () => Math.round(uniform(0, 1))),
    ...valueLoss(
      'logits',
      () => Math.round(uniform(0, 1)),
      (_, n) => ({ classWeights: columns(Math.max(2, n), () => uniform(0.2, 3)) }),
    ),
  ],
  mse: valueLoss('output', () => uniform(-3, 3)),
  mae: valueLoss('output', () => uniform(-3, 3)),
  huber: valueLoss(
    'output',
    () => uniform(-3, 3),
    () => ({ delta: 1.3 }),
  ),
  hinge: [
    ...classLoss(),
    ...[1, 4, 9].map((rows) => ({
      title: `${rows} × 1`,
      args: {
        logits: matrix(rows, 1),
        target: matrix(rows, 1, (r) => r % 2),
        dOutput: padded(rows, 1),
        loss: output(1),
        ...sizes(rows, 1),
      },
    })),
  ],

  countCorrect: [
    ...overShapes((rows, n) => ({
      logits: matrix(rows, n, () => Math.round(uniform(-2, 2))),
      target: floats(roundUp(rows, 4), (r) => (r < rows ? (r * 5) % n : 0)),
      out: output(1),
      ...{ rows, n, ld: roundUp(n, 8) },
    })),
    {
      title: 'not a number',
      args: {
        logits: matrix(4, 3, (r, j) => (r === j ? NaN : j)),
        target: floats(4, () => 2),
        out: output(1),
        ...{ rows: 4, n: 3, ld: 8 },
      },
    },
  ],
  countCorrectBinary: overShapes((rows, n) => ({
    logits: matrix(rows, n, () => Math.round(uniform(-2, 2))),
    target: matrix(rows, n, () => Math.round(uniform(0, 1))),
    out: output(1),
    ...{ rows, n, ld: roundUp(n, 8) },
  })),
  sumErrors: overShapes((rows, n) => ({
    output: matrix(rows, n),
    target: matrix(rows, n),
    out: output(2),
    ...{ rows, n, ld: roundUp(n, 8) },
  })),

  addPenalty: [4, 1028, 5000].flatMap((count) =>
    [0, 1].map((wanted) => ({
      title: `${count} numbers, ${wanted === 1 ? 'both' : 'one'} wanted`,
      args: {
        weight: floats(count, (i) => (i % 5 === 0 ? 0 : uniform(-1, 1))),
        gradient: wanted === 1 || count === 4 ? floats(count) : 0,
        penalty: wanted === 1 || count !== 4 ? floats(1) : 0,
        ...{ count, l1: 0.01, l2: 0.003 },
      },
    })),
  ),
  segmentNorms: [1, 1e-12, 1e-18, 1e-25, 1e-30, 1e15, 1e25, 1e37, 0, NaN, Infinity].map((magnitude) =>
    normCase(magnitude, 4100, {}),
  ),
  segmentDifferenceNorms: [1, 1e-25, 1e25].map((magnitude) => normCase(magnitude, 8200, { distance: 4100 })),
  addUp: [1, 2, 5].map((termCount) => ({
    title: `${termCount} terms`,
    args: { terms: floats(48 * termCount), stride: 48, termCount, out: output(40), count: 40 },
  })),
  combineNorms: [
    { title: 'pieces of two', owners: [0, 0, -1, 0, 1, -1, 1, -1] },
    { title: 'one of none', owners: [0, -1, 2, 2, -1] },
    { title: 'one piece', owners: [0] },
  ].map(({ title, owners }) => {
    const count = Math.max(...owners) + 1;
    const [norms, out] = [floats(owners.length, () => uniform(0, 3)), output(count + 1)];
    return { title, args: { norms, owners: ints(owners), pieces: owners.length, out, count } };
  }),
  accumulate: [1, 2, 5, 8].map((count) => ({
    title: `${count}`,
    args: { values: floats(count + 1), sums: floats(count + 1), count },
  })),
  clipByNorm: [0.5, 5, NaN, Infinity, 0].map((norm) => ({
    title: `a norm of ${norm}`,
    args: { gradient: floats(1028), count: 1028, norm: floats(1, () => norm), maxNorm: 1 },
  })),
  clipByValue: [
    ...elementwise((count) => ({ gradient: floats(count), limit: 0.3 })),
    {
      title: 'not finite',
      args: { gradient: floats(4, (i) => [NaN, Infinity, -Infinity, 0][i]!), count: 4, limit: 0.3 },
    },
  ],

  sgdUpdate: optimizer(
    ['momentumBuffer'],
    [
      { momentum: 0.9, nesterov: 0, weightDecay: 0 },
      { momentum: 0.9, nesterov: 1, weightDecay: 0.01 },
    ],
    [[], ['momentumBuffer']],
  ).flatMap(withAndWithoutNorms),
  rmspropUpdate: optimizer(
    ['squareAverage', 'momentumBuffer', 'gradientAverage'],
    [{ alpha: 0.99, epsilon: 1e-8, momentum: 0.9, weightDecay: 0.01 }],
    [[], ['momentumBuffer'], ['gradientAverage'], ['momentumBuffer', 'gradientAverage']],
  ).flatMap(withAndWithoutNorms),
  adagradUpdate: optimizer(['sum'], [{ epsilon: 1e-10, weightDecay: 0.01 }]).flatMap(withAndWithoutNorms),
  adamUpdate: [
    ...optimizer(
      ['first', 'second', 'maxSecond'],
      [
        { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, decoupled: 0 },
        { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1, decoupled: 0 },
        { beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1, decoupled: 1 },
      ],
      [[], ['maxSecond']],
    ).flatMap(withAndWithoutNorms),
    ...[1e-25, 1e18, NaN, Infinity].map((magnitude) =>
      writingNorms({
        title: `a gradient about ${magnitude}`,
        args: {
          parameter: floats(1028),
          gradient: floats(1028, () => magnitude * uniform(-1, 1)),
          first: floats(1028),
          second: floats(1028, () => uniform(0, 1)),
          step: optimizerStep,
          count: 1028,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
          weightDecay: 0,
          decoupled: 0,
        },
      }),
    ),
  ],
  nadamUpdate: optimizer(
    ['first', 'second'],
    [{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }],
  ).flatMap(withAndWithoutNorms),
  lionUpdate: optimizer(['first'], [{ beta1: 0.9, beta2: 0.99, weightDecay: 0.01 }]).flatMap(
    withAndWithoutNorms,
  ),

  moments: [
    ...overShapes((rows, n) => ({
      x: matrix(rows, n, () => 100 + uniform(-1, 1)),
      out: output(2),
      ...{ rows, n, ld: roundUp(n, 8) },
    })),
    ...[1e-30, 1e-21, 1e-12, 1e18, 1e30, 3e38].map((magnitude) => ({
      title: `about ${magnitude}`,
      args: {
        x: matrix(40, 37, () => magnitude * uniform(-1, 1)),
        out: output(2),
        ...{ rows: 40, n: 37, ld: 40 },
      },
    })),
    {
      title: 'not a number',
      args: { x: matrix(2, 3, () => NaN), out: output(2), ...{ rows: 2, n: 3, ld: 8 } },
    },
  ],
  countUnits: [0, 1, 2].flatMap((mode) =>
    overShapes((rows, n) => ({
      x: matrix(rows, n, () => uniform(-1.03, 1.03)),
      counts: ints(Array.from({ length: roundUp(n, 4) }, (_, j) => j)),
      ...{ rows, n, ld: roundUp(n, 8), mode },
    })),
  ),
  histogram: [
    [1, 7],
    [17, 1],
    [1000, 32],
  ].map(([count, bins]) => ({
    title: `${count} numbers in ${bins} bins`,
    args: {
      x: floats(count!, (i) => [NaN, Infinity, -Infinity, -1, 1][i] ?? uniform(-1.1, 1.1)),
      counts: ints(Array.from({ length: bins! }, (_, j) => j)),
      ...{ count: count!, minimum: -1, maximum: 1, bins: bins! },
    },
  })),
};
cases.histogram.push({
  title: 'one value',
  args: {
    x: floats(9, (i) => (i < 5 ? 3 : 4)),
    counts: ints([0, 0]),
    ...{ count: 9, minimum: 3, maximum: 3, bins: 2 },
  },
});
