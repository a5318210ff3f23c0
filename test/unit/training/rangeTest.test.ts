import assert from 'node:assert/strict';
import { useFoundRate } from '../../../src/diagnose/foundRate.js';
import { readRangeTest, type RangeTest } from '../../../src/runs/rangeTest.js';
import { parseSpec } from '../../../src/spec/parse.js';
import { testedPart } from '../../../src/spec/testedPart.js';
import { createControl } from '../../../src/training/control.js';
import { findLearningRate, type RangeTestProgress } from '../../../src/training/findLearningRate.js';
import { suggestRate, smoothLosses } from '../../../src/training/rangeTest/suggestRate.js';
import { createRandom } from '../../../src/tensor/random.js';
import { MemoryTraining, specPath, writeSpec } from './memoryTraining.js';

/** A loss of 1 that falls to 0.1 between `from` and `to`, and runs away beyond 1. */
function drawCurve(from: number, to: number, scatter: number): { rates: number[]; losses: number[] } {
  const random = createRandom(3, 0);
  const rates = Array.from({ length: 200 }, (_, i) => 1e-7 * 10 ** (i / 25));
  const losses = rates.map((rate, i) => {
    const share = Math.log(rate / from) / Math.log(to / from);
    const loss = 1 - 0.9 * Math.min(1, Math.max(0, share)) + (rate > 1 ? 3 * Math.log10(rate) : 0);
    return loss + scatter * random.normal(i);
  });
  return { rates, losses };
}

describe('the suggestion of a range test', () => {
  for (const [from, to] of [
    [1e-4, 1e-2],
    [1e-3, 0.3],
    [1e-6, 1e-4],
  ] as const) {
    it(`lies on the fall from ${from} to ${to}, whatever the scatter`, () => {
      for (const scatter of [0, 0.05]) {
        const rate = suggestRate(drawCurve(from, to, scatter))!;
        assert.ok(rate > Math.sqrt(from * to) && rate <= to, `${rate}`);
      }
    });
  }

  it('lies where most of the fall is done, not near a lowest point far behind it', () => {
    const { rates, losses } = drawCurve(1e-4, 1e-2, 0);
    const sinking = losses.map((loss, i) => loss - 0.01 * Math.log10(Math.min(1, rates[i]!)));
    const rate = suggestRate({ rates, losses: sinking })!;
    assert.ok(rate > 1e-3 && rate < 2e-2, `${rate}`);
  });

  it('is none where the loss falls nowhere', () => {
    const { rates } = drawCurve(1, 2, 0);
    assert.equal(suggestRate({ rates, losses: rates.map(() => 0.7) }), null);
    assert.equal(suggestRate({ rates, losses: rates.map((rate) => 1 + rate) }), null);
    assert.equal(suggestRate({ rates: [1e-7], losses: [NaN] }), null);
    assert.equal(suggestRate({ rates: [], losses: [] }), null);
  });

  it('is of a curve whose falls stay where they happen', () => {
    const smooth = smoothLosses(Array.from({ length: 60 }, (_, i) => (i < 30 ? 1 : 0)));
    assert.ok(smooth[29]! > 0.5 && smooth[30]! < 0.5);
  });
});

describe('a range test', () => {
  const find = async (
    text: string,
    training = new MemoryTraining(),
    control = createControl(),
    tell: (progress: RangeTestProgress) => void = () => undefined,
  ) => findLearningRate({ specPath, specText: text }, training.host(), control, tell);

  it('starts from the weights that training starts from, with a rate that grows evenly', async () => {
    const text = writeSpec();
    const test = (await find(text))!;
    const training = new MemoryTraining();
    await training.run(text);
    const firstLoss = training.events.flatMap((event) =>
      event.type === 'samples' ? [...event.samples.loss] : [],
    );
    assert.equal(test.losses[0], firstLoss[0]);
    const factors = test.rates.slice(1).map((rate, i) => rate / test.rates[i]!);
    for (const factor of factors) assert.ok(Math.abs(factor - factors[0]!) < 1e-9);
  });

  it('suggests a rate that learns more than smaller and larger ones', async () => {
    const lossAt = async (learningRate: number): Promise<number> => {
      const training = new MemoryTraining();
      const text = writeSpec({
        optimizer: { type: 'adam', learningRate },
        training: { epochs: 3, batchSize: 8 },
      });
      await training.run(text);
      return training.epochs().at(-1)?.loss ?? Infinity;
    };
    const { suggestion } = (await find(writeSpec()))!;
    const found = await lossAt(suggestion!);
    assert.ok(found < (await lossAt(suggestion! / 100)));
    assert.ok(found < (await lossAt(suggestion! * 100)));
  });

  it('says all that it has measured as it goes, and keeps it beside the runs', async () => {
    const training = new MemoryTraining();
    const told: number[] = [];
    const test = (await find(writeSpec(), training, createControl(), ({ rates }) => told.push(...rates)))!;
    assert.deepEqual(told, test.rates);
    assert.deepEqual(await readRangeTest(training.fileSystem, specPath), test);
    assert.ok(training.fileSystem.files.has('/project/.netweight/.gitignore'));
  });

  it('keeps nothing when it is stopped', async () => {
    const training = new MemoryTraining();
    const control = createControl();
    assert.equal(await find(writeSpec(), training, control, () => control.stop()), null);
    assert.equal(await readRangeTest(training.fileSystem, specPath), null);
  });

  it('reads no file that is none of its own', async () => {
    const training = new MemoryTraining();
    const path = '/project/.netweight/range-tests/small.json';
    for (const text of ['', '{', '[]', '{"version":1,"rates":[1],"losses":[]}']) {
      training.fileSystem.files.set(path, new TextEncoder().encode(text));
      assert.equal(await readRangeTest(training.fileSystem, specPath), null);
    }
  });
});

describe('fixes of the learning rate', () => {
  const sick = writeSpec({
    optimizer: { type: 'sgd', learningRate: 200 },
    layers: [
      { type: 'dense', name: 'hidden', units: 4, activation: 'relu' },
      { type: 'dense', name: 'output' },
    ],
    training: { epochs: 12, batchSize: 8 },
  });
  const ratesOf = async (training: MemoryTraining, text: string): Promise<unknown[]> => {
    await training.run(text, { directory: `/run${training.fileSystem.files.size}` });
    const findings = training.events
      .flatMap((event) => (event.type === 'findings' ? [event.findings] : []))
      .at(-1);
    const edits = (findings ?? []).flatMap(({ fixes }) => fixes.flatMap((fix) => fix.edits));
    return edits.filter(({ path }) => path.join('.') === 'optimizer.learningRate').map(({ value }) => value);
  };

  it('take the rate that a range test found, as long as the network is the one it tried', async () => {
    const training = new MemoryTraining();
    const before = await ratesOf(training, sick);
    assert.ok(before.length > 0);
    const test = (await findLearningRate(
      { specPath, specText: sick },
      training.host(),
      createControl(),
      () => undefined,
    ))!;
    assert.ok(!before.includes(test.suggestion));
    assert.ok((await ratesOf(training, sick)).includes(test.suggestion));
    const other = sick.replace('"units":4', '"units":5');
    assert.ok(!(await ratesOf(training, other)).includes(test.suggestion));
  });

  it('never lower a rate by raising it', () => {
    const { spec } = parseSpec(sick);
    const lower = {
      title: 'Lower the learning rate to 20',
      preferred: true,
      edits: [{ op: 'set' as const, path: ['optimizer', 'learningRate'], value: 20 }],
    };
    const finding = { fixes: [lower] } as unknown as Parameters<typeof useFoundRate>[0][number];
    const test = { of: '', suggestion: 500 } as unknown as RangeTest;
    const ofSpec = { ...test, of: testedPart(spec!) };
    assert.deepEqual(useFoundRate([finding], spec!, ofSpec)[0]!.fixes, [lower]);
    const [fix] = useFoundRate([finding], spec!, { ...ofSpec, suggestion: 0.5 })[0]!.fixes;
    assert.deepEqual(fix!.edits[0]!.value, 0.5);
    assert.match(fix!.title, /^Lower the learning rate to 0\.5, as the range test found$/);
  });
});
