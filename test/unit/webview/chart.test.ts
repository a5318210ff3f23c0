import assert from 'node:assert/strict';
import { MinMaxColumns } from '../../../webview/chart/decimate.js';
import { GrowingArray } from '../../../webview/chart/growingArray.js';
import {
  GrowingExtent,
  GrowingRange,
  extent,
  linearRange,
  logRange,
  niceStep,
} from '../../../webview/chart/range.js';
import { spreadLabels } from '../../../webview/chart/spread.js';
import { decadeTicks, formatPower, linearTicks } from '../../../webview/chart/ticks.js';
import { miniHistogramPath } from '../../../webview/parts/histogramPath.js';
import { mixStops } from '../../../webview/theme/oklab.js';

describe('growing arrays', () => {
  it('keep every value past doubling', () => {
    const values = new GrowingArray();
    for (let i = 0; i < 10_000; i++) values.push(i * i);
    assert.equal(values.length, 10_000);
    assert.equal(values.at(9_999), 9_999 ** 2);
    assert.equal(values.view()[5000], 5000 ** 2);
    assert.ok(Number.isNaN(values.at(10_000)));
    assert.ok(Number.isNaN(new GrowingArray().last()));
  });

  it('find the nearest of rising values', () => {
    const values = GrowingArray.from([1, 2, 4, 8]);
    assert.deepEqual(
      [-5, 1.4, 1.6, 3, 3.1, 100].map((value) => values.nearest(value)),
      [0, 0, 1, 1, 2, 3],
    );
    assert.equal(new GrowingArray().nearest(1), -1);
  });
});

describe('min–max decimation', () => {
  const columns = { origin: 0, columnsPerUnit: 10, count: 10 };
  const drawn = (made: MinMaxColumns): [number, number][] => {
    const points: [number, number][] = [];
    made.each((column, value) => points.push([column, value]));
    return points;
  };

  it('keeps each column’s extremes in their order', () => {
    const curve = {
      x: GrowingArray.from([0.01, 0.02, 0.03, 0.11, 0.12]),
      y: GrowingArray.from([5, 1, 9, 7, 3]),
    };
    const made = new MinMaxColumns();
    made.extend(curve, columns);
    assert.deepEqual(drawn(made), [
      [0, 1],
      [0, 9],
      [1, 7],
      [1, 3],
    ]);
  });

  it('costs two points a column at most, however many values there are, and loses no spike', () => {
    const curve = { x: new GrowingArray(), y: new GrowingArray() };
    for (let i = 0; i < 10_000; i++) {
      curve.x.push(i / 10_000);
      curve.y.push(i === 4321 ? 1000 : Math.sin(i));
    }
    const made = new MinMaxColumns();
    made.extend(curve, columns);
    const points = drawn(made);
    assert.equal(points.length, 20);
    assert.ok(points.some(([, value]) => value === 1000));
  });

  it('lifts the pen behind a column in which a value is none', () => {
    const curve = {
      x: GrowingArray.from([0.01, 0.11, 0.12, 0.35, 0.45]),
      y: GrowingArray.from([1, 2, NaN, 4, 5]),
    };
    const made = new MinMaxColumns();
    made.extend(curve, columns);
    const starts: number[] = [];
    made.each((column, _, isStart) => {
      if (isStart) starts.push(column);
    });
    assert.deepEqual(starts, [0, 3]);
  });

  it('gives a part of the columns, as one that goes on with a picture needs them', () => {
    const curve = { x: GrowingArray.from([0.01, 0.11, 0.35]), y: GrowingArray.from([1, 2, 3]) };
    const made = new MinMaxColumns();
    made.extend(curve, columns);
    const points: unknown[] = [];
    made.each((...point) => points.push(point), 1, 4);
    assert.deepEqual(points, [
      [1, 2, true],
      [3, 3, false],
    ]);
  });

  it('goes on from where it stopped, and starts anew when the columns move', () => {
    const curve = { x: GrowingArray.from([0.01]), y: GrowingArray.from([1]) };
    const made = new MinMaxColumns();
    made.extend(curve, columns);
    curve.x.push(0.02);
    curve.y.push(NaN);
    curve.x.push(0.35);
    curve.y.push(2);
    made.extend(curve, columns);
    assert.deepEqual(drawn(made), [
      [0, 1],
      [3, 2],
    ]);
    made.extend(curve, { ...columns, columnsPerUnit: 20, count: 20 });
    assert.deepEqual(drawn(made), [
      [0, 1],
      [7, 2],
    ]);
  });
});

describe('axes', () => {
  it('have round ends around what they show', () => {
    assert.deepEqual(linearRange({ min: 2.24, max: 2.45 }), { min: 2.2, max: 2.5 });
    assert.deepEqual(linearRange({ min: 0.1, max: 2.3 }), { min: 0, max: 3 });
    assert.deepEqual(linearRange({ min: 5, max: 5 }), { min: 4.5, max: 5.5 });
    assert.deepEqual(linearRange({ min: 0, max: 0 }), { min: -1, max: 1 });
    assert.deepEqual(linearRange({ min: -1.2, max: 0.97 }), { min: -2, max: 1 });
    assert.deepEqual(logRange({ min: 0.0297, max: 2.45 }), { min: 0.01, max: 3 });
    assert.deepEqual(logRange({ min: 1, max: 1 }), { min: 1, max: 2 });
    assert.equal(niceStep(0.8, 4), 0.2);
  });

  it('grow and never shrink, and stand still while nothing new is seen', () => {
    const axis = new GrowingRange();
    assert.equal(axis.include(null, linearRange), null);
    const first = axis.include({ min: 1, max: 2 }, linearRange);
    assert.equal(axis.include({ min: 1.4, max: 1.5 }, linearRange), first);
    const grown = axis.include({ min: 1.4, max: 9 }, linearRange)!;
    assert.ok(grown.max >= 9 && grown.min <= first!.min);
    assert.equal(axis.include({ min: 1, max: 9 }, linearRange), grown);
  });

  it('pass over what is not finite, and on a log axis over what is not positive', () => {
    assert.deepEqual(extent([NaN, 3, Infinity, -1]), { min: -1, max: 3 });
    assert.deepEqual(extent([0, 3, -1, 5], null, true), { min: 3, max: 5 });
    assert.equal(extent([NaN]), null);
  });

  it('see of values that grow only what is new, and the same as of all of them', () => {
    const values = GrowingArray.from([3, NaN, -1]);
    const growing = new GrowingExtent(values);
    assert.deepEqual(growing.read(false), { min: -1, max: 3 });
    assert.deepEqual(growing.read(true), { min: 3, max: 3 });
    for (const value of [5, 0, Infinity, 0.5]) values.push(value);
    for (const positive of [false, true])
      assert.deepEqual(growing.read(positive), extent(values.view(), null, positive));
  });

  it('label decades, thinned, and twos and fives on a short axis', () => {
    assert.deepEqual(decadeTicks(1e-8, 100, 5), [1e-8, 1e-6, 1e-4, 1e-2, 1, 100]);
    assert.deepEqual(decadeTicks(1, 3), [1, 2]);
    assert.deepEqual([1e-8, 1, 10, 1e12].map(formatPower), ['10⁻⁸', '1', '10¹', '10¹²']);
  });

  it('label epochs by whole numbers', () => {
    assert.deepEqual(linearTicks(0, 40, 5, true), [0, 10, 20, 30, 40]);
    assert.deepEqual(linearTicks(0, 3, 5, true), [0, 1, 2, 3]);
    assert.deepEqual(linearTicks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
    assert.deepEqual(linearTicks(0, 10_000, 5, true), [0, 2000, 4000, 6000, 8000, 10_000]);
  });
});

describe('labels at the ends of lines', () => {
  it('are pushed apart and stay inside', () => {
    const places = spreadLabels([50, 51, 52, 99], 0, 100);
    for (let i = 1; i < places.length; i++) assert.ok(places[i]! - places[i - 1]! >= 12.9, String(places));
    assert.ok(places.at(-1)! <= 100 && places[0]! >= 0);
    assert.deepEqual(spreadLabels([10, 80], 0, 100), [10, 80]);
  });
});

describe('mini histograms', () => {
  it('stand symmetric about zero', () => {
    assert.equal(
      miniHistogramPath({ minimum: -1, maximum: 1, counts: [1, 4] }, 60, 16),
      'M0 16L0 9L30 9L30 2L60 2L60 16Z',
    );
    assert.match(miniHistogramPath({ minimum: 0, maximum: 2, counts: [1, 1] }, 60, 16), /^M30 16/);
  });

  it('draw all weights the same as one bar, and nothing as nothing', () => {
    assert.equal(
      miniHistogramPath({ minimum: 0, maximum: 0, counts: [9] }, 60, 16),
      'M30 16L30 2L31 2L31 16Z',
    );
    assert.equal(miniHistogramPath({ minimum: 0, maximum: 0, counts: [] }, 60, 16), '');
    assert.equal(miniHistogramPath({ minimum: NaN, maximum: 1, counts: [1] }, 60, 16), '');
  });
});

describe('colour scales', () => {
  it('pass through their stops and mix between them', () => {
    const stops = [
      [0, 0, 0],
      [255, 0, 0],
      [255, 255, 255],
    ] as const;
    assert.deepEqual(mixStops(stops, 0), [0, 0, 0]);
    assert.deepEqual(mixStops(stops, 0.5), [255, 0, 0]);
    assert.deepEqual(mixStops(stops, 1), [255, 255, 255]);
    assert.deepEqual(mixStops(stops, 7), [255, 255, 255]);
    assert.ok(mixStops(stops, 0.25)[0] > 50);
  });
});
