import assert from 'node:assert/strict';
import { RunModel } from '../../../../webview/run/model.js';
import { Speaker } from '../../../../webview/run/speech.js';
import { describeStatus } from '../../../../webview/run/status.js';
import { noNews } from '../../../noNews.js';
import { sick } from './storedRuns.js';

describe('what a screen reader hears', () => {
  it('is every change of state and finding at once, epochs seldom', () => {
    const speaker = new Speaker();
    const model = new RunModel({ ...sick, epochs: sick.epochs.slice(0, 3), findings: [] });
    const say = (now: number): string | null => speaker.next(model, describeStatus(model, false), now);
    assert.match(say(0)!, /^Training\. Epoch 3 of 40, loss 2\.\d+, validation loss .*accuracy/);
    model.apply({ ...noNews, epochs: sick.epochs.slice(0, 4) });
    assert.equal(say(1000), null);
    assert.match(say(25_000)!, /^Epoch 4/);
    assert.equal(say(60_000), null, 'nothing new');
    model.apply({ ...noNews, findings: sick.findings });
    assert.match(say(60_100)!, /^Finding: Gradient vanishes/);
    assert.equal(say(60_200), null);
    model.apply({ ...noNews, state: 'paused' });
    assert.match(say(60_300)!, /^Paused\./);
  });
});
