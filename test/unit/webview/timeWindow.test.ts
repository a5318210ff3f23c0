import assert from 'node:assert/strict';
import { GrowingArray } from '../../../webview/chart/growingArray.js';
import {
  fitWindow,
  indicesWithin,
  panWindow,
  readWindow,
  valuesWithin,
  zoomWindow,
} from '../../../webview/chart/timeWindow.js';

describe('windows into time', () => {
  it('stay within time, never too narrow, and are none where they show all', () => {
    assert.deepEqual(fitWindow({ from: -5, to: 5 }, 100), { from: 0, to: 10 });
    assert.deepEqual(fitWindow({ from: 95, to: 105 }, 100), { from: 90, to: 100 });
    assert.deepEqual(fitWindow({ from: 50, to: 50 }, 100), { from: 49.9, to: 50.1 });
    assert.equal(fitWindow({ from: 0, to: 100 }, 100), null);
    assert.equal(fitWindow({ from: -1, to: 200 }, 100), null);
  });

  it('zoom about a place, and move no further than to an end', () => {
    assert.deepEqual(zoomWindow({ from: 10, to: 30 }, 0.5, 10), { from: 10, to: 20 });
    assert.deepEqual(zoomWindow({ from: 10, to: 30 }, 2, 20), { from: 0, to: 40 });
    assert.deepEqual(panWindow({ from: 10, to: 30 }, 0.25, 100), { from: 15, to: 35 });
    assert.deepEqual(panWindow({ from: 10, to: 30 }, -1, 100), { from: 0, to: 20 });
    assert.deepEqual(panWindow({ from: 75, to: 95 }, 1, 100), { from: 80, to: 100 });
  });

  it('hold the points on their edges', () => {
    const x = GrowingArray.from([1, 2, 3, 4, 5]);
    const curve = { x, y: GrowingArray.from([10, 20, 30, 40, 50]) };
    assert.deepEqual(indicesWithin(x, { from: 2, to: 4 }), [1, 4]);
    assert.deepEqual([...Array.from(valuesWithin(curve, { from: 1.5, to: 3.5 }))], [20, 30]);
    assert.deepEqual(Array.from(valuesWithin(curve, { from: 6, to: 7 })), []);
    assert.equal(valuesWithin(curve, null).length, 5);
  });

  it('are read back only where they are sound', () => {
    assert.deepEqual(readWindow({ from: 1, to: 2 }), { from: 1, to: 2 });
    for (const bad of [null, 3, {}, { from: 2, to: 1 }, { from: -1, to: 1 }, { from: '1', to: 2 }])
      assert.equal(readWindow(bad), null);
  });
});
