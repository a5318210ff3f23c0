import assert from 'node:assert/strict';
import { createBeat } from '../../../src/training/beat.js';

/** Comes by every `step` ms for a second, and takes what is due. */
function taken(step: number): number[] {
  const beat = createBeat(100, 0);
  const times: number[] = [];
  for (let now = step; now <= 1000; now += step) {
    if (!beat.isDue(now)) continue;
    beat.take(now);
    times.push(now);
  }
  return times;
}

describe('a beat', () => {
  it('keeps its rate however late one comes to it', () => {
    for (const step of [1, 20, 35, 40, 55, 70, 90]) assert.ok(taken(step).length >= 9, `every ${step} ms`);
    assert.deepEqual(taken(40).slice(0, 4), [120, 200, 320, 400]);
  });

  it('is due each time for one who is slower, and makes up for nothing', () => {
    assert.deepEqual(taken(300), [300, 600, 900]);
    const beat = createBeat(100, 0);
    beat.take(1050);
    assert.equal(beat.isDue(1149), false);
    assert.equal(beat.isDue(1150), true);
  });
});
