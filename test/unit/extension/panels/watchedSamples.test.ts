import assert from 'node:assert/strict';
import {
  watchedEpochs,
  watchedParameters,
  watchedSamples,
} from '../../../../src/extension/panels/watchedSamples.js';
import type { EpochMetrics, RunRecord } from '../../../../src/protocol/runPanel.js';

describe('samples for a panel', () => {
  it('are those of each layer’s first parameter, where they were measured', () => {
    const layer = (name: string, parameters: readonly string[]) => ({
      name,
      type: 'dense',
      parameters: parameters.map((parameter) => ({ name: `${name}.${parameter}`, shape: [2, 2] })),
    });
    const layers = [layer('a', ['weight', 'bias']), layer('flat', []), layer('b', ['weight'])];
    const column = Float64Array.of(1);
    const samples = {
      steps: column,
      loss: column,
      learningRate: column,
      gradientNorm: { 'a.weight': column, 'a.bias': column, 'b.weight': column },
      updateRatio: { 'a.weight': column },
    };
    const watched = watchedSamples(watchedParameters({ layers } as unknown as RunRecord), samples);
    assert.deepEqual(Object.keys(watched.gradientNorm), ['a.weight', 'b.weight']);
    assert.deepEqual(Object.keys(watched.updateRatio), ['a.weight']);
    assert.equal(watched.loss, column);
  });

  it('come with epochs that hold no norms of their own, and all else', () => {
    const epoch = { epoch: 2, loss: 0.5, metrics: { accuracy: 0.9 } } as unknown as EpochMetrics;
    const measured = { ...epoch, gradientNorm: { 'a.weight': 1, 'b.weight': 2 } };
    assert.deepEqual(watchedEpochs([measured]), [{ ...epoch, gradientNorm: {} }]);
  });
});
