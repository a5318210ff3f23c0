/** Cases for activations and softmax, and numbers that are not finite. */
import {
  activationKinds,
  type activationKernels,
} from '../../../../../src/tensor/kernels/table/activations.js';
import { floats, matrix, output, roundUp, uniform, type KernelCase } from '../arena.js';
import { overShapes, padded } from './shapes.js';

/** Every value that wants care, among ordinary ones. */
const special = [
  ...[NaN, Infinity, -Infinity, 0, -0, 1e30, -1e30, 3e38, -3e38, 1e-30, -1e-30],
  ...[88, 89, 100, -79.9, -80.1, -87, -88, -100, 20, -20, 0.5, -0.5, 1, -1, 1e-4, -1e-4, 5, -5, 3, -3, 17, 8],
];

export const activationCases = {
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
} satisfies Record<keyof typeof activationKernels, KernelCase[]>;
