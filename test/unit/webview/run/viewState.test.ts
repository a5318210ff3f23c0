import assert from 'node:assert/strict';
import { initialViewState, readViewState } from '../../../../webview/run/viewState.js';

describe('choices of view', () => {
  it('are read from whatever was stored', () => {
    assert.deepEqual(readViewState(undefined), initialViewState);
    assert.deepEqual(readViewState('x'), initialViewState);
    assert.deepEqual(readViewState({ layer: 3, lossScale: 'cubic', tables: ['loss', 4] }), {
      ...initialViewState,
      tables: ['loss'],
    });
    const view = {
      layer: 'a',
      lossScale: 'log',
      quantity: 'update',
      metric: 'r2',
      parameter: 'bias',
      watched: 'change',
      epoch: 4,
      follow: false,
      layerOrder: 'health',
      logCounts: true,
      time: { from: 2, to: 4.5 },
      tables: [],
    } as const;
    assert.deepEqual(readViewState(JSON.parse(JSON.stringify(view))), view);
  });
});
