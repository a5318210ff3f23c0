import assert from 'node:assert/strict';
import type { LayerConfig, NetworkConfig, TrainingConfig } from '../../src/engine/config.js';
import { createSession } from '../../src/engine/createSession.js';
import { optimizers } from '../../src/engine/optimizers/index.js';
import { createPredictor } from '../../src/engine/predictor.js';
import type { Rows, Sample, TrainingSession } from '../../src/engine/session.js';
import { createRandom } from '../../src/tensor/random.js';
import type { FloatTensor } from '../../src/tensor/tensor.js';
import { createSimdMachine, prepareKernels } from './kernelMachines.js';

const rate = 0.01;

function networkOf(...layers: Omit<LayerConfig, 'index'>[]): NetworkConfig {
  return {
    inputShape: [4],
    outputs: 3,
    freeze: [],
    layers: layers.map((layer, index) => ({ ...layer, index }) as LayerConfig),
  };
}

/** Something of everything that keeps state. */
const network = networkOf(
  { type: 'dense', name: 'hidden', units: 10, activation: 'relu' },
  { type: 'batchNorm', name: 'norm', activation: 'tanh' },
  { type: 'dropout', name: 'drop', rate: 0.2 },
  { type: 'dense', name: 'second', units: 7, activation: 'sigmoid', l2: 0.001 },
  { type: 'dense', name: 'output' },
);

function training(more: Partial<TrainingConfig> = {}): TrainingConfig {
  return {
    task: 'classification',
    loss: { type: 'crossEntropy' },
    optimizer: { type: 'adam', learningRate: rate },
    schedule: { type: 'constant' },
    epochs: 4,
    batchSize: 8,
    seed: 3,
    shuffle: true,
    clipNorm: 1,
    deterministic: true,
    ...more,
  };
}

/** Three clouds, a class each. */
function drawRows(count: number): Rows {
  const random = createRandom(1, 100);
  const targets = Float32Array.from({ length: count }, (_, row) => row % 3);
  const inputs = Float32Array.from(
    { length: count * 4 },
    (_, i) => random.normal(i) + (i % 4 === targets[i >> 2] ? 2 : 0),
  );
  return { count, inputs, targets };
}

const rows = drawRows(45);

function open(more: Partial<TrainingConfig> = {}, config = network, data = rows): TrainingSession {
  const session = createSession({ network: config, training: training(more), rows: data }, createSimdMachine);
  session.initialize();
  return session;
}

/** Steps from where the session stands, beginning epochs as they come; collects what was sampled. */
function train(session: TrainingSession, epochs: number, from = 0): Sample[] {
  const samples: Sample[] = [];
  for (let epoch = from; epoch < epochs; epoch++) {
    session.beginEpoch(epoch);
    session.run(
      Infinity,
      () => rate,
      (sample) => samples.push(sample),
    );
  }
  return samples;
}

function assertSameBytes(found: readonly FloatTensor[], expected: readonly FloatTensor[]): void {
  assert.deepEqual(
    found.map(({ name, values }) => [name, ...new Uint32Array(values.slice().buffer)]),
    expected.map(({ name, values }) => [name, ...new Uint32Array(values.slice().buffer)]),
  );
}

describe('sessions', () => {
  before(prepareKernels);

  it('give the same bytes for the same seed, and others for another', () => {
    const [first, second, other] = [open(), open(), open({ seed: 4 })];
    for (const session of [first, second, other]) train(session, 4);
    assertSameBytes(first.readWeights(), second.readWeights());
    assert.notDeepEqual(first.readWeights(), other.readWeights());
  });

  for (const { name } of optimizers) {
    it(`go on with the same bytes after saving and restoring, with ${name}`, () => {
      const options = {
        optimizer: { type: name, learningRate: rate, ...(name === 'sgd' ? { momentum: 0.9 } : {}) },
      };
      for (const stepsBefore of [0, 2, 6]) {
        const whole = open(options);
        train(whole, 1);
        whole.beginEpoch(1);
        whole.run(
          stepsBefore,
          () => rate,
          () => {},
        );
        const weights = whole.readWeights();
        const state = structuredClone(whole.readState());

        const resumed = open({ ...options });
        resumed.writeWeights(weights);
        resumed.writeState({
          tensors: state.tensors,
          numbers: JSON.parse(JSON.stringify(state.numbers)) as typeof state.numbers,
        });
        const seen = [whole, resumed].map((session) => {
          const samples: Sample[] = [];
          session.run(
            Infinity,
            () => rate,
            (sample) => samples.push(sample),
          );
          const totals = [session.totals(), session.meanGradientNorms()];
          return [...samples, ...totals, ...train(session, 4, 2)];
        });
        assert.deepEqual(seen[1], seen[0]);
        assertSameBytes(resumed.readWeights(), whole.readWeights());
        assertSameBytes(resumed.readState().tensors, whole.readState().tensors);
        assert.deepEqual(resumed.readState().numbers, whole.readState().numbers);
      }
    });
  }

  it('learn', () => {
    const session = open({ epochs: 60 });
    train(session, 60);
    const { correct, loss } = session.evaluate(rows);
    assert.ok(correct / rows.count > 0.9, `${correct} of ${rows.count}`);
    assert.ok(loss / rows.count < 0.4, `${loss / rows.count}`);
  });

  it('leave frozen parameters and their running statistics as they were', () => {
    const frozen = { ...network, freeze: ['hidden.*', 'norm', '*.bias'] };
    const session = open({}, frozen);
    assert.deepEqual(session.watched, ['second.weight', 'output.weight']);
    const before = session.readWeights();
    train(session, 2);
    const after = session.readWeights();
    const isFrozen = ({ name }: FloatTensor) => /^(hidden|norm)|bias$/.test(name);
    assertSameBytes(after.filter(isFrozen), before.filter(isFrozen));
    for (const [index, { name, values }] of after.entries()) {
      if (session.watched.includes(name)) assert.notDeepEqual(values, before[index]!.values, name);
    }
  });

  it('run where nothing learns', () => {
    const session = open({}, { ...network, freeze: ['*'] });
    const before = session.readWeights();
    train(session, 1);
    assertSameBytes(session.readWeights(), before);
    assert.equal(session.totals().rows, rows.count);
    assert.deepEqual(session.watched, []);
  });

  it('train the last, smaller batch, and none where the rows divide evenly', () => {
    const session = open();
    assert.equal(session.stepsPerEpoch, 6);
    session.beginEpoch(0);
    assert.equal(
      session.run(
        100,
        () => rate,
        () => {},
      ),
      6,
    );
    assert.equal(session.totals().rows, 45);
    assert.equal(
      session.run(
        100,
        () => rate,
        () => {},
      ),
      0,
    );
    const even = open({ batchSize: 15 });
    even.beginEpoch(0);
    assert.equal(
      even.run(
        100,
        () => rate,
        () => {},
      ),
      3,
    );
    const single = open({ batchSize: 500 });
    single.beginEpoch(0);
    assert.equal(
      single.run(
        100,
        () => rate,
        () => {},
      ),
      1,
    );
    assert.equal(single.totals().rows, 45);
  });

  it('take a batch of one row', () => {
    const session = open({ batchSize: 44 });
    train(session, 2);
    for (const { name, values } of session.readWeights()) {
      assert.ok(values.every(Number.isFinite), name);
    }
  });

  it('take rows in file order without shuffling, and in a new order each epoch with it', () => {
    const lossesOf = (shuffle: boolean): number[][] => {
      const session = open({ shuffle, optimizer: { type: 'sgd', learningRate: 1e-30 } });
      return [0, 1].map((epoch) => {
        session.beginEpoch(epoch);
        return Array.from({ length: 6 }, () => {
          session.run(
            1,
            () => 1e-30,
            () => {},
          );
          return session.totals().correct;
        });
      });
    };
    const still = networkOf({ type: 'dense', name: 'only' });
    const fixed = open({ shuffle: false, optimizer: { type: 'sgd' } }, still);
    const losses = [0, 1].map((epoch) => {
      fixed.beginEpoch(epoch);
      fixed.run(
        1,
        () => 0,
        () => {},
      );
      return fixed.totals().loss;
    });
    assert.equal(losses[0], losses[1]);
    const shuffled = lossesOf(true);
    assert.notDeepEqual(shuffled[0], shuffled[1]);
  });

  it('evaluate any number of rows as one batch, with class weights too', () => {
    const many = drawRows(600);
    for (const classWeights of [undefined, [0.2, 1, 3]]) {
      const session = open(classWeights ? { classWeights } : {}, network, many);
      train(session, 1);
      const { loss, correct, rows: count } = session.evaluate(many);
      assert.equal(count, 600);
      const outputs = session.predict(many.inputs, 600);
      let sum = 0;
      let weights = 0;
      let right = 0;
      for (let row = 0; row < 600; row++) {
        const logits = [...outputs.subarray(row * 3, row * 3 + 3)];
        const label = many.targets[row]!;
        const weight = classWeights?.[label] ?? 1;
        sum += weight * (Math.log(logits.reduce((total, z) => total + Math.exp(z), 0)) - logits[label]!);
        weights += weight;
        if (logits[label] === Math.max(...logits)) right++;
      }
      assert.ok(Math.abs(loss / 600 - sum / weights) < 1e-5 * (sum / weights));
      assert.equal(correct, right);
    }
  });

  it('do not disturb training by evaluating and predicting in between', () => {
    const [plain, watched] = [open(), open()];
    for (const session of [plain, watched]) {
      session.beginEpoch(0);
      while (
        session.run(
          1,
          () => rate,
          () => {},
        ) === 1
      ) {
        if (session !== watched) continue;
        session.evaluate(rows);
        session.predict(rows.inputs.subarray(0, 12), 3);
        session.weightHistograms(8);
      }
    }
    assertSameBytes(watched.readWeights(), plain.readWeights());
    assert.deepEqual(watched.totals(), plain.totals());
  });

  it('refuse targets that are no class of theirs', () => {
    assert.throws(
      () => open({}, network, { ...rows, targets: rows.targets.with(7, 3) }),
      /row 7 is of class 3, of 3/,
    );
    assert.throws(
      () => open({}, network, { ...rows, targets: rows.targets.slice(1) }),
      /44 values of targets, expected 45/,
    );
  });

  it('show that a value is not finite', () => {
    const broken = { ...rows, inputs: rows.inputs.with(5, NaN) };
    const session = open({}, network, broken);
    train(session, 1);
    assert.ok(Number.isNaN(session.totals().loss));
    assert.ok(session.meanGradientNorms().some(Number.isNaN));
  });

  it('sample norms, updates and activations as they are', () => {
    const session = open({ optimizer: { type: 'sgd', learningRate: rate } });
    const before = session.readWeights();
    session.beginEpoch(0);
    const samples: Sample[] = [];
    session.run(
      1,
      () => rate,
      (sample) => samples.push(sample),
    );
    const [sample] = samples;
    assert.ok(sample);
    assert.equal(sample.step, 1);
    assert.equal(sample.learningRate, rate);
    const norm = (values: Iterable<number>): number => Math.hypot(...values);
    for (const [index, name] of session.watched.entries()) {
      const find = (tensors: FloatTensor[]) => tensors.find((tensor) => tensor.name === name)!.values;
      const [old, now] = [find(before), find(session.readWeights())];
      assertNear(sample.weightNorms[index]!, norm(old), `norm of ${name}`);
      const update = norm(old.map((value, i) => now[i]! - value));
      if (norm(old) > 0) assertNear(sample.updateRatios[index]!, update / norm(old), `update of ${name}`);
      assert.ok(sample.gradientNorms[index]! >= 0);
    }
    assert.deepEqual(session.activationLayers, ['hidden', 'norm', 'second', 'output']);
    assert.ok(sample.deadShares[0]! >= 0 && Number.isNaN(sample.deadShares[1]!));
    assert.ok(sample.saturatedShares[1]! >= 0 && Number.isNaN(sample.saturatedShares[0]!));
    assert.ok(sample.activationMeans[2]! > 0 && sample.activationMeans[2]! < 1, 'mean of a sigmoid');
  });

  it('count units that never fire as dead', () => {
    const session = open(
      {},
      networkOf(
        { type: 'dense', name: 'hidden', units: 10, activation: 'relu' },
        { type: 'dense', name: 'output' },
      ),
    );
    session.writeWeights([
      {
        name: 'hidden.bias',
        shape: [10],
        values: Float32Array.from({ length: 10 }, (_, i) => (i < 4 ? -1e3 : 1e3)),
      },
    ]);
    const [sample] = train(session, 1);
    assert.equal(sample!.deadShares[0], 0.4);
  });

  it('hand their weights to a predictor that gives the same outputs', () => {
    const session = open();
    train(session, 2);
    const predictor = createPredictor(network, session.readWeights(), createSimdMachine);
    assert.deepEqual(predictor.predict(rows.inputs, rows.count), session.predict(rows.inputs, rows.count));
    assert.throws(
      () => createPredictor(network, session.readWeights().slice(1), createSimdMachine),
      /hidden\.weight/,
    );
  });
});

function assertNear(found: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(found - expected) <= 1e-4 * Math.abs(expected),
    `${what}: ${found}, expected ${expected}`,
  );
}
