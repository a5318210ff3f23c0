import assert from 'node:assert/strict';
import { addResidual } from '../../../src/diagnose/fixes/residual.js';
import { buildNetwork } from '../../../src/engine/build.js';
import { applyTextEdits, editSpec } from '../../../src/spec/edit.js';
import { parseSpec } from '../../../src/spec/parse.js';

const write = (layers: readonly object[]): string =>
  JSON.stringify({ data: { train: 'a.csv', target: 'y' }, layers }, null, 2);
const dense = (units: number, more: object = {}): object => ({
  type: 'dense',
  units,
  activation: 'tanh',
  ...more,
});

/** The layers of a spec after the fix, as the engine builds them; null where it has none. */
function fixed(text: string): readonly { type: string; name: string; from?: unknown }[] | null {
  const fix = addResidual(parseSpec(text).spec!);
  if (!fix) return null;
  const { spec, problems } = parseSpec(applyTextEdits(text, editSpec(text, fix.edits)!));
  assert.deepEqual(problems, []);
  const { problems: ofNetwork } = buildNetwork({
    inputShape: [3],
    outputs: 2,
    layers: spec!.layers,
    freeze: [],
  });
  assert.deepEqual(ofNetwork ?? [], []);
  return spec!.layers;
}

describe('the fix that adds residual connections', () => {
  it('joins layers of one width into a chain of sums that can be built', () => {
    const layers = fixed(
      write([dense(8), dense(8), dense(8, { name: 'mid' }), dense(4), { type: 'dense' }]),
    )!;
    assert.deepEqual(
      layers.map(({ name, from }) => (from ? [name, from] : name)),
      [
        'dense1',
        'dense2',
        ['dense2Sum', ['dense1', 'dense2']],
        'mid',
        ['midSum', ['dense2Sum', 'mid']],
        'dense3',
        'dense4',
      ],
    );
  });

  it('is not offered where shapes or connections do not allow it', () => {
    assert.equal(fixed(write([dense(8), dense(4), { type: 'dense' }])), null);
    assert.equal(fixed(write([dense(8), { type: 'dense' }])), null);
    assert.equal(fixed(write([dense(8), { type: 'batchNorm' }, dense(8), { type: 'dense' }])), null);
    const named = [
      dense(8, { name: 'a' }),
      dense(8, { name: 'b' }),
      { type: 'add', from: ['a', 'b'] },
      { type: 'dense' },
    ];
    assert.equal(fixed(write(named)), null);
  });
});
