import assert from 'node:assert/strict';
import { judgeText } from '../../../src/model/judgeText.js';

describe('judging a text', () => {
  const tokens = ['a', ' ', 'b'];
  // 40 rows of two positions: more than one block.
  const count = 40;
  const inputs = Float32Array.from({ length: 2 * count }, (_, i) => i % 3);
  const targets = Float32Array.from({ length: 2 * count }, (_, i) => (i + 1) % 3);
  /** Says that the token after the next follows, with a logit of 2. */
  const predict = (rows: Float32Array, n: number): Float32Array => {
    assert.equal(rows.length, 2 * n);
    return Float32Array.from(
      Array.from(rows).flatMap((token) => [0, 1, 2].map((t) => (t === (token + 2) % 3 ? 2 : 0))),
    );
  };

  it('counts every position, and names what cannot be seen', () => {
    const judged = judgeText(tokens, predict, { count, inputs, targets });
    const sum = Math.exp(2) + 2;
    assert.equal(judged.accuracy, 0);
    assert.ok(Math.abs(judged.loss - Math.log(sum)) < 1e-6);
    assert.ok(Math.abs(judged.perplexity! - sum) < 1e-5);
    assert.deepEqual(
      judged.classes.map(({ name, support, recall }) => [name, support, recall]),
      [
        ['a', 26, 0],
        ['␠', 27, 0],
        ['b', 27, 0],
      ],
    );
    assert.deepEqual([...judged.confusion!], [0, 26, 0, 0, 0, 27, 27, 0, 0]);
  });

  it('knows a right answer', () => {
    const right = (rows: Float32Array): Float32Array =>
      Float32Array.from(
        Array.from(rows).flatMap((token) => [0, 1, 2].map((t) => (t === (token + 1) % 3 ? 30 : 0))),
      );
    const judged = judgeText(tokens, right, { count, inputs, targets });
    assert.equal(judged.accuracy, 1);
    assert.ok(judged.perplexity! < 1.000001);
  });
});
