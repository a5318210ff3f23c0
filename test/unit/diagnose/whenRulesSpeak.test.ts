import assert from 'node:assert/strict';
import { diagnose } from '../../../src/diagnose/index.js';
import type { Finding } from '../../../src/runs/finding.js';
import type { FirstWeights } from '../../../src/runs/facts.js';
import type { Metrics } from '../../../src/runs/metrics.js';
import { specFor } from './recordedRun.js';
import { parameters, repeat, writeRun } from './writtenRun.js';

function find(metrics: Metrics, code: string): Finding | undefined {
  const spec = specFor(metrics, { activation: 'relu' });
  return diagnose({ spec, metrics }).find((finding) => finding.code === code);
}

/** Norms of gradients that are the same all the time, so that the layers are watched. */
const norms = (count: number) =>
  Object.fromEntries(parameters.map((parameter) => [`gradient_norm/${parameter}`, repeat(count, 1)]));
const ratios = (values: readonly number[]) => ({
  ...norms(values.length),
  ...Object.fromEntries(parameters.map((parameter) => [`update_ratio/${parameter}`, values])),
});
const classes = (rows: number) => [
  { name: 'a', rows: rows / 2 },
  { name: 'b', rows: rows / 2 },
];
const falling = (count: number, from: number, to: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

describe('dead-units', () => {
  const withDead = (share: number) =>
    writeRun({ losses: repeat(10, 0.6), scalars: { 'dead_share/hidden': repeat(10, share) } });

  it('leaves the half of the units alone that deep sound networks start with', () => {
    assert.equal(find(withDead(0.6), 'dead-units'), undefined);
    assert.equal(find(withDead(0.8), 'dead-units')?.value, 0.8);
  });
});

describe('poor-initialisation', () => {
  const drawn = (units: number): Metrics => {
    const weights: FirstWeights = {
      rms: 0.01,
      fanIn: 4,
      fanOut: units,
      units,
      alike: 0,
      twins: 0,
      isGiven: false,
      isLearning: true,
    };
    return writeRun({
      losses: [1],
      facts: { weights: { [parameters[0]!]: weights, [parameters[1]!]: weights } },
    });
  };

  it('does not judge a handful of weights, whose size is chance', () => {
    assert.equal(find(drawn(3), 'poor-initialisation'), undefined);
    assert.ok(find(drawn(4), 'poor-initialisation'));
  });
});

describe('update-too-large', () => {
  const begun = (large: number, of: number, plannedEpochs: number) =>
    writeRun({
      losses: repeat(4, 0.9),
      plannedEpochs,
      scalars: ratios([...repeat(large, 0.2), ...repeat(of - large, 0.001)]),
    });

  it('waits for a fifth of what is planned: at the start large steps are no illness', () => {
    assert.equal(find(begun(12, 12, 40), 'update-too-large'), undefined);
    assert.ok(find(begun(12, 12, 20), 'update-too-large'));
  });

  it('waits for ten epochs at most', () => {
    const metrics = writeRun({
      losses: repeat(12, 0.9),
      plannedEpochs: 1000,
      scalars: ratios(repeat(60, 0.2)),
    });
    assert.ok(find(metrics, 'update-too-large'));
  });
});

describe('update-too-small', () => {
  const still = (start: number, end: number) =>
    writeRun({ losses: falling(10, start, end), scalars: ratios(repeat(40, 1e-5)) });

  it('measures what was learnt from where the weights began', () => {
    assert.ok(find(still(0.68, 0.676), 'update-too-small'));
    assert.equal(find(still(0.9, 0.55), 'update-too-small'), undefined);
  });

  it('leaves weights alone that were good from the start', () => {
    assert.equal(find(still(0.3, 0.29), 'update-too-small'), undefined);
  });
});

describe('diverging', () => {
  const batches = (values: readonly number[]) =>
    find(writeRun({ losses: repeat(10, 1), scalars: { 'loss/train': values } }), 'diverging');

  it('does not take batches without any loss for the best there was', () => {
    const erratic = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 2 : 1e-6));
    assert.equal(batches([...erratic, ...repeat(40, 2)]), undefined);
    assert.ok(batches([...repeat(60, 1), ...repeat(30, 9)]));
  });
});

describe('oscillating', () => {
  const swinging = (size: number, rows: number) => {
    const losses = Array.from({ length: 30 }, (_, i) => (i % 6 === 0 ? 0.2 + size : 0.2));
    return find(
      writeRun({ losses, metrics: { accuracy: repeat(30, 0.95) }, facts: { classes: classes(rows) } }),
      'oscillating',
    );
  };

  it('sees the loss of a classifier rise and come back', () => {
    assert.match(swinging(0.1, 2000)?.message ?? '', /the loss rises and comes back, by 0.1 on average/);
    assert.equal(swinging(0.02, 2000), undefined);
  });

  it('leaves to chance what so few rows do not show', () => {
    assert.equal(swinging(0.1, 100), undefined);
  });

  it('takes the jitter of batchNorm for none where rows held back do not swing', () => {
    const swing = Array.from({ length: 30 }, (_, i) => (i % 6 === 0 ? 0.85 : 0.95));
    const check = (validationAccuracy: readonly number[], type: string) => {
      const metrics = writeRun({
        losses: repeat(30, 0.2),
        metrics: { accuracy: swing, validationAccuracy },
        facts: { classes: classes(5000) },
      });
      const spec = specFor(metrics);
      const layers = [...spec.layers, { type, name: 'between', index: 9 }];
      return diagnose({ spec: { ...spec, layers }, metrics }).map(({ code }) => code);
    };
    assert.deepEqual(check(repeat(30, 0.95), 'batchNorm'), []);
    assert.deepEqual(check(swing, 'batchNorm'), ['oscillating']);
    assert.deepEqual(check(repeat(30, 0.95), 'activation'), ['oscillating']);
  });

  it('measures a swing from its peak, however many epochs it takes to fall', () => {
    const accuracy = Array.from({ length: 30 }, (_, i) => 0.95 - 0.02 * (i % 3));
    const metrics = writeRun({
      losses: repeat(30, 0.2),
      metrics: { accuracy },
      facts: { classes: classes(5000) },
    });
    assert.match(find(metrics, 'oscillating')?.message ?? '', /accuracy falls and comes back, by 0.04/);
  });
});

describe('overfitting', () => {
  const rising = (validationAccuracy: readonly number[]) =>
    find(
      writeRun({
        losses: falling(40, 0.6, 0.01),
        validationLosses: [...falling(10, 0.6, 0.4), ...falling(30, 0.42, 0.9)],
        metrics: { accuracy: falling(40, 0.8, 1), validationAccuracy },
      }),
      'overfitting',
    );

  it('warns where more mistakes are made, and tells where there are no more', () => {
    assert.equal(rising([...repeat(10, 0.9), ...falling(30, 0.9, 0.8)])?.severity, 'warning');
    assert.equal(rising(repeat(40, 0.9))?.severity, 'information');
  });

  it('is not healed by a dip', () => {
    const validationLosses = [
      ...falling(10, 0.6, 0.4),
      ...repeat(20, 0.7),
      0.45,
      0.45,
      0.45,
      ...repeat(7, 0.7),
    ];
    const metrics = writeRun({
      losses: falling(40, 0.6, 0.01),
      validationLosses,
      metrics: { r2: falling(40, 0.4, 0.99), validationR2: validationLosses.map((loss) => 1 - loss) },
    });
    assert.ok(find(metrics, 'overfitting'));
  });
});

describe('plateau', () => {
  const resting = (r2: number) =>
    find(
      writeRun({
        losses: repeat(30, 1 - r2),
        metrics: { r2: repeat(30, r2) },
        facts: { baseline: { metric: 'r2', constant: 0, linear: 0.7 } },
      }),
      'plateau',
    );

  it('is one where a linear model does better, however far the loss is below a guess', () => {
    assert.ok(resting(0.55));
    assert.equal(resting(0.68), undefined);
  });
});

describe('underfitting', () => {
  it('explains units that saturate after it, and not those that did before', () => {
    const saturating = (from: number) => {
      const metrics = writeRun({
        losses: repeat(30, 0.8),
        metrics: { accuracy: repeat(30, 0.3) },
        scalars: { 'saturated_share/hidden': [...repeat(from, 0), ...repeat(30 - from, 0.9)] },
        facts: { baseline: { metric: 'accuracy', constant: 0.2, linear: 0.9 } },
      });
      return diagnose({ spec: specFor(metrics, { activation: 'tanh' }), metrics }).map(({ code }) => code);
    };
    assert.deepEqual(saturating(20), ['underfitting']);
    assert.deepEqual(saturating(0), ['saturated-units']);
  });
});
