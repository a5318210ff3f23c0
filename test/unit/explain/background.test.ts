import assert from 'node:assert/strict';
import type { NetworkConfig } from '../../../src/engine/config.js';
import { createPredictor } from '../../../src/engine/predictor.js';
import { drawBackground, meanOf } from '../../../src/explain/background.js';
import { clusterBackground } from '../../../src/explain/clusterBackground.js';
import { keepFirstLayer } from '../../../src/explain/firstLayerKept.js';
import { playGame } from '../../../src/explain/game.js';
import { mixRectified } from '../../../src/explain/rectifiedMixtures.js';
import { ask, distance, drawRows, makeModel, makeNetwork } from './questions.js';

describe('backgrounds', () => {
  it('draws different rows, in order, the same by the same seed, all where there are no more', () => {
    const drawn = drawBackground(1000, 100, 7);
    assert.equal(new Set(drawn).size, 100);
    assert.deepEqual(
      [...drawn],
      [...drawn].sort((a, b) => a - b),
    );
    assert.deepEqual(drawBackground(1000, 100, 7), drawn);
    assert.notDeepEqual(drawBackground(1000, 100, 8), drawn);
    assert.deepEqual([...drawBackground(3, 100, 7)], [0, 1, 2]);
  });

  it('finds clusters that are there, with their shares, and keeps the mean of all rows', () => {
    const places = [0, 0, 0, 10, 10, 20].flatMap((place) => [place, -place]);
    const noise = drawRows(60, 2, 5);
    const rows = noise.map((value, at) => 0.01 * value + places[at % 12]!);
    const found = clusterBackground(rows, 2, 3, 1);
    const shares = new Map([...found.weights].map((share, c) => [Math.round(found.inputs[2 * c]!), share]));
    for (const [place, share] of [
      [0, 1 / 2],
      [10, 1 / 3],
      [20, 1 / 6],
    ] as const) {
      assert.ok(Math.abs(shares.get(place)! - share) < 1e-12);
    }
    const all = { inputs: rows, count: 60, weights: new Float64Array(60).fill(1 / 60) };
    assert.ok(distance(meanOf(found, 2), meanOf(all, 2)) < 1e-5);
  });

  it('leaves no cluster empty where rows are alike', () => {
    const found = clusterBackground(new Float32Array(20).fill(3), 2, 4, 1);
    assert.deepEqual([...found.inputs], [3, 3]);
    assert.deepEqual([...found.weights], [1]);
  });
});

describe('the first layer kept', () => {
  const members = Uint8Array.from({ length: 6 * 40 }, (_, i) => ((i * 7919) % 3) & 1);
  for (const [widths, activation] of [
    [[6, 9, 7, 3], 'tanh'],
    [[6, 5, 2], 'relu'],
    [[6, 4], 'linear'],
  ] as const) {
    it(`gives what composing every mixture gives: ${widths.join('-')}, ${activation}`, () => {
      const { config, weights, createMachine } = makeNetwork(widths, activation, 3);
      const model = makeModel(widths, activation, 3);
      const rows = drawRows(5, 6, 4);
      const composed = playGame(ask(model), rows, 5, members);
      const predictMixed = keepFirstLayer(config, weights, createMachine)!;
      const kept = playGame(ask({ ...model, predictMixed }), rows, 5, members);
      assert.equal(kept.length, composed.length);
      assert.ok(distance(kept, composed) < 1e-6, `${distance(kept, composed)}`);
    });
  }

  it('is not to be had where the network begins otherwise', () => {
    const { config, weights, createMachine } = makeNetwork([6, 9, 3], 'tanh', 3);
    const layers = [{ type: 'layerNorm', name: 'norm', index: 0 }, ...config.layers];
    assert.equal(keepFirstLayer({ ...config, layers }, weights, createMachine), null);
  });
});

describe('mixtures of a network that begins with relu', () => {
  const members = Uint8Array.from({ length: 6 * 40 }, (_, i) => ((i * 7919) % 3) & 1);
  /** Makes the second layer's activation another one. */
  const change = (config: NetworkConfig, activation: string): NetworkConfig => ({
    ...config,
    layers: config.layers.map((layer, index) => (index === 1 ? { ...layer, activation } : layer)),
  });
  for (const [widths, second] of [
    [[6, 9, 4], 'linear'],
    [[6, 9, 7, 3], 'relu'],
    [[6, 40, 37, 3], 'tanh'],
    [[6, 11, 34, 9, 2], 'relu'],
  ] as const) {
    it(`gives what composing every mixture gives: ${widths.join('-')}, then ${second}`, () => {
      const made = makeNetwork(widths, 'relu', 3);
      const { weights, createMachine } = made;
      const config = change(made.config, second);
      const predictor = createPredictor(config, weights, createMachine);
      const model = {
        ...makeModel(widths, 'relu', 3),
        predict: (rows: Float32Array, count: number) => predictor.predict(rows, count),
      };
      const rows = drawRows(5, 6, 4);
      const composed = playGame(ask(model), rows, 5, members);
      const predictMixed = mixRectified(config, weights, createMachine)!;
      const mixed = playGame(ask({ ...model, predictMixed }), rows, 5, members);
      assert.equal(mixed.length, composed.length);
      assert.ok(distance(mixed, composed) < 1e-6, `${distance(mixed, composed)}`);
      const fewer = ask({ ...model, predictMixed }, {}, 3);
      const again = playGame(fewer, rows, 5, members);
      assert.ok(distance(again, playGame(ask(model, {}, 3), rows, 5, members)) < 1e-6);
    });
  }

  it('are not to be had where the network begins otherwise', () => {
    const tanh = makeNetwork([6, 9, 3], 'tanh', 3);
    assert.equal(mixRectified(tanh.config, tanh.weights, tanh.createMachine), null);
    const alone = makeNetwork([6, 3], 'relu', 3);
    assert.equal(mixRectified(alone.config, alone.weights, alone.createMachine), null);
  });
});
