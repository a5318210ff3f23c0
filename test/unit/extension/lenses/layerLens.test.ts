import assert from 'node:assert/strict';
import { layerLens, type KnownLayer } from '../../../../src/extension/lenses/layerLens.js';
import { runLens } from '../../../../src/extension/lenses/runLens.js';
import type { LayerFigures } from '../../../../src/runs/layerFigures.js';
import type { Finding } from '../../../../src/runs/finding.js';
import { record } from '../../runs/fakeRun.js';

const described = {
  name: 'hidden',
  type: 'dense',
  outputShape: [64],
  parameters: [
    { name: 'hidden.weight', shape: [64, 128], init: 'heNormal' },
    { name: 'hidden.bias', shape: [64], init: 'zeros' },
  ],
  weights: 64 * 129,
  frozen: false,
};

/** Counts of a normal of mean 0, std 0.1 from −0.4 to 0.4. */
const counts = Array.from({ length: 64 }, (_, i) => {
  const x = -0.4 + ((i + 0.5) * 0.8) / 64;
  return Math.round(1000 * Math.exp(-x * x * 50));
});

const learnt: LayerFigures = {
  name: 'hidden',
  type: 'dense',
  parameter: 'hidden.weight',
  shape: [64, 128],
  bins: { minimum: -0.4, maximum: 0.4, counts },
  mean: 0.0012,
  std: 0.1,
  l2: 9.38,
  firstStd: 0.05,
  gradientNorm: 0.0382,
  updateRatio: 4.4e-4,
  deadShare: null,
  saturatedShare: null,
};

const finding: Finding = {
  severity: 'warning',
  code: 'vanishing-gradient',
  layer: 'hidden',
  parameter: 'hidden.weight',
  message: 'The gradient vanishes.',
  value: 1e-8,
  threshold: 1e-4,
  source: '',
  path: ['layers', 0],
  step: 1,
  related: [],
  fixes: [],
};

const base: KnownLayer = { name: 'hidden', type: 'dense', described, learnt, findings: [] };

describe('the lens of a layer', () => {
  it('says what the layer has learnt', () => {
    assert.equal(layerLens(base), 'hidden · 64×128 · μ 0.0012 σ 0.10 ▂▄▆██▆▄▂ · ∇ 3.8e−2');
  });

  it('warns of the worst finding', () => {
    const findings = [{ ...finding, severity: 'information' as const, code: 'plateau' }, finding];
    assert.match(layerLens({ ...base, findings }), / · ∇ 3\.8e−2 .* · \$\(warning\) vanishing$/);
  });

  it('says of a sick layer how all of it fares', () => {
    const dying = { ...learnt, deadShare: 0.63, saturatedShare: 0.12 };
    assert.match(
      layerLens({ ...base, learnt: dying, findings: [finding] }),
      / · ∇ 3\.8e−2 · update \/ weight 4\.4e−4 · 63\u00a0% of units dead · 12\u00a0% of outputs saturated · \$\(/,
    );
  });

  it('says of an untrained layer how large it is and how it starts', () => {
    assert.equal(layerLens({ ...base, learnt: null }), 'hidden · 64×128 · 8,192 weights · heNormal');
  });

  it('says that a frozen layer is frozen, and nothing of a gradient it has not', () => {
    const frozen = { ...described, frozen: true };
    assert.match(layerLens({ ...base, described: frozen }), /^hidden · 64×128 · μ .* · \$\(lock\) frozen$/);
    assert.equal(
      layerLens({ ...base, described: frozen, learnt: null }),
      'hidden · 64×128 · 8,192 weights · $(lock) frozen',
    );
  });

  it('holds the place where nothing is known yet, and says that a layer has no weights', () => {
    assert.equal(layerLens({ ...base, described: null, learnt: null }), 'hidden · dense');
    const dropout = { ...described, name: 'drop', type: 'dropout', parameters: [], weights: 0 };
    assert.equal(
      layerLens({ ...base, name: 'drop', described: dropout, learnt: null }),
      'drop · 64 · no weights',
    );
  });

  it('has a dash for what was not measured', () => {
    assert.match(layerLens({ ...base, learnt: { ...learnt, gradientNorm: null } }), / · ∇ –$/);
  });
});

describe('the lens of the newest run', () => {
  const best = { epoch: 43, value: 0.98611 };

  it('names the metric that the best epoch is the best of', () => {
    const completed = { ...record, status: 'completed' as const, best, monitor: 'validationAccuracy' };
    assert.equal(
      runLens({ record: completed, state: 'completed', progress: null }),
      '$(pass) completed · best validation accuracy 98.6\u00a0% at epoch 43',
    );
    const { monitor: _, ...before } = completed;
    assert.match(runLens({ record: before, state: 'completed', progress: null }), /validation loss 0\.9861/);
  });

  it('counts epochs while it trains', () => {
    const progress = {
      epoch: 2.4,
      plannedEpochs: 6,
      step: 9,
      loss: 0.5,
      samplesPerSecond: 1,
      secondsLeft: 1,
    };
    assert.equal(
      runLens({ record, state: 'running', progress }),
      '$(sync) training · epoch 3 of 6 · loss 0.5000',
    );
  });

  it('holds its place before the first run', () => {
    assert.equal(runLens(null), 'not trained yet');
  });
});
