import assert from 'node:assert/strict';
import { compareOutcome, describeOutcome } from '../../../src/extension/fixes/outcome.js';
import type { Finding } from '../../../src/runs/finding.js';
import type { RunRecord } from '../../../src/runs/run.js';

const record = (metrics: Record<string, number | null>, loss: number | null = 0.5): RunRecord =>
  ({ final: { loss, validationLoss: null, metrics } }) as unknown as RunRecord;
const finding = (code: string, layer: string | null) => ({ code, layer }) as Finding;

describe('the outcome of a fix', () => {
  it('says whether the finding is gone from its layer, and how the metric moved', () => {
    const before = record({ accuracy: 0.5, validationAccuracy: 0.612 });
    const after = record({ accuracy: 0.97, validationAccuracy: 0.94 });
    const dead = finding('dead-units', 'hidden');
    const gone = compareOutcome(dead, 'Use leakyRelu', before, {
      record: after,
      findings: [finding('dead-units', 'other'), finding('plateau', 'hidden')],
    });
    assert.equal(describeOutcome(gone), 'dead-units is gone: validation accuracy 61.2\u00a0% → 94.0\u00a0%');
    const stays = compareOutcome(dead, 'Use leakyRelu', before, { record: after, findings: [dead] });
    assert.match(describeOutcome(stays), /^dead-units is still there: /);
  });

  it('takes a finding of no layer as there wherever it is', () => {
    const { isGone } = compareOutcome(finding('plateau', null), '', null, {
      record: record({}),
      findings: [finding('plateau', 'hidden')],
    });
    assert.equal(isGone, false);
  });

  it('falls back to the loss, and says where a run has no figure', () => {
    const { change } = compareOutcome(finding('not-finite', null), '', record({}, null), {
      record: record({}, 0.25),
      findings: [],
    });
    assert.equal(change, 'loss – → 0.2500');
    const none = compareOutcome(finding('not-finite', null), '', null, {
      record: record({}, null),
      findings: [],
    });
    assert.equal(describeOutcome(none), 'not-finite is gone');
  });
});
