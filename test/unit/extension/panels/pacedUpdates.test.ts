import assert from 'node:assert/strict';
import { PacedUpdates } from '../../../../src/extension/panels/pacedUpdates.js';
import type { RunPanelEvents } from '../../../../src/protocol/runPanel.js';
import { noNews } from '../../../noNews.js';

type Update = RunPanelEvents['update'];

const samplesAt = (steps: number[]): Update['samples'] => ({
  steps: Float64Array.from(steps),
  loss: Float64Array.from(steps, (step) => 1 / step),
  learningRate: Float64Array.from(steps, () => 0.1),
  gradientNorm: { 'a.weight': Float64Array.from(steps) },
  updateRatio: { 'a.weight': Float64Array.from(steps) },
});

const updateAt = (steps: number[], more: Partial<Update> = {}): Update => ({
  ...noNews,
  samples: samplesAt(steps),
  ...more,
});

function watch(): { paced: PacedUpdates; sent: (readonly number[] | 'all')[]; states: string[] } {
  const sent: (readonly number[] | 'all')[] = [];
  const states: string[] = [];
  const paced = new PacedUpdates({
    update: (update) => {
      sent.push([...(update.samples?.steps ?? [])]);
      states.push(update.state);
    },
    renew: () => sent.push('all'),
  });
  return { paced, sent, states };
}

describe('updates of a panel', () => {
  it('are sent while one is drawn and one waits, and joined beyond', () => {
    const { paced, sent, states } = watch();
    paced.push(updateAt([0]));
    paced.push(updateAt([1]));
    paced.push(updateAt([2, 3]));
    paced.push(updateAt([4], { state: 'paused' }));
    assert.deepEqual(sent, [[0], [1]]);
    paced.confirm();
    assert.deepEqual(sent, [[0], [1], [2, 3, 4]]);
    assert.deepEqual(states, ['running', 'running', 'paused']);
    paced.confirm();
    assert.equal(sent.length, 3);
    paced.push(updateAt([5]));
    paced.push(updateAt([6]));
    assert.deepEqual(sent.slice(3), [[5]]);
  });

  it('are the whole run for a page that runs far behind', () => {
    const { paced, sent } = watch();
    paced.push(updateAt([0]));
    paced.push(updateAt([1]));
    for (let i = 0; i < 60; i++) paced.push(updateAt(Array.from({ length: 100 }, (_, k) => 2 + 100 * i + k)));
    paced.confirm();
    assert.deepEqual(sent, [[0], [1], 'all']);
    paced.push(updateAt([7000]));
    assert.equal(sent.length, 3, 'the whole run is not drawn yet');
    paced.confirm();
    assert.deepEqual(sent.at(-1), [7000]);
  });

  it('begin anew with a page that has asked for the run', () => {
    const { paced, sent } = watch();
    for (const step of [1, 2, 3]) paced.push(updateAt([step]));
    paced.restart();
    paced.confirm();
    assert.deepEqual(sent, [[1], [2]]);
    for (const step of [4, 5, 6]) paced.push(updateAt([step]));
    assert.deepEqual(sent, [[1], [2], [4], [5]]);
  });

  it('say of what changes the last that was said', () => {
    const received: Update[] = [];
    const paced = new PacedUpdates({ update: (update) => received.push(update), renew: () => undefined });
    paced.push(updateAt([0]));
    paced.push(updateAt([1]));
    paced.push(updateAt([2], { findings: [], histograms: { a: { minimum: 0, maximum: 1, counts: [1] } } }));
    paced.push(updateAt([3], { histograms: { b: { minimum: 0, maximum: 1, counts: [1] } } }));
    paced.push(updateAt([4]));
    paced.confirm();
    assert.deepEqual(received[2]?.findings, []);
    assert.deepEqual(Object.keys(received[2]?.histograms ?? {}), ['b']);
  });
});
