import assert from 'node:assert/strict';
import { createRandom } from '../../../src/tensor/random.js';
import { detectDecimalMark, readNumber } from '../../../src/data/number.js';

function read(cell: string, mark: '.' | ',' = '.'): number {
  return readNumber(cell, 0, cell.length, mark);
}

describe('numbers in cells', () => {
  for (const [cell, value] of [
    ['0', 0],
    ['-0.5', -0.5],
    ['+3', 3],
    ['.25', 0.25],
    ['7.', 7],
    ['1e3', 1000],
    ['1.5E-3', 0.0015],
    ['007', 7],
    ['1,234', 1234],
    ['-1,234,567.5', -1234567.5],
    ['123456789012345678', 123456789012345678],
    ['0.1', 0.1],
    ['2.2250738585072014e-308', 2.2250738585072014e-308],
  ] as const) {
    it(`reads ${cell}`, () => assert.equal(read(cell), value));
  }

  it('reads up to 23 digits as the language itself does, halves between two doubles too', () => {
    const random = createRandom(3, 0);
    let drawn = 0;
    const digits = (count: number): string =>
      Array.from({ length: count }, () => Math.floor(10 * random.uniform(drawn++))).join('');
    for (let i = 0; i < 20_000; i++) {
      const odd = BigInt(2 ** 53 + Math.floor(2 ** 53 * random.uniform(drawn++))) * 2n + 1n;
      for (const cell of [
        `${digits(1 + (i % 5))}.${digits(12 + (i % 8))}`,
        `-0.00${digits(17)}`,
        digits(16 + (i % 8)),
        `${odd}`,
        `${odd}.0${i % 2}`,
      ]) {
        assert.equal(read(cell), Number(cell), cell);
      }
    }
  });

  for (const cell of [
    '',
    '-',
    '.',
    '1.2.3',
    '1e',
    'e5',
    '0x10',
    'Infinity',
    'NaN',
    '1e999',
    '1 000',
    '12,34',
    '1,5',
    '--1',
    '1-',
  ]) {
    it(`refuses "${cell}"`, () => assert.ok(Number.isNaN(read(cell))));
  }

  it('reads a decimal comma', () => {
    assert.equal(read('1,5', ','), 1.5);
    assert.equal(read('-1.234,5', ','), -1234.5);
    assert.equal(read('2,5e2', ','), 250);
    assert.equal(read('3.5', ','), 3.5);
  });

  it('is exact to the last bit', () => {
    let state = 12345;
    for (let i = 0; i < 20_000; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const digits = String(state) + String(state % 99991);
      const at = state % (digits.length + 1);
      const cell = `${digits.slice(0, at)}.${digits.slice(at)}`;
      assert.equal(read(cell), Number(cell), cell);
    }
  });

  it('tells which mark a table uses', () => {
    assert.equal(detectDecimalMark(['1,5', '2,25'], '.'), ',');
    assert.equal(detectDecimalMark(['1.5', 'a,b'], ','), '.');
    assert.equal(detectDecimalMark(['1,234', '12'], '.'), '.');
    assert.equal(detectDecimalMark(['1,234.5'], ','), '.');
  });
});
