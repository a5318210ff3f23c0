import assert from 'node:assert/strict';
import { parseSpec } from '../../../src/spec/parse.js';

const penguins = `// A first network
{
  "$schema": "./nn.schema.json",
  "data": {
    "train": "penguins.csv", // relative to this file
    "target": "species",
    "features": ["bill_length_mm", "sex"],
    "ignore": ["row_id"],
    "missing": "drop",
    "scale": "minmax",
    "validation": "held-out.csv",
    "test": 0.1,
  },
  "task": "classification",
  "layers": [
    { "type": "dense", "name": "hidden", "units": 32, "activation": "relu", "init": "kaimingNormal", "l2": 0.001 },
    { "type": "dropout", "rate": 0.2 },
    { "type": "dense", "units": 8, "activation": { "type": "tanh" } },
    { "type": "dense" }
  ],
  "loss": "crossEntropy",
  "optimizer": { "type": "adam", "learningRate": 0.002 },
  "schedule": { "type": "cosine", "warmupEpochs": 2 },
  "training": { "epochs": 50, "earlyStopping": { "patience": 5 } },
  "pretrained": { "weights": "base.safetensors", "freeze": ["hidden.*"], "rename": { "features.0.": "hidden." } },
  "health": { "dead-units": { "threshold": 0.8 }, "overfitting": "off" },
}
`;

const least = '{ "data": { "train": "a.csv", "target": "y" }, "layers": [{ "type": "dense" }] }';

describe('a healthy spec', () => {
  it('has no problems, and every name and default is filled in', () => {
    const { spec, problems } = parseSpec(penguins);
    assert.deepEqual(problems, []);
    assert.ok(spec);
    assert.deepEqual(spec.data, {
      train: 'penguins.csv',
      target: ['species'],
      features: ['bill_length_mm', 'sex'],
      ignore: ['row_id'],
      missing: 'drop',
      missingValues: [],
      scale: 'minmax',
      scaleTarget: 'none',
      header: true,
      validation: 'held-out.csv',
      test: 0.1,
    });
    assert.deepEqual(
      spec.layers.map(({ name, index, type }) => [name, index, type]),
      [
        ['hidden', 0, 'dense'],
        ['dropout1', 1, 'dropout'],
        ['dense1', 2, 'dense'],
        ['dense2', 3, 'dense'],
      ],
    );
    assert.deepEqual(spec.layers[0], {
      type: 'dense',
      name: 'hidden',
      index: 0,
      units: 32,
      activation: { type: 'relu' },
      init: { type: 'heNormal' },
      bias: true,
      biasInit: { type: 'zeros' },
      l1: 0,
      l2: 0.001,
      trainable: true,
    });
    assert.deepEqual(spec.layers[2]?.activation, { type: 'tanh' });
    assert.equal(spec.optimizer.learningRate, 0.002);
    assert.equal(spec.optimizer.beta1, 0.9);
    assert.deepEqual(spec.schedule, { type: 'cosine', warmupEpochs: 2, minimum: 0 });
    assert.deepEqual(spec.training.earlyStopping, {
      monitor: 'validationLoss',
      patience: 5,
      minDelta: 0,
      restoreBest: true,
    });
    assert.deepEqual(spec.pretrained?.freeze, ['hidden.*']);
    assert.deepEqual(spec.health, { 'dead-units': { threshold: 0.8 }, overfitting: 'off' });
  });

  it('may be as short as data and layers', () => {
    const { spec, problems } = parseSpec(least);
    assert.deepEqual(problems, []);
    assert.ok(spec);
    assert.equal(spec.optimizer.type, 'adam');
    assert.equal(spec.optimizer.learningRate, 0.001);
    assert.deepEqual(spec.schedule, { type: 'constant', warmupEpochs: 0 });
    assert.deepEqual(spec.training, {
      epochs: 100,
      batchSize: 32,
      seed: 0,
      shuffle: true,
      keepCheckpoints: 50,
      deterministic: false,
    });
    assert.equal(spec.task, undefined);
    assert.equal(spec.loss, undefined);
    assert.equal(spec.data.validation, 0.2);
  });

  it('lets its loss decide the task, but for one that fits several', () => {
    const taskOf = (loss: string, target = '"y"') =>
      parseSpec(
        `{ "data": { "train": "a.csv", "target": ${target} }, "layers": [{ "type": "dense" }], "loss": "${loss}" }`,
      ).spec?.task;
    assert.equal(taskOf('crossEntropy'), 'classification');
    assert.equal(taskOf('binaryCrossEntropy'), 'binary');
    assert.equal(taskOf('binaryCrossEntropy', '["a", "b"]'), 'multilabel');
    assert.equal(taskOf('huber'), 'regression');
    assert.equal(taskOf('hinge'), undefined);
  });

  it('watches the training loss where nothing is validated', () => {
    const { spec } = parseSpec(
      '{ "data": { "train": "a.csv", "target": "y", "validation": 0 }, "layers": [{ "type": "dense" }], "training": { "earlyStopping": {} } }',
    );
    assert.equal(spec?.training.earlyStopping?.monitor, 'loss');
  });

  it('passes over names that are taken when it names layers', () => {
    const { spec } = parseSpec(
      least.replace(
        '[{ "type": "dense" }]',
        '[{ "type": "dense", "units": 2 }, { "type": "dense", "name": "dense1", "units": 2 }, { "type": "dense" }]',
      ),
    );
    assert.deepEqual(
      spec?.layers.map(({ name }) => name),
      ['dense2', 'dense1', 'dense3'],
    );
  });

  it('may start with a byte order mark and hold any text', () => {
    const { spec, problems } = parseSpec(`\uFEFF${least.replace('"y"', '"größe 🐧"')}`);
    assert.deepEqual(problems, []);
    assert.deepEqual(spec?.data.target, ['größe 🐧']);
  });
});

describe('a spec that is being typed', () => {
  it('never throws, and cut off anywhere tells of nothing that is only not yet there', () => {
    const later = new Set(['missing-key', 'empty']);
    for (let length = 0; length < penguins.length; length += 3) {
      const { spec, problems } = parseSpec(penguins.slice(0, length));
      const codes = problems.map(({ code }) => code);
      if (length < penguins.lastIndexOf('}')) assert.equal(spec, null, `${length}`);
      if (codes.includes('syntax'))
        assert.ok(!codes.some((code) => later.has(code)), `${length}: ${codes.join()}`);
    }
  });

  it('still tells of the mistakes around a syntax error', () => {
    const { problems } = parseSpec(
      '{\n  "data": { "train": "a.csv", "target": "y", "scale": "no" }\n  "layers": [{ "type": "dens" }],\n  "optimizer": {\n',
    );
    assert.deepEqual(
      problems.map(({ code, line }) => [code, line]),
      [
        ['unknown-value', 2],
        ['syntax', 3],
        ['unknown-value', 3],
        ['syntax', 5],
      ],
    );
  });

  it('takes a key without its value for half-typed, not for unknown', () => {
    const { problems } = parseSpec('{ "data": { "train": "a.csv", "target": "y" }, "lay" }');
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['syntax'],
    );
  });
});

describe('a spec of megabytes', () => {
  it('is read in a time that grows with it, not with its square', () => {
    const names = Array.from({ length: 200_000 }, (_, i) => `column${i}`);
    const data = { train: 'a.csv', target: 'y', ignore: names };
    const text = JSON.stringify({ data, layers: [{ type: 'dense' }] });
    assert.deepEqual(parseSpec(text).problems, []);

    const some = names.slice(0, 20_000);
    const keys = some.map((name) => `"${name}": 0`).join();
    const { problems } = parseSpec(least.replace('{ "data"', `{ ${keys}, "data"`));
    assert.equal(problems.length, some.length);

    assert.equal(parseSpec('@\n'.repeat(100_000)).problems.length > 0, true);
  });

  it('shows no alias among the names that are known', () => {
    const { problems } = parseSpec(least.replace('{ "data"', '{ "optimizer": "zzz", "data"'));
    assert.match(problems[0]!.message, /"sgd", "rmsprop", "adagrad", "adam", "adamW", "nadam" and "lion"\.$/);
  });
});
