import assert from 'node:assert/strict';
import { reachOf } from '../../../webview/run/reach.js';

describe('how far an axis of epochs reaches', () => {
  it('is the plan once a tenth of it is done', () => {
    assert.equal(reachOf(6, 60), 60);
    assert.equal(reachOf(100, 1000), 1000);
    assert.equal(reachOf(1, 1), 1);
  });

  it('follows a long run in steps of 20, 50, 100', () => {
    const reached = [0, 20, 21, 50.5, 443, 9_999].map((epoch) => reachOf(epoch, 200_000));
    assert.deepEqual(reached, [20, 20, 50, 100, 500, 10_000]);
  });

  it('never goes beyond the plan', () => {
    assert.equal(reachOf(1, 15), 15);
    assert.equal(reachOf(1, 19), 19);
  });

  it('leaves what was done within it, without ever going back', () => {
    let before = 0;
    for (let epoch = 0; epoch <= 3000; epoch++) {
      const reach = reachOf(epoch, 3000);
      assert.ok(reach >= epoch && reach >= before, String(epoch));
      before = reach;
    }
  });
});
