import assert from 'node:assert/strict';
import { cardColors } from '../../../src/display/cardColors.js';
import { layerCard, type CardLayer } from '../../../src/display/layerCard.js';
import { rebin } from '../../../src/display/rebin.js';

const layer: CardLayer = {
  name: 'hidden',
  type: 'dense',
  shape: [64, 128],
  bins: { minimum: -0.4, maximum: 0.2, counts: Array.from({ length: 64 }, (_, i) => i) },
  mean: 0.0012,
  std: 0.104,
  firstStd: 0.051,
  l2: 9.38,
  gradientNorm: 0.038,
  updateRatio: 4.4e-4,
  epoch: 26,
  flow: [1e-3, 0.038, null, 0.05],
  place: 1,
  finding: null,
};

describe('the card of a layer', () => {
  for (const [kind, colors] of Object.entries(cardColors)) {
    it(`holds every figure, and in ${kind} no other colours than its own`, () => {
      const svg = layerCard(layer, colors);
      for (const words of ['hidden', '64×128', '8,192 weights', 'epoch 26', '0.0012', '0.104', '9.38'])
        assert.ok(svg.includes(`>${words}`) || svg.includes(words), words);
      assert.ok(svg.includes('3.8e−2') && svg.includes('4.4e−4') && svg.includes('✓ healthy'));
      const used = new Set(svg.match(/#[0-9a-f]{6}/g));
      assert.deepEqual(
        [...used].filter((color) => !(Object.values(colors) as string[]).includes(color)),
        [],
      );
    });
  }

  it('stays small, whatever it draws', () => {
    const many = { ...layer, flow: Array.from({ length: 1000 }, (_, i) => 1 + i), place: 900 };
    assert.ok(layerCard(many, cardColors.dark).length < 60_000);
  });

  it('draws what was not measured, all the same or not finite as nothing, and breaks no markup', () => {
    const odd: CardLayer = {
      ...layer,
      name: '<b>&"x"',
      bins: { minimum: 0.5, maximum: 0.5, counts: [9] },
      std: 0,
      flow: [null],
      place: 0,
      finding: 'dead units',
    };
    for (const svg of [odd, { ...odd, bins: null, mean: null, std: null }].map((one) =>
      layerCard(one, cardColors.light),
    )) {
      assert.doesNotMatch(svg, /NaN|Infinity|undefined|<b>/);
      assert.match(svg, /▼ dead units/);
    }
  });
});

describe('rebinning', () => {
  it('keeps every count that lies inside', () => {
    const counts = [5, 0, 3, 8];
    const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum(rebin({ minimum: -1, maximum: 1, counts }, -2, 2, 7)) - 16) < 1e-9);
    assert.deepEqual(rebin({ minimum: 0, maximum: 4, counts }, 0, 4, 2), [5, 11]);
    assert.deepEqual(rebin({ minimum: 0, maximum: 4, counts }, 1, 3, 2), [0, 3]);
  });

  it('puts what has no width where it lies', () => {
    assert.deepEqual(rebin({ minimum: 1, maximum: 1, counts: [7] }, -2, 2, 4), [0, 0, 0, 7]);
    assert.deepEqual(rebin({ minimum: 9, maximum: 9, counts: [7] }, -2, 2, 4), [0, 0, 0, 0]);
  });
});
