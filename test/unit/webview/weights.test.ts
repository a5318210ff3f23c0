import assert from 'node:assert/strict';
import { toCsv } from '../../../webview/chart/csv.js';
import { Latest } from '../../../webview/parts/latest.js';
import { binByDepth, mostMarks, summarize } from '../../../webview/run/depthBins.js';
import { LayerTrack } from '../../../webview/run/layers.js';
import { sortLayers } from '../../../webview/run/sortLayers.js';
import { fit, isWhole, pan, reveal, zoom } from '../../../webview/weights/viewport.js';

describe('the part of a matrix that is shown', () => {
  const extent = { rows: 64, cols: 128 };

  it('comes closer around a cell and goes back to the whole', () => {
    const closer = zoom(fit(extent), extent, 2, 32, 96);
    assert.deepEqual(closer, { row: 16, col: 48, rows: 32, cols: 64 });
    assert.deepEqual(zoom(closer, extent, 0.5, 0, 0), fit(extent));
    assert.ok(isWhole(fit(extent), extent) && !isWhole(closer, extent));
  });

  it('keeps within the matrix, and at least a few cells in sight', () => {
    let region = fit(extent);
    for (let i = 0; i < 40; i++) region = zoom(region, extent, 1.5, 63, 0);
    assert.deepEqual([region.rows, region.cols], [4, 4]);
    assert.deepEqual([region.row, region.col], [60, 0]);
    assert.deepEqual(
      zoom(fit({ rows: 2, cols: 3 }), { rows: 2, cols: 3 }, 4, 0, 0),
      fit({ rows: 2, cols: 3 }),
    );
    for (let i = 0; i < 60; i++) region = zoom(region, extent, 0.8, 63, 0);
    assert.deepEqual(region, fit(extent));
  });

  it('moves by whole cells as far as there are any', () => {
    const region = { row: 10, col: 10, rows: 8, cols: 8 };
    assert.deepEqual(pan(region, extent, -100, 3.4), { ...region, row: 0, col: 13 });
    assert.deepEqual(reveal(region, extent, 20, 12), { ...region, row: 13 });
    assert.deepEqual(reveal(region, extent, 12, 12), region);
  });
});

describe('questions of which only the newest counts', () => {
  it('sends one at a time and passes over those between', async () => {
    const sent: number[] = [];
    const heard: number[] = [];
    let release: () => void = () => undefined;
    const latest = new Latest<number, number>(
      (question) => {
        sent.push(question);
        return new Promise((resolve) => (release = () => resolve(question * 10)));
      },
      (answer) => heard.push(answer),
      (error) => assert.fail(String(error)),
    );
    for (const question of [1, 2, 3]) latest.ask(question);
    assert.deepEqual(sent, [1]);
    release();
    await new Promise(setImmediate);
    assert.deepEqual([sent, heard], [[1, 3], [10]]);
    release();
    await new Promise(setImmediate);
    assert.deepEqual(heard, [10, 30]);
  });

  it('keeps what is of no interest any more to itself, and goes on after a failure', async () => {
    const heard: unknown[] = [];
    const latest = new Latest<number, number>(
      async (question) => {
        if (question < 0) throw new Error('no');
        return question;
      },
      (answer) => heard.push(answer),
      (error) => heard.push((error as Error).message),
    );
    latest.ask(1);
    latest.forget();
    await new Promise(setImmediate);
    latest.ask(-1);
    await new Promise(setImmediate);
    latest.ask(2);
    await new Promise(setImmediate);
    assert.deepEqual(heard, ['no', 2]);
  });
});

describe('a table for other programs', () => {
  it('has numbers as they read them and quotes where it must', () => {
    const rows = [
      ['a,b', '−1,234', '–'],
      ['say "x"', '1.5e−3', '98.6\u00a0%'],
    ];
    const csv = toCsv({ head: ['Name', 'Value', 'Rest'], count: 2, row: (i) => rows[i]! });
    assert.equal(csv, 'Name,Value,Rest\r\n"a,b",-1234,\r\n"say ""x""",1.5e-3,98.6 %\r\n');
  });
});

describe('very many layers', () => {
  const layers = [3, NaN, 1e-9, 2, 0.5].map((norm, i) => {
    const layer = new LayerTrack(`l${i}`, `l${i}.weight`, [1]);
    layer.gradient.add(norm);
    layer.update.add([1e-3, NaN, 1e-9, 0.5, 2e-3][i]!);
    return layer;
  });

  it('share marks in bins of one size, each alone while there are few', () => {
    const alone = [
      [0, 1],
      [1, 2],
      [2, 3],
    ];
    assert.deepEqual(binByDepth(3), alone);
    const bins = binByDepth(200);
    assert.ok(bins.length <= mostMarks);
    assert.equal(bins.at(-1)![1], 200);
    bins.forEach(([from], i) => assert.equal(from, i === 0 ? 0 : bins[i - 1]![1]));
    assert.deepEqual(binByDepth(0), []);
  });

  it('show the middle one, the range, and the worst place', () => {
    const mark = summarize(layers, ['inside', 'unknown', 'below', 'inside', 'inside'], 'gradient');
    assert.equal(mark.place, 'below');
    assert.ok(Math.abs(mark.now - 2) < 1e-9);
    assert.ok(Math.abs(mark.spread!.low - 1e-9) < 1e-15 && Math.abs(mark.spread!.high - 3) < 1e-9);
  });

  it('are put in order by what they are, what is unknown last', () => {
    assert.deepEqual(sortLayers(layers, 'depth', []), [0, 1, 2, 3, 4]);
    assert.deepEqual(sortLayers(layers, 'gradient', []), [2, 4, 3, 0, 1]);
    assert.deepEqual(sortLayers(layers, 'update', []).slice(0, 2), [2, 3]);
    assert.equal(sortLayers(layers, 'update', []).at(-1), 1);
    assert.equal(sortLayers(layers, 'health', [])[0], 2);
  });
});
