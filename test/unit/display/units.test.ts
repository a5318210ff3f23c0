import assert from 'node:assert/strict';
import {
  formatBytes,
  formatDuration,
  formatModelBytes,
  formatRate,
  formatShape,
} from '../../../src/display/units.js';
import { sparkCurve, sparkline } from '../../../src/display/sparkline.js';

describe('units', () => {
  const rows: [string, string, string][] = [
    ['bytes', formatBytes(731), '731 B'],
    ['few kilobytes', formatBytes(8400), '8.2 KB'],
    ['kilobytes', formatBytes(872448), '852 KB'],
    ['megabytes', formatBytes(1.4 * 1024 * 1024), '1.4 MB'],
    ['a model in one file', formatModelBytes(8400, 8000), '8.2 KB'],
    ['a model in several', formatModelBytes(380, 1612), '380 B, 1.6 KB of values'],
    ['just under a megabyte', formatBytes(1024 * 1024 - 1), '1.0 MB'],
    ['a matrix', formatShape([64, 128]), '64×128'],
    ['a scalar', formatShape([]), 'scalar'],
    ['seconds', formatDuration(1.2), '2 s'],
    ['a minute', formatDuration(59.5), '1:00'],
    ['minutes', formatDuration(65), '1:05'],
    ['hours', formatDuration(3725), '1:02:05'],
    ['no duration', formatDuration(null), '–'],
    ['an endless duration', formatDuration(Infinity), '–'],
    ['a speed', formatRate(23130), '23,100'],
    ['a slow speed', formatRate(8.53), '8.5'],
  ];
  for (const [name, actual, expected] of rows)
    it(`${name}: ${expected}`, () => assert.equal(actual, expected));
});

describe('sparkline', () => {
  it('makes the fullest bin █ and only the empty one ▁', () =>
    assert.equal(sparkline([0, 1, 50, 100]), '▁▂▅█'));
  it('sums neighbours', () => assert.equal(sparkline([1, 1, 2, 2], 2), '▅█'));
  it('draws nothing of nothing', () => assert.equal(sparkline([]), ''));
  it('draws a falling curve', () => assert.equal(sparkCurve([8, 4, NaN, 1], 4), '█▄ ▁'));
});
