import assert from 'node:assert/strict';
import type { RunFigures } from '../../../../src/extension/figures/figures.js';
import { describeMeasured, measurements } from '../../../../src/extension/hovers/measurements.js';
import { engineFamilies } from '../../../../src/spec/families.js';
import { layerOptionsOf } from '../../../../src/spec/sections/layer.js';
import { rootOptions } from '../../../../src/spec/sections/root.js';
import { epochAt, record } from '../../runs/fakeRun.js';

const hidden = {
  name: 'hidden',
  type: 'dense',
  parameter: 'hidden.weight',
  shape: [16, 9],
  bins: null,
  mean: 0,
  std: 0.104,
  l2: 2,
  firstStd: 0.051,
  gradientNorm: 0.1,
  updateRatio: 4.4e-4,
  deadShare: 0.125,
  saturatedShare: null,
};

const run: RunFigures = {
  directory: '/x',
  record: {
    ...record,
    status: 'completed',
    epochs: 6,
    best: { epoch: 4, value: 0.25 },
    monitor: 'validationLoss',
  },
  state: 'completed',
  progress: null,
  specText: '',
  epoch: 6,
  layers: [hidden, { ...hidden, name: 'output', updateRatio: 2e-3 }],
  newestEpoch: epochAt(6),
  findings: [],
};
const say = (path: (string | number)[], value?: unknown): string | null =>
  describeMeasured(run, { path, value, layer: hidden });

describe('what a run measured of a key', () => {
  it('is said in one sentence with its numbers', () => {
    assert.equal(
      say(['layers', 0, 'init'], 'heNormal'),
      'In the newest run: σ of `hidden.weight` 0.0510 after the first epoch, 0.104 now.',
    );
    assert.equal(say(['layers', 0, 'l2'], 0.01), 'In the newest run: penalty 0.04 of ‖w‖² 4.00.');
    assert.match(say(['optimizer']) ?? '', /4\.4e−4 \(`hidden`\) to 2\.0e−3 \(`output`\)/);
    assert.match(say(['training', 'earlyStopping']) ?? '', /validation loss 0\.2500 at epoch 4; 2 epochs/);
    assert.match(say(['training', 'clipNorm'], 100) ?? '', /few steps are shortened/);
    assert.match(say(['training', 'clipNorm'], 0.001) ?? '', /most steps are shortened/);
    assert.equal(
      say(['layers', 0, 'activation'], 'relu'),
      'In the newest run: 12.5\u00a0% of the units are dead.',
    );
    assert.equal(say(['health', 'dead-units'], 'off'), 'In the newest run: not found.');
  });

  it('is nothing where the run has nothing to say', () => {
    assert.equal(say(['layers', 0, 'name'], 'hidden'), null);
    assert.equal(
      describeMeasured({ ...run, newestEpoch: null }, { path: ['loss'], value: 'mse', layer: null }),
      null,
    );
  });

  it('speaks of keys that there are', () => {
    const keys = new Set<string>(Object.keys(rootOptions));
    for (const [key, option] of Object.entries(rootOptions)) {
      if (option.kind === 'object')
        for (const inner of Object.keys(option.options)) keys.add(`${key}/${inner}`);
    }
    for (const member of engineFamilies.layers)
      for (const key of Object.keys(layerOptionsOf(member))) keys.add(`layers/*/${key}`);
    for (const member of engineFamilies.optimizers)
      for (const key of Object.keys(member.options)) keys.add(`optimizer/${key}`);
    keys.add('optimizer/type');
    const paths = measurements.flatMap(({ at }) => at).filter((path) => !path.endsWith('/*'));
    assert.deepEqual(
      paths.filter((path) => !keys.has(path)),
      [],
    );
  });
});
