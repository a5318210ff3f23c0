import assert from 'node:assert/strict';
import { describeMetric, metricNames, validationName } from '../../../../webview/parts/metrics.js';

describe('words for metrics', () => {
  it('know the contract’s names and spell others', () => {
    assert.equal(describeMetric('accuracy').format(0.986), '98.6\u00a0%');
    assert.equal(describeMetric('r2').title, 'R²');
    assert.equal(describeMetric('topFiveError').title, 'Top five error');
    assert.deepEqual(metricNames({ validationR2: 1, meanAbsoluteError: 1, r2: 1 }), [
      'r2',
      'meanAbsoluteError',
    ]);
    assert.equal(validationName('r2'), 'validationR2');
  });
});
