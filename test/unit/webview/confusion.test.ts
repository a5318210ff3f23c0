import assert from 'node:assert/strict';
import { mostConfused } from '../../../webview/results/confusion.js';

describe('the classes that are most often confused', () => {
  it('come by rows, then by share, without what is right', () => {
    const counts = Uint32Array.of(90, 3, 0, 1, 7, 3, 0, 5, 20);
    const mistakes = mostConfused({ classes: ['a', 'b', 'c'], counts }, 3);
    assert.deepEqual(
      mistakes.map(({ actual, predicted, count }) => [actual, predicted, count]),
      [
        ['c', 'b', 5],
        ['b', 'c', 3],
        ['a', 'b', 3],
      ],
    );
    assert.equal(mistakes[0]!.share, 0.2);
  });
});
