import assert from 'node:assert/strict';
import { layoutProgress, type ProgressPart } from '../../../src/cli/progressLine.js';

const parts: readonly ProgressPart[] = [
  { rank: 0, text: 'epoch 5/10' },
  { rank: 1, text: 'loss 0.5' },
  { rank: 3, text: '20,000 samples/s' },
  { rank: 2, text: '7 s left' },
];

describe('a progress line', () => {
  it('shows all where there is room', () => {
    const line = layoutProgress(0.5, parts, 100);
    assert.equal(
      line,
      `${'■'.repeat(12)}${'·'.repeat(12)} epoch 5/10 · loss 0.5 · 20,000 samples/s · 7 s left`,
    );
  });

  it('leaves out by rank what does not fit, then the bar', () => {
    assert.match(layoutProgress(0.5, parts, 50), /^■+·+ epoch 5\/10 · loss 0\.5 · 7 s left$/);
    assert.match(layoutProgress(0.5, parts, 24), /^■+·+ epoch 5\/10$/);
    assert.equal(layoutProgress(0.5, parts, 14), 'epoch 5/10');
    assert.equal(layoutProgress(0.5, parts, 6), 'epoch');
  });

  it('never fills the last column, which would wrap', () => {
    for (let columns = 1; columns < 130; columns++) {
      for (const share of [-1, 0, 0.33, 1, 2]) {
        assert.ok(layoutProgress(share, parts, columns).length < columns, `${columns} columns`);
      }
    }
  });
});
