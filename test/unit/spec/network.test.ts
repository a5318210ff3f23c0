import assert from 'node:assert/strict';
import { placeDataProblems } from '../../../src/spec/dataProblems.js';
import { networkProblems } from '../../../src/spec/networkProblems.js';
import { parseSpec } from '../../../src/spec/parse.js';
import { toNetworkConfig, toTrainingConfig, type DatasetShape } from '../../../src/spec/toConfig.js';

const iris: DatasetShape = { preprocessing: { task: 'classification', inputShape: [4] }, outputs: 3 };

function problemsOf(layers: string, rest = '', dataset = iris) {
  const text = `{\n  "data": { "train": "a.csv", "target": "y" },\n  "layers": [\n${layers}\n  ],\n  ${rest}\n}`;
  const { spec, problems, positions } = parseSpec(text);
  assert.ok(spec, JSON.stringify(problems));
  return networkProblems(spec, dataset, positions).map(
    ({ code, severity, line, offset, length, message, fixes }) => ({
      code,
      severity,
      line,
      underlined: text.slice(offset, offset + length),
      message,
      fix: fixes?.[0]?.edits[0],
    }),
  );
}

describe('a network against its data', () => {
  it('has no problems where all fits', () => {
    assert.deepEqual(
      problemsOf('{ "type": "dense", "units": 8, "activation": "relu" },\n{ "type": "dense" }'),
      [],
    );
    assert.deepEqual(problemsOf('{ "type": "dense", "units": 3 }'), []);
  });

  it('says at "units" that the last layer does not fit the target; the fix removes it', () => {
    const [problem, ...others] = problemsOf(
      '{ "type": "dense", "units": 8 },\n{ "type": "dense", "units": 2 }',
    );
    assert.deepEqual(others, []);
    assert.ok(problem);
    assert.deepEqual([problem.code, problem.line, problem.underlined], ['network', 5, '2']);
    assert.match(problem.message, /^The network gives 2 outputs a row, and the target has 3/);
    assert.deepEqual(problem.fix, { op: 'remove', path: ['layers', 1, 'units'] });
  });

  it('says at the layer that nobody reads it', () => {
    const [problem] = problemsOf(
      '{ "type": "dense", "name": "a", "units": 8 },\n{ "type": "dense", "from": "input" }',
    );
    assert.deepEqual(
      [problem?.line, problem?.underlined],
      [4, '{ "type": "dense", "name": "a", "units": 8 }'],
    );
  });

  it('says that a pattern names no parameter, and what was meant', () => {
    const [problem] = problemsOf(
      '{ "type": "dense", "name": "a", "units": 8 },\n{ "type": "dense" }',
      '"pretrained": { "freeze": ["a.weigth"] }',
    );
    assert.deepEqual([problem?.code, problem?.underlined], ['unmatched-pattern', '"a.weigth"']);
    assert.deepEqual(problem?.fix, { op: 'set', path: ['pretrained', 'freeze', 0], value: 'a.weight' });
  });

  it('warns where everything is frozen, by patterns or by the layers themselves', () => {
    const [byPattern] = problemsOf('{ "type": "dense" }', '"pretrained": { "freeze": ["*"] }');
    assert.deepEqual(
      [byPattern?.code, byPattern?.severity, byPattern?.underlined],
      ['frozen-everything', 'warning', '"freeze"'],
    );
    const [byLayer] = problemsOf('{ "type": "dense", "trainable": false }');
    assert.deepEqual([byLayer?.code, byLayer?.underlined], ['frozen-everything', '"layers"']);
    const [nothing] = problemsOf('{ "type": "activation", "function": "linear" }', '', {
      ...iris,
      outputs: 4,
    });
    assert.equal(nothing?.code, 'nothing-to-learn');
  });

  it('looks at loss and metric again where the target has decided the task', () => {
    const numbers: DatasetShape = { preprocessing: { task: 'regression', inputShape: [4] }, outputs: 1 };
    assert.deepEqual(
      problemsOf('{ "type": "dense" }', '"loss": "hinge"', numbers).map(({ code, underlined }) => [
        code,
        underlined,
      ]),
      [['contradiction', '"hinge"']],
    );
    const stopping = '"training": { "earlyStopping": { "monitor": "accuracy" } }';
    assert.deepEqual(
      problemsOf('{ "type": "dense" }', stopping, numbers).map(({ code, underlined }) => [code, underlined]),
      [['contradiction', '"accuracy"']],
    );
    assert.deepEqual(problemsOf('{ "type": "dense" }', stopping), []);
    assert.deepEqual(
      problemsOf('{ "type": "dense", "activation": "softmax" }').map(({ code }) => code),
      ['doubled-activation'],
    );
  });
});

describe('problems of the data in the spec', () => {
  it('stand at the key that names it, with the place in the file in the message and a fix', () => {
    const text = '{\n  "data": { "train": "p.csv", "target": "specie" }\n}';
    const { positions } = parseSpec(text);
    const [target, cell] = placeDataProblems(
      [
        {
          severity: 'error',
          code: 'unknown-column',
          message: 'There is no column "specie".',
          path: ['data', 'target'],
          file: 'p.csv',
          suggestion: 'species',
        },
        {
          severity: 'error',
          code: 'not-a-number',
          message: '"n/a" is not a number.',
          path: ['data', 'train'],
          file: 'p.csv',
          line: 12,
          column: 3,
        },
      ],
      positions,
    );
    assert.deepEqual(
      [target?.line, target?.column, target?.message],
      [2, 41, 'There is no column "specie".'],
    );
    assert.deepEqual(target?.fixes?.[0]?.edits, [{ op: 'set', path: ['data', 'target'], value: 'species' }]);
    assert.deepEqual(
      [cell?.line, cell?.column, cell?.message],
      [2, 22, 'p.csv:12:3: "n/a" is not a number.'],
    );
    assert.equal(cell?.fixes, undefined);
  });

  it('follow a suggestion within a list of columns', () => {
    const { positions } = parseSpec('{ "data": { "features": ["a", "bb"] } }');
    const [problem] = placeDataProblems(
      [{ severity: 'error', code: 'x', message: 'No.', path: ['data', 'features', 1], suggestion: 'b' }],
      positions,
    );
    assert.deepEqual([problem?.column, problem?.length], [31, 4]);
  });
});

describe('what the engine is asked for', () => {
  const { spec } = parseSpec(
    '{ "data": { "train": "a.csv", "target": "y" }, "layers": [{ "type": "dense" }], "pretrained": { "freeze": ["dense1"] }, "training": { "clipNorm": 1, "epochs": 7 } }',
  );
  assert.ok(spec);

  it('is the network with the sizes of the data', () => {
    const config = toNetworkConfig(spec, iris);
    assert.deepEqual([config.inputShape, config.outputs, config.freeze], [[4], 3, ['dense1']]);
    assert.equal(config.layers, spec.layers);
  });

  it('is the training with the loss of the task', () => {
    const config = toTrainingConfig(spec, { ...iris, classWeights: [1, 2, 3] });
    assert.deepEqual(config, {
      task: 'classification',
      loss: { type: 'crossEntropy' },
      optimizer: spec.optimizer,
      schedule: { type: 'constant', warmupEpochs: 0 },
      epochs: 7,
      batchSize: 32,
      seed: 0,
      shuffle: true,
      deterministic: false,
      clipNorm: 1,
      classWeights: [1, 2, 3],
    });
    const losses = (['binary', 'multilabel', 'regression'] as const).map(
      (task) => toTrainingConfig(spec, { ...iris, preprocessing: { task, inputShape: [4] } }).loss.type,
    );
    assert.deepEqual(losses, ['binaryCrossEntropy', 'binaryCrossEntropy', 'mse']);
  });
});
