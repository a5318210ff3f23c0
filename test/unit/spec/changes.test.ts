import assert from 'node:assert/strict';
import { describeChanges } from '../../../src/spec/changes.js';

const base = {
  data: { train: 'a.csv', target: 'y' },
  layers: [
    { type: 'dense', name: 'hidden', units: 16, activation: 'relu' },
    { type: 'dense', name: 'output' },
  ] as object[],
  optimizer: { type: 'adam', learningRate: 0.01 } as unknown,
  training: { epochs: 60 } as object,
};
const changes = (after: object): string[] =>
  describeChanges(JSON.stringify(base), JSON.stringify({ ...base, ...after }));

describe('the changes of a spec in words', () => {
  const cases: [string, object, string[]][] = [
    ['nothing', {}, []],
    ['a value', { optimizer: { type: 'adam', learningRate: 0.001 } }, ['learningRate 0.01 → 0.001']],
    ['a member', { optimizer: 'sgd' }, ['optimizer adam → sgd', '− learningRate']],
    [
      'a layer added',
      { layers: [base.layers[0], { type: 'dropout', rate: 0.2 }, base.layers[1]] },
      ['+ dropout 0.2'],
    ],
    [
      'a named layer added and one removed',
      { layers: [{ type: 'dense', name: 'wide', units: 64 }, base.layers[1]] },
      ['+ dense wide 64', '− dense hidden 16'],
    ],
    [
      'an option of a layer',
      { layers: [{ ...base.layers[0], units: 32, init: 'heNormal' }, base.layers[1]] },
      ['hidden.units 16 → 32', '+ hidden.init heNormal'],
    ],
    [
      'the type of a layer',
      { layers: [base.layers[0], { type: 'flatten', name: 'output' }] },
      ['output dense → flatten'],
    ],
    ['the order', { layers: [...base.layers].reverse() }, ['layers in another order']],
    [
      'sections',
      { training: { epochs: 60, clipNorm: 1, earlyStopping: { patience: 5 } }, schedule: 'cosine' },
      ['+ clipNorm 1', '+ earlyStopping', '+ schedule cosine'],
    ],
    ['a list', { data: { ...base.data, ignore: ['id'] } }, ['+ ignore ["id"]']],
  ];
  for (const [what, after, expected] of cases)
    it(`names ${what}`, () => assert.deepEqual(changes(after), expected));

  it('passes over comments, layout, the order of keys and the two ways to name a member', () => {
    const text = `// a network
      { "training": { "epochs": 60 }, "optimizer": { "learningRate": 0.01, "type": "adam" },
        "layers": [ { "name": "hidden", "type": "dense", "activation": { "type": "relu" }, "units": 16 },
        { "type": "dense", "name": "output" }, ], "data": { "target": "y", "train": "a.csv" } }`;
    assert.deepEqual(describeChanges(JSON.stringify(base), text), []);
  });

  it('survives anything', () => {
    for (const text of ['', '[]', '{ "layers": 3 }', '{ "layers": [3, {}', 'null'])
      assert.ok(Array.isArray(describeChanges(text, JSON.stringify(base))), text);
  });
});
