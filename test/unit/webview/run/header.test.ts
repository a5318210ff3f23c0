import assert from 'node:assert/strict';
import type { RunSnapshot } from '../../../../src/protocol/runPanel.js';
import { RunModel } from '../../../../webview/run/model.js';
import { describeReadouts } from '../../../../webview/run/readouts.js';
import { describeNotice, describeStatus, isInterrupted } from '../../../../webview/run/status.js';
import { healthy, sick } from './storedRuns.js';

const values = (snapshot: RunSnapshot): Record<string, string> =>
  Object.fromEntries(
    describeReadouts(new RunModel(snapshot)).map(({ id, value, small }) => [id, `${value} ${small}`.trim()]),
  );

describe('header of a run', () => {
  it('shows the epoch that runs, and the last one after the end', () => {
    const progress = {
      epoch: 22.65,
      plannedEpochs: 40,
      step: 1019,
      loss: 1,
      samplesPerSecond: 23_130,
      secondsLeft: 1.1,
    };
    const running = {
      ...sick,
      epochs: sick.epochs.slice(0, 22),
      progress,
      samples: { ...sick.samples, steps: new Float64Array(0) },
    };
    assert.equal(values(running)['epoch'], '23 / 40');
    assert.equal(values(running)['speed'], '23,100 rows/s');
    assert.equal(values(running)['validation'], '2.3033 best 2.3026 @ 20');
    assert.equal(values({ ...sick, state: 'completed' })['epoch'], '40 / 40');
    assert.match(values({ ...sick, state: 'completed' })['time']!, /^3 s$/);
  });

  it('has the same figures before the first epoch, with dashes', () => {
    const empty = { ...healthy, epochs: [], samples: { ...healthy.samples, steps: new Float64Array(0) } };
    assert.deepEqual(Object.keys(values(empty)), Object.keys(values(healthy)));
    assert.equal(values(empty)['loss'], '–');
  });

  it('leaves validation out where there is none, and speaks of R² for regression', () => {
    assert.ok(!('validation' in values({ ...healthy, run: { ...healthy.run, validationRows: 0 } })));
    const epochs = healthy.epochs.map((epoch) => ({
      ...epoch,
      metrics: { meanAbsoluteError: 3, r2: 0.7, validationMeanAbsoluteError: 4, validationR2: 0.5 },
    }));
    assert.equal(values({ ...healthy, epochs })['metric'], '0.5000 validation');
  });
});

describe('state of a run', () => {
  const state = (change: Partial<RunSnapshot>): RunModel => new RunModel({ ...healthy, ...change });

  it('offers what can be done', () => {
    const offered = (change: Partial<RunSnapshot>): readonly string[] =>
      describeStatus(state(change), false).actions;
    assert.deepEqual(offered({ state: 'running' }), ['pause', 'stop']);
    assert.deepEqual(offered({ state: 'paused' }), ['continue', 'stop']);
    assert.deepEqual(offered({ state: 'stopped' }), ['resume', 'explain', 'trainAgain']);
    assert.deepEqual(offered({ state: 'completed' }), ['explain', 'trainAgain']);
  });

  it('names the folder’s content and the way on when it failed', () => {
    const failed = state({ state: 'failed', run: { ...healthy.run, error: 'out of memory' } });
    assert.match(describeNotice(failed, false)!.title, /out of memory/);
    assert.match(describeNotice(failed, false)!.text, /epoch 40.*resume/s);
    assert.equal(describeNotice(state({ state: 'completed' }), false), null);
    const loss = healthy.samples.loss.map((value, index) => (index < 5 ? value : NaN));
    const diverged = state({ state: 'diverged', samples: { ...healthy.samples, loss } });
    assert.match(describeNotice(diverged, false)!.title, new RegExp(`step ${healthy.samples.steps[5]}$`));
  });

  it('takes a run whose heart stands still for interrupted', () => {
    const beat = Date.parse('2026-04-12T09:15:32.000Z');
    const run = { ...healthy.run, heartbeatAt: new Date(beat).toISOString() };
    assert.equal(isInterrupted(state({ run, progress: null }), beat + 30_000), false);
    assert.equal(isInterrupted(state({ run, progress: null }), beat + 90_000), true);
    assert.equal(isInterrupted(state({ run, progress: null, state: 'completed' }), beat + 90_000), false);
  });
});
