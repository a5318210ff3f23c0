import assert from 'node:assert/strict';
import { editDistance, findNearest } from '../../../src/data/nearest.js';

describe('the nearest name', () => {
  const known = [
    'learningRate',
    'batchSize',
    'units',
    'crossEntropy',
    'binaryCrossEntropy',
    'conv1d',
    'relu',
    'elu',
    'y',
  ];
  const rows: [word: string, nearest: string | null][] = [
    ['unit', 'units'],
    ['untis', 'units'],
    ['UNITS', 'units'],
    ['learning_rate', 'learningRate'],
    ['learning-rat', 'learningRate'],
    ['lr', 'learningRate'],
    ['bce', 'binaryCrossEntropy'],
    ['conv', 'conv1d'],
    ['rleu', 'relu'],
    ['elu', 'elu'],
    ['momentum', null],
    ['x', null],
    ['u', null],
    ['', null],
    ['🐧', null],
  ];
  for (const [word, nearest] of rows)
    it(`${word || 'nothing'} → ${nearest ?? 'none'}`, () => assert.equal(findNearest(word, known), nearest));

  it('counts insertions, deletions, replacements and swaps', () => {
    assert.equal(editDistance('', 'abc'), 3);
    assert.equal(editDistance('abc', 'abc'), 0);
    assert.equal(editDistance('abcd', 'acbd'), 1);
    assert.equal(editDistance('kitten', 'sitting'), 3);
  });
});
