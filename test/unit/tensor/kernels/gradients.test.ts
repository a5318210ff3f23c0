/** Backward kernels against central differences of the forward kernels, both in f64 by the reference. */
import assert from 'node:assert/strict';
import { createReferenceMachine } from '../../../../src/tensor/kernels/reference.js';
import { activationKinds, kernels, type KernelCall } from '../../../../src/tensor/kernels/table.js';
import { stepBlock } from '../../../../src/tensor/kernels/stepBlock.js';
import { floats, matrix, panels, place, uniform, type Buffer } from './arena.js';

interface GradientCase {
  readonly title: string;
  readonly buffers: Readonly<Record<string, Buffer>>;
  /** Calls by buffer names; arguments that are numbers as they are. */
  readonly forward: Call;
  readonly backward: readonly Call[];
  /** The output whose weighted sum is the function, weighted by `dy`; or the loss itself. */
  readonly output: string;
  /** Which buffer holds the gradient of which input. */
  readonly gradients: Readonly<Record<string, string>>;
}

type Call = readonly [kernel: string, args: Readonly<Record<string, string | number>>];

const rows = 5;
const rows4 = 8;
const n = 6;
const ld = 8;

const empty = (length: number): Buffer => floats(length, () => 0);
const activations = (): Buffer => matrix(rows, n);

const cases: GradientCase[] = [
  {
    title: 'dense',
    buffers: {
      ...{ x: matrix(rows, 11), w: panels(11, n), b: floats(8), y: empty(64), dy: activations() },
      ...{ dx: empty(128), dw: empty(128), db: empty(8) },
    },
    forward: [
      'denseForward',
      { x: 'x', weight: 'w', bias: 'b', y: 'y', rows4, columns8: 8, in8: 16, out8: 8 },
    ],
    backward: [
      ['denseBackwardInput', { dy: 'dy', weight: 'w', dx: 'dx', rows4, columns8: 16, in8: 16, out8: 8 }],
      [
        'denseBackwardWeight',
        { x: 'x', dy: 'dy', dWeight: 'dw', dBias: 'db', rows4, columns8: 16, in8: 16, out8: 8 },
      ],
    ],
    output: 'y',
    gradients: { x: 'dx', w: 'dw', b: 'db' },
  },
  ...activationKinds.map((name, kind) => ({
    title: name,
    buffers: { x: activations(), y: empty(64), dy: activations(), dx: empty(64) },
    forward: ['activationForward', { kind, x: 'x', y: 'y', count: 64 }] as const,
    backward: [['activationBackward', { kind, x: 'x', y: 'y', dy: 'dy', dx: 'dx', count: 64 }]] as const,
    output: 'y',
    gradients: { x: 'dx' },
  })),
  {
    title: 'softmax',
    buffers: { x: activations(), y: empty(64), dy: activations(), dx: empty(64) },
    forward: ['softmaxForward', { x: 'x', y: 'y', rows4, n, ld }],
    backward: [['softmaxBackward', { y: 'y', dy: 'dy', dx: 'dx', rows4, n, ld }]],
    output: 'y',
    gradients: { x: 'dx' },
  },
  {
    title: 'dropout',
    buffers: {
      x: activations(),
      y: empty(64),
      mask: empty(64),
      step: empty(16),
      dy: activations(),
      dx: empty(64),
    },
    forward: [
      'dropoutForward',
      { x: 'x', y: 'y', mask: 'mask', count: 64, rate: 0.4, purpose: 4, step: 'step' },
    ],
    backward: [['multiply', { a: 'dy', b: 'mask', out: 'dx', count: 64 }]],
    output: 'y',
    gradients: { x: 'dx' },
  },
  {
    title: 'batchNorm',
    buffers: {
      ...{ x: activations(), gamma: floats(8), beta: floats(8), mean: empty(8), variance: empty(8) },
      ...{ y: empty(64), middle: empty(8), scale: empty(8), dy: activations() },
      ...{ dx: empty(64), dGamma: empty(8), dBeta: empty(8) },
    },
    forward: [
      'batchNormForward',
      {
        ...{ x: 'x', y: 'y', mean: 'middle', inverseStd: 'scale', gamma: 'gamma', beta: 'beta' },
        ...{
          runningMean: 'mean',
          runningVar: 'variance',
          rows,
          rows4,
          n8: ld,
          ld,
          epsilon: 1e-3,
          momentum: 0.1,
          relu: 0,
        },
      },
    ],
    backward: [
      [
        'batchNormBackward',
        {
          ...{
            dy: 'dy',
            x: 'x',
            mean: 'middle',
            inverseStd: 'scale',
            gamma: 'gamma',
            dx: 'dx',
            dGamma: 'dGamma',
          },
          ...{ dBeta: 'dBeta', rows, rows4, n8: ld, ld },
        },
      ],
    ],
    output: 'y',
    gradients: { x: 'dx', gamma: 'dGamma', beta: 'dBeta' },
  },
  {
    title: 'frozen batchNorm',
    buffers: {
      ...{ x: activations(), gamma: floats(8), beta: floats(8), mean: floats(8) },
      ...{ variance: floats(8, () => uniform(0.5, 2)), y: empty(64), dy: activations(), dx: empty(64) },
    },
    forward: [
      'batchNormInference',
      {
        ...{ x: 'x', y: 'y', gamma: 'gamma', beta: 'beta', runningMean: 'mean', runningVar: 'variance' },
        ...{ rows4, n8: ld, epsilon: 1e-3 },
      },
    ],
    backward: [
      [
        'batchNormInferenceBackward',
        { dy: 'dy', gamma: 'gamma', runningVar: 'variance', dx: 'dx', rows4, n8: ld, epsilon: 1e-3 },
      ],
    ],
    output: 'y',
    gradients: { x: 'dx' },
  },
  {
    title: 'layerNorm',
    buffers: {
      ...{
        x: activations(),
        gamma: floats(8),
        beta: floats(8),
        y: empty(64),
        hat: empty(64),
        scale: empty(8),
      },
      ...{ dy: activations(), dx: empty(64), dGamma: empty(8), dBeta: empty(8) },
    },
    forward: [
      'layerNormForward',
      {
        ...{ x: 'x', y: 'y', normalized: 'hat', inverseStd: 'scale', gamma: 'gamma', beta: 'beta' },
        ...{ rows4, n, ld, epsilon: 1e-3 },
      },
    ],
    backward: [
      [
        'layerNormBackward',
        {
          ...{ dy: 'dy', normalized: 'hat', inverseStd: 'scale', gamma: 'gamma', dx: 'dx', dGamma: 'dGamma' },
          ...{ dBeta: 'dBeta', rows4, n, ld },
        },
      ],
    ],
    output: 'y',
    gradients: { x: 'dx', gamma: 'dGamma', beta: 'dBeta' },
  },
  ...lossCases(),
  {
    title: 'penalty',
    buffers: { w: floats(64), dw: empty(64), penalty: empty(1) },
    forward: ['addPenalty', { weight: 'w', penalty: 'penalty', count: 64, l1: 0.3, l2: 0.2 }],
    backward: [['addPenalty', { weight: 'w', gradient: 'dw', count: 64, l1: 0.3, l2: 0.2 }]],
    output: 'penalty',
    gradients: { w: 'dw' },
  },
];

function lossCases(): GradientCase[] {
  const size = { rows, rows4, n, ld };
  const labels = (): Buffer => floats(rows4, (r) => r % n);
  const values = (): Buffer => matrix(rows, n, () => uniform(-3, 3));
  const zeroOrOne = (): Buffer => matrix(rows, n, () => Math.round(uniform(0, 1)));
  const lossCase = (kernel: string, target: Buffer, args: Call[1] = {}, columns = n): GradientCase => ({
    title: `${kernel} over ${columns} ${Object.keys(args).join()}`,
    buffers: {
      ...{ y: matrix(rows, columns, () => uniform(-3, 3)), t: target, dy: empty(64), loss: empty(1) },
      weights: floats(8, () => uniform(0.5, 2)),
    },
    forward: [kernel, { [sourceOf(kernel)]: 'y', target: 't', loss: 'loss', ...size, n: columns, ...args }],
    backward: [
      [
        kernel,
        { [sourceOf(kernel)]: 'y', target: 't', loss: 'loss', dOutput: 'dy', ...size, n: columns, ...args },
      ],
    ],
    output: 'loss',
    gradients: { y: 'dy' },
  });
  return [
    lossCase('crossEntropy', labels()),
    lossCase('crossEntropy', labels(), { classWeights: 'weights' }),
    lossCase('binaryCrossEntropy', zeroOrOne()),
    lossCase('binaryCrossEntropy', zeroOrOne(), { classWeights: 'weights' }),
    lossCase('binaryCrossEntropy', zeroOrOne(), { classWeights: 'weights' }, 1),
    lossCase('mse', values()),
    lossCase('mae', values()),
    lossCase('huber', values(), { delta: 1.1 }),
    lossCase('hinge', labels()),
    lossCase('hinge', zeroOrOne(), {}, 1),
  ];
}

function sourceOf(kernel: string): 'logits' | 'output' {
  return 'logits' in kernels[kernel as 'crossEntropy'] ? 'logits' : 'output';
}

describe('backward kernels', () => {
  for (const gradientCase of cases) {
    it(`${gradientCase.title} is the derivative of forward`, () => {
      checkGradients(gradientCase);
    });
  }
});

function checkGradients({ buffers, forward, backward, output, gradients }: GradientCase): void {
  const { offsets, words } = place(buffers);
  const machine = createReferenceMachine(words, 'f64');
  for (const [name, offset] of offsets) machine.floats.set(buffers[name]!.values, offset);
  machine.ints.set(new Array<number>(stepBlock.words).fill(3), offsets.get('step') ?? 0);
  const callOf = ([kernel, args]: Call): KernelCall => {
    const given: Record<string, number> = {};
    for (const [name, kind] of Object.entries(kernels[kernel as 'fill']))
      if (kind === 'pointer') given[name] = 0;
    for (const [name, value] of Object.entries(args)) {
      if (name in kernels[kernel as 'fill'])
        given[name] = typeof value === 'string' ? offsets.get(value)! : value;
    }
    if (kernel === 'denseForward') given.relu = 0;
    return { kernel, arguments: given } as KernelCall;
  };
  const forwards = machine.compile([callOf(forward)]);
  const weights = output === 'y' ? buffers.dy!.values : [1];
  const evaluate = (): number => {
    if (output !== 'y') machine.floats[offsets.get(output)!] = 0;
    forwards.run();
    return weights.reduce((sum, weight, i) => sum + weight * machine.floats[offsets.get(output)! + i]!, 0);
  };

  evaluate();
  machine.compile(backward.map(callOf)).run();
  const analytic = new Map(Object.entries(gradients).map(([input, gradient]) => [input, copyOf(gradient)]));
  function copyOf(name: string): number[] {
    const start = offsets.get(name)!;
    return Array.from(machine.floats.subarray(start, start + buffers[name]!.values.length));
  }

  const step = 1e-5;
  for (const [input, slopes] of analytic) {
    const start = offsets.get(input)!;
    let checked = 0;
    slopes.forEach((slope, i) => {
      if (buffers[input]!.values[i] === 0) return; // padding
      const value = machine.floats[start + i]!;
      machine.floats[start + i] = value + step;
      const above = evaluate();
      machine.floats[start + i] = value - step;
      const below = evaluate();
      machine.floats[start + i] = value;
      const numeric = (above - below) / (2 * step);
      const error = Math.abs(numeric - slope) / Math.max(1, Math.abs(numeric));
      assert.ok(error <= 1e-7, `d/d${input}[${i}] is ${slope}, differences say ${numeric}`);
      checked++;
    });
    assert.ok(checked > 0);
  }
}
