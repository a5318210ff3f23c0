import assert from 'node:assert/strict';
import { lineUpOptions, listOptions } from '../../../src/spec/options.js';

const spec = (rest: string): string =>
  `{ "data": { "train": "t.csv", "target": "y" }, "layers": [{ "type": "dense", "name": "hidden", "units": 16 }, { "type": "dense" }]${rest} }`;

describe('the options of a spec', () => {
  it('stand under their names with every default filled in', () => {
    const options = listOptions(spec(', "optimizer": { "type": "sgd", "learningRate": 0.1 }'));
    assert.equal(options.get('layers'), 'hidden, dense1');
    assert.equal(options.get('hidden'), 'dense');
    assert.equal(options.get('hidden.units'), '16');
    assert.equal(options.get('optimizer'), 'sgd');
    assert.equal(options.get('optimizer.learningRate'), '0.1');
    assert.equal(options.get('training.epochs'), '100');
    assert.equal(options.get('hidden.name'), undefined);
  });

  it('are the same where two specs mean the same', () => {
    const written = listOptions(spec(', "optimizer": { "type": "adam" }, "training": { "epochs": 100 }'));
    assert.deepEqual([...written].sort(), [...listOptions(spec(''))].sort());
  });

  it('are what stands there where a spec is not sound, and nothing where it is none', () => {
    assert.equal(listOptions('{ "optimizer": { "type": "adm", "learningRate": 1 }').get('optimizer'), 'adm');
    for (const text of ['', '[]', '{', 'null', '{ "layers": [1, {}] }']) listOptions(text);
    assert.deepEqual([...listOptions('')], []);
  });

  it('are lined up, with nothing where a spec has none', () => {
    const rows = lineUpOptions([new Map([['a', '1']]), new Map([['b', '2']])]);
    assert.deepEqual(rows, [
      { name: 'a', values: ['1', null] },
      { name: 'b', values: [null, '2'] },
    ]);
  });
});
