import assert from 'node:assert/strict';
import {
  formatCount,
  formatLoss,
  formatNumber,
  formatPercent,
  formatScientific,
  formatShort,
  formatSigned,
} from '../../../src/display/numbers.js';

describe('numbers as people read them', () => {
  const rows: [string, string, string][] = [
    ['a loss', formatLoss(0.04891), '0.0489'],
    ['a loss of zero', formatLoss(0), '0.0000'],
    ['a tiny loss', formatLoss(0.00008412), '8.41e−5'],
    ['a huge loss', formatLoss(1.5e7), '1.50e7'],
    ['no loss', formatLoss(null), '–'],
    ['a loss that is not finite', formatLoss(NaN), '–'],
    ['a share', formatPercent(0.9861), '98.6\u00a0%'],
    ['no share', formatPercent(undefined), '–'],
    ['a norm', formatScientific(8.4e-8), '8.4e−8'],
    ['a large norm', formatScientific(123456), '1.2e5'],
    ['a norm of zero', formatScientific(0), '0'],
    ['a negative number', formatNumber(-0.5), '−0.500'],
    ['a small mean', formatNumber(0.0012, 2), '0.0012'],
    ['a statistic of three digits', formatNumber(250), '250'],
    ['a signed number', formatSigned(0.31, 2), '+0.31'],
    ['a threshold', formatShort(1e-3), '1e−3'],
    ['a plain threshold', formatShort(70), '70'],
    ['a setting', formatShort(0.05), '0.05'],
    ['a count', formatCount(13962), '13,962'],
    ['a small count', formatCount(45), '45'],
    ['a large count', formatCount(1234567), '1,234,567'],
  ];
  for (const [name, actual, expected] of rows)
    it(`${name} is ${expected}`, () => assert.equal(actual, expected));
});
