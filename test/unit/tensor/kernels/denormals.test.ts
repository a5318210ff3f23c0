/** WebAssembly cannot flush denormal numbers, and operations on them are some fifty times slower. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { buildKernels } from '../../../../src/tensor/kernels/build.mjs';
import { createWasmMachine } from '../../../../src/tensor/kernels/loader.js';
import { activationKinds, type KernelCall } from '../../../../src/tensor/kernels/table.js';

const [x, y, dy, dx] = [16, 4096, 8192, 12288];

/** Where moments of optimizers end: a little above, so that one step of decay falls below. */
const aboveSmallestMoment = 1.0005e-30;

/** Update rules with moments that decay, and their slots. */
const decaying = [
  {
    kernel: 'sgdUpdate',
    slots: ['momentumBuffer'],
    options: { momentum: 0.9, nesterov: 0 },
  },
  {
    kernel: 'rmspropUpdate',
    slots: ['squareAverage', 'momentumBuffer', 'gradientAverage'],
    options: { alpha: 0.99, epsilon: 1e-8, momentum: 0.9 },
  },
  {
    kernel: 'adamUpdate',
    slots: ['first'],
    options: {
      ...{ second: x, maxSecond: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decoupled: 0 },
    },
  },
  { kernel: 'nadamUpdate', slots: ['first', 'second'], options: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
  { kernel: 'lionUpdate', slots: ['first'], options: { beta1: 0.9, beta2: 0.99 } },
] as const;

const smallestNormal = 2 ** -126;
const count = 4000;

describe('kernels keep clear of denormal numbers', function () {
  this.timeout(120_000);
  for (const deterministic of [true, false]) {
    const run = async (
      calls: KernelCall[],
      read: number,
      fill: (floats: Float32Array) => void,
    ): Promise<void> => {
      const { simd, relaxedSimd } = await buildKernels();
      const binaries = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
      const machine = createWasmMachine(binaries, 16384, deterministic);
      fill(machine.floats as Float32Array);
      machine.compile(calls).run();
      const values = machine.floats.subarray(read, read + count);
      const denormal = values.findIndex((value) => value !== 0 && Math.abs(value) < smallestNormal);
      assert.equal(denormal, -1, `number ${denormal} is ${values[denormal]}`);
      assert.ok(values.some((value) => value !== 0));
    };
    const spread = (floats: Float32Array): void => {
      for (let i = 0; i < count; i++) floats[x + i] = (i - count / 2) / 15;
    };
    const title = deterministic ? 'plain' : 'best';

    for (const { kernel, slots, options } of decaying) {
      it(`moments of ${kernel} end, ${title} build`, async () => {
        const { simd, relaxedSimd } = await buildKernels();
        const binaries = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
        const machine = createWasmMachine(binaries, 16384, deterministic);
        const places = Object.fromEntries(slots.map((slot, i) => [slot, dy + 16 * i]));
        machine.floats.fill(aboveSmallestMoment, dy, dy + 16 * slots.length);
        machine.floats.fill(1, dx, dx + 16); // the step block
        const call = {
          kernel,
          arguments: {
            parameter: x,
            gradient: y,
            ...places,
            count: 16,
            step: dx,
            weightDecay: 0,
            ...{ segments: 0, segmentCount: 0, norms: 0 },
            ...options,
          },
        };
        machine.compile([call as KernelCall]).run();
        assert.deepEqual(
          machine.floats.subarray(dy, dy + 16 * slots.length),
          new Float32Array(16 * slots.length),
        );
      });
    }

    it(`means of squares of adamUpdate stay normal, ${title} build`, async () => {
      const slots = { parameter: x, gradient: y, first: dy + 16, second: dy, maxSecond: 0 };
      const options = { beta1: 0.5, beta2: 0.5, epsilon: 1e-8, weightDecay: 0, decoupled: 0 };
      const call: KernelCall = {
        kernel: 'adamUpdate',
        arguments: { ...slots, ...options, count: 16, step: dx, segments: 0, segmentCount: 0, norms: 0 },
      };
      await run(new Array<KernelCall>(300).fill(call), dy, (floats) => {
        floats.fill(1, dy, dy + 16);
        floats.fill(1, dx, dx + 16); // the step block
        for (let i = 0; i < 16; i++) floats[y + i] = 10 ** (-14 - i);
      });
    });

    activationKinds.forEach((name, kind) => {
      it(`${name}, ${title} build`, async () => {
        await run([{ kernel: 'activationForward', arguments: { kind, x, y, count } }], y, spread);
      });
      it(`gradients through ${name}, ${title} build`, async () => {
        const calls: KernelCall[] = [
          { kernel: 'activationForward', arguments: { kind, x, y, count } },
          { kernel: 'activationBackward', arguments: { kind, x, y, dy, dx, count } },
        ];
        await run(calls, dx, (floats) => {
          spread(floats);
          for (let i = 0; i < count; i++) floats[dy + i] = i % 2 === 0 ? 1 : 1e-25;
        });
      });
    });

    it(`cross-entropy of very sure rows, ${title} build`, async () => {
      const shape = { rows: 40, rows4: 40, n: 100, ld: 104 };
      const call: KernelCall = {
        kernel: 'crossEntropy',
        arguments: { logits: x, target: dy, dOutput: y, loss: dx, classWeights: 0, ...shape },
      };
      await run([call], y, spread);
    });
  }
});
