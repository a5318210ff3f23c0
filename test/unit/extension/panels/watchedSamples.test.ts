import assert from 'node:assert/strict';
import { watchedParameters, watchedSamples } from '../../../../src/extension/panels/watchedSamples.js';
import type { RunRecord } from '../../../../src/protocol/runPanel.js';

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
});
