import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { MemberConfig } from '../../src/engine/config.js';
import { fillDefaults, numberOption } from '../../src/engine/member.js';
import { findOptimizer, optimizers } from '../../src/engine/optimizers/index.js';
import type { Optimizer } from '../../src/engine/optimizers/optimizer.js';
import { buildKernels } from '../../src/tensor/kernels/build.mjs';
import { createWasmMachine, type Binaries } from '../../src/tensor/kernels/loader.js';
import type { Machine } from '../../src/tensor/kernels/machine.js';
import { createReferenceMachine } from '../../src/tensor/kernels/reference.js';
import { stepBlock } from '../../src/tensor/kernels/stepBlock.js';

interface Fixture {
  halveRateAfter: number;
  parameters: number[];
  gradients: number[][];
  cases: {
    optimizer: string;
    options: Record<string, unknown>;
    parametersAfter: Record<string, number[]>;
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/pytorch/optimizers.json', import.meta.url), 'utf8'),
) as Fixture;

const words = 1024;
let binaries: Binaries;
const machines: { name: string; tolerance: number; create: () => Machine }[] = [
  { name: 'f64', tolerance: 1e-9, create: () => createReferenceMachine(words, 'f64') },
  { name: 'f32', tolerance: 1e-4, create: () => createReferenceMachine(words, 'f32') },
  { name: 'WebAssembly', tolerance: 1e-4, create: () => createWasmMachine(binaries, words, true) },
  { name: 'relaxed WebAssembly', tolerance: 1e-4, create: () => createWasmMachine(binaries, words, false) },
];

describe('optimizers against PyTorch', function () {
  this.timeout(120_000);
  before(async () => {
    const { simd, relaxedSimd } = await buildKernels();
    binaries = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
  });

  for (const machine of machines) {
    for (const { optimizer: name, options, parametersAfter } of fixture.cases) {
      it(`${name} ${JSON.stringify(options)} in ${machine.name}`, () => {
        const optimizer = findOptimizer(name)!;
        const config = fillDefaults(optimizer, options);
        const training = createTraining(optimizer, config, machine.create());
        fixture.gradients.forEach((gradient, index) => {
          const rate = numberOption(config, 'learningRate') / (index < fixture.halveRateAfter ? 1 : 2);
          training.step(index + 1, rate, gradient);
          const expected = parametersAfter[index + 1];
          if (expected) assertClose(training.parameters(), expected, machine.tolerance, `step ${index + 1}`);
        });
      });
    }
  }

  it('every optimizer of the table is held against a fixture, with and without weight decay', () => {
    for (const { name } of optimizers) {
      const cases = fixture.cases.filter((entry) => entry.optimizer === name);
      assert.ok(
        cases.some(({ options }) => 'weightDecay' in options),
        name,
      );
      assert.ok(
        cases.some(({ options }) => !('weightDecay' in options)),
        name,
      );
    }
  });

  it('the default rates are those of the fixtures’ first cases', () => {
    for (const { name, defaultLearningRate } of optimizers) {
      const first = fixture.cases.find((entry) => entry.optimizer === name)!;
      assert.equal(defaultLearningRate, first.options.learningRate, name);
    }
  });
});

describe('what an optimizer writes before step t', () => {
  const cases: [string, Record<string, unknown>][] = [
    ...optimizers.map(({ name }): [string, Record<string, unknown>] => [name, {}]),
    ['adam', { beta1: 0.99, beta2: 0.99999 }],
    ['nadam', { momentumDecay: 0.3 }],
    ['nadam', { momentumDecay: 40, beta1: 0.99 }],
  ];
  for (const [name, options] of cases) {
    it(`is the same whether ${name} ${JSON.stringify(options)} came there step by step or resumed`, () => {
      const optimizer = findOptimizer(name)!;
      const written = (config: MemberConfig, t: number): number[] => {
        const values: number[] = [];
        optimizer.prepareStep?.(config, t, (field, value) => (values[stepBlock[field]] = value));
        return values;
      };
      const running = fillDefaults(optimizer, options);
      for (let t = 1; t <= 3000; t++) {
        const values = written(running, t);
        if (t % 250 === 3) assert.deepEqual(values, written(fillDefaults(optimizer, options), t), `t = ${t}`);
      }
      assert.deepEqual(written(running, 5), written(fillDefaults(optimizer, options), 5), 'going back');
    });
  }
});

/** One block of parameters on a machine, with its gradients, slots and step block. */
function createTraining(optimizer: Optimizer, config: MemberConfig, machine: Machine) {
  const count = fixture.parameters.length;
  const [step, parameter, gradient, firstSlot] = [16, 48, 80, 112];
  const slots = optimizer.slots(config).map((_, index) => firstSlot + 32 * index);
  for (const slot of slots) {
    machine.floats.fill(optimizer.initialSlotValue?.(config) ?? 0, slot, slot + count);
  }
  machine.floats.set(fixture.parameters, parameter);
  const program = machine.compile([optimizer.update(config, { parameter, gradient, slots, count, step })]);
  return {
    parameters: () => machine.floats.slice(parameter, parameter + count),
    step: (t: number, rate: number, values: readonly number[]) => {
      machine.ints[step + stepBlock.stepIndex] = t - 1;
      machine.floats[step + stepBlock.learningRate] = rate;
      optimizer.prepareStep?.(config, t, (field, value) => {
        machine.floats[step + stepBlock[field]] = value;
      });
      machine.floats.set(values, gradient);
      program.run();
    },
  };
}

function assertClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
  where: string,
): void {
  expected.forEach((value, index) => {
    const error = Math.abs(actual[index]! - value) / Math.abs(value);
    assert.ok(error <= tolerance, `${where}, element ${index}: ${actual[index]!} instead of ${value}`);
  });
}
