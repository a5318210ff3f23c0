import assert from 'node:assert/strict';
import type { PlacedFinding } from '../../../../src/protocol/runPanel.js';
import {
  Track,
  healthOf,
  healthyBand,
  placeOf,
  quantityExtent,
  quantityRange,
} from '../../../../webview/run/layers.js';
import { RunModel } from '../../../../webview/run/model.js';
import { healthy, sick } from './storedRuns.js';

describe('layers of a run', () => {
  it('are flagged where their gradient leaves the band of the output layer', () => {
    const { layers } = new RunModel(sick);
    const band = healthyBand(layers, 'gradient');
    const places = layers.map((layer) => placeOf(layer.gradient.now, band));
    assert.deepEqual([places[0], places[12]], ['below', 'inside']);
    assert.ok(
      new RunModel(healthy).layers.every(
        (layer) =>
          placeOf(layer.gradient.now, healthyBand(new RunModel(healthy).layers, 'gradient')) === 'inside',
      ),
    );
    assert.equal(placeOf(100, { low: 1e-3, high: 70 }), 'above');
    assert.equal(placeOf(NaN, { low: 1e-3, high: 70 }), 'unknown');
  });

  it('smooth the logarithm and keep the last samples as measured', () => {
    const track = new Track();
    track.add(1);
    track.add(100);
    assert.ok(Math.abs(track.now - 10 ** 0.24) < 1e-6);
    assert.deepEqual(track.spread(), { low: 1, high: 100 });
    track.add(NaN);
    assert.ok(Number.isNaN(track.now));
    for (let i = 0; i < 60; i++) track.add(5);
    assert.deepEqual(track.spread(), { low: 5, high: 5 });
    const zero = new Track();
    zero.add(0);
    assert.equal(zero.spread(), null);
    assert.equal(zero.lowest, Infinity, 'a gradient of zero does not stretch the axis');
  });

  it('share an axis of whole decades that holds the band', () => {
    const range = quantityRange(quantityExtent(new RunModel(healthy).layers, 'gradient')!);
    assert.deepEqual(range, { min: 0.01, max: 100 });
    assert.equal(
      quantityExtent(
        new RunModel({ ...healthy, samples: { ...healthy.samples, gradientNorm: {} } }).layers,
        'gradient',
      ),
      null,
    );
  });

  it('say a finding first, then their place', () => {
    const { layers } = new RunModel(healthy);
    const band = healthyBand(layers, 'gradient');
    const finding: PlacedFinding = {
      ...sick.findings[0]!,
      layer: 'conv1',
      code: 'dead-units',
      severity: 'warning',
    };
    assert.deepEqual(healthOf(layers[0]!, band, [finding]), { kind: 'warning', words: 'dead units' });
    const deep = new RunModel(sick);
    assert.deepEqual(healthOf(deep.layers[0]!, healthyBand(deep.layers, 'gradient'), sick.findings), {
      kind: 'below',
      words: 'vanishing gradient',
    });
    assert.equal(
      healthOf(deep.layers[1]!, healthyBand(deep.layers, 'gradient'), sick.findings).kind,
      'below',
    );
  });
});
