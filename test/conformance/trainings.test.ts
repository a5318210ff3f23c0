import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { losses } from '../../src/engine/losses/index.js';
import { optimizers } from '../../src/engine/optimizers/index.js';
import { schedules } from '../../src/engine/schedules/index.js';
import { openModel } from '../../src/formats/index.js';
import { memorySource } from '../../src/formats/memory.js';
import { buildKernels } from '../../src/tensor/kernels/build.mjs';
import type { Binaries } from '../../src/tensor/kernels/loader.js';
import { toFloatTensor } from '../../src/tensor/decode.js';
import { MemoryTraining } from '../unit/training/memoryTraining.js';

type Tensors = Record<string, { shape: number[]; values: number[] }>;

interface Epoch {
  readonly learningRate: number;
  readonly loss: number;
  readonly metric: number;
  readonly validationLoss?: number;
  readonly validationMetric?: number;
}

/** What test/reference/trainings.py wrote. */
interface Fixture {
  readonly files: Record<string, string>;
  readonly cases: {
    readonly label: string;
    readonly spec: { optimizer: { type: string }; schedule: { type: string }; loss: { type: string } };
    readonly start: Tensors;
    readonly epochs: Epoch[];
    readonly weights: Tensors;
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/pytorch/trainings.json', import.meta.url), 'utf8'),
) as Fixture;
const tolerance = 1e-4;

describe('whole trainings against PyTorch', function () {
  this.timeout(120_000);
  let binaries: Binaries;
  before(async () => {
    const { simd, relaxedSimd } = await buildKernels();
    binaries = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
  });

  for (const machine of ['reference', 'WebAssembly']) {
    describe(machine, () => {
      for (const { label, spec, start, epochs, weights } of fixture.cases) {
        it(label, async () => {
          const training = new MemoryTraining();
          training.kernels = machine === 'reference' ? null : binaries;
          for (const [name, text] of Object.entries(fixture.files)) {
            training.files.set(name, new TextEncoder().encode(text));
          }
          training.giveWeights(
            'start.safetensors',
            Object.entries(start).map(([name, { shape, values }]) => ({
              name,
              shape,
              values: Float32Array.from(values),
            })),
          );
          const { run } = await training.run(JSON.stringify(spec));
          assert.equal(run.kernelBuild, machine === 'reference' ? 'reference' : 'simd');
          assertSameEpochs(training, epochs);
          await assertSameWeights(training, weights);
        });
      }
    });
  }

  it('every optimizer, schedule and loss of regressions and classes is held', () => {
    const used = (family: 'optimizer' | 'schedule' | 'loss') =>
      new Set(fixture.cases.map(({ spec }) => spec[family].type));
    const names = (members: readonly { name: string }[]) => members.map(({ name }) => name);
    assert.deepEqual(used('optimizer'), new Set(names(optimizers)));
    assert.deepEqual(used('schedule'), new Set(names(schedules)));
    assert.deepEqual(
      used('loss'),
      new Set(names(losses).filter((name) => name !== 'hinge')),
      'hinge: see pytorch.test.ts',
    );
  });

  it('every option of every optimizer and schedule is given somewhere', () => {
    for (const [family, members] of Object.entries({ optimizer: optimizers, schedule: schedules })) {
      for (const { name, options } of members) {
        const given = fixture.cases.flatMap(({ spec }) => {
          const config = spec[family as 'optimizer' | 'schedule'];
          return config.type === name ? Object.keys(config) : [];
        });
        for (const option of Object.keys(options)) assert.ok(given.includes(option), `${name}: ${option}`);
      }
    }
  });

  it('the rate is cut where the loss that is watched stalls', () => {
    const plateaus = fixture.cases.filter(({ spec }) => spec.schedule.type === 'reduceOnPlateau');
    assert.equal(plateaus.length, 2);
    for (const { epochs, label } of plateaus) {
      const highest = Math.max(...epochs.map(({ learningRate }) => learningRate));
      assert.ok(epochs.at(-1)!.learningRate < highest, label);
    }
  });
});

function assertSameEpochs(training: MemoryTraining, expected: readonly Epoch[]): void {
  const found = training.epochs();
  assert.equal(found.length, expected.length);
  for (const [i, epoch] of expected.entries()) {
    const { learningRate, loss, validationLoss, metrics } = found[i]!;
    const where = `epoch ${i + 1}`;
    assertNear(learningRate, epoch.learningRate, 1e-6, `rate of ${where}`);
    assertNear(loss!, epoch.loss, tolerance, `loss of ${where}`);
    if (epoch.validationLoss === undefined) assert.equal(validationLoss, null);
    else assertNear(validationLoss!, epoch.validationLoss, tolerance, `validation loss of ${where}`);
    const metric = (name: string): number => metrics[name] ?? NaN;
    const name = 'r2' in metrics ? 'r2' : 'accuracy';
    assertNear(metric(name), epoch.metric, 1e-3, `metric of ${where}`);
    if (epoch.validationMetric === undefined) continue;
    assertNear(
      metric(name === 'r2' ? 'validationR2' : 'validationAccuracy'),
      epoch.validationMetric,
      1e-3,
      `validation metric of ${where}`,
    );
  }
}

async function assertSameWeights(training: MemoryTraining, expected: Tensors): Promise<void> {
  const bytes = training.fileSystem.files.get('/run/checkpoints/last.safetensors')!;
  const file = await openModel(memorySource(bytes), 'last.safetensors');
  assert.deepEqual(new Set(file.tensors.map(({ name }) => name)), new Set(Object.keys(expected)));
  for (const info of file.tensors) {
    const { values, shape } = toFloatTensor(await file.read(info));
    const { values: wanted, shape: wantedShape } = expected[info.name]!;
    assert.deepEqual(shape, wantedShape);
    const difference = Math.hypot(...wanted.map((value, i) => value - values[i]!));
    const norm = Math.hypot(...wanted);
    assert.ok(difference <= tolerance * norm, `${info.name}: ${difference} apart, norm ${norm}`);
  }
}

function assertNear(found: number, expected: number, relative: number, what: string): void {
  const error = Math.abs(found - expected);
  assert.ok(
    error <= relative * Math.max(Math.abs(expected), 1e-3),
    `${what}: ${found}, expected ${expected}`,
  );
}
