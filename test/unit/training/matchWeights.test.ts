import assert from 'node:assert/strict';
import type { NetworkConfig } from '../../../src/engine/config.js';
import { buildNetwork } from '../../../src/engine/build.js';
import { matchWeights, type NamedShape } from '../../../src/training/matchWeights.js';

function networkOf(outputs: number, freeze: readonly string[] = []) {
  const config: NetworkConfig = {
    inputShape: [4],
    outputs,
    layers: [
      { type: 'dense', name: 'hidden', index: 0, units: 8, activation: 'relu' },
      { type: 'batchNorm', name: 'norm', index: 1 },
      { type: 'dense', name: 'output', index: 2 },
    ],
    freeze,
  };
  const built = buildNetwork(config);
  assert.ok(built.network, JSON.stringify(built.problems));
  return built.network;
}

const base: readonly NamedShape[] = [
  { name: 'hidden.weight', shape: [8, 4] },
  { name: 'hidden.bias', shape: [8] },
  { name: 'norm.weight', shape: [8] },
  { name: 'norm.bias', shape: [8] },
  { name: 'norm.running_mean', shape: [8] },
  { name: 'norm.running_var', shape: [8] },
  { name: 'norm.num_batches_tracked', shape: [] },
  { name: 'output.weight', shape: [3, 8] },
  { name: 'output.bias', shape: [3] },
];
const section = { weights: 'base.safetensors', freeze: [], rename: {} };
const outline = (problems: readonly { severity: string; code: string }[]) =>
  problems.map(({ severity, code }) => `${severity} ${code}`);

describe('pretrained weights', () => {
  it('match by name and shape, running statistics too', () => {
    const { sources, problems } = matchWeights(base, networkOf(3), section);
    assert.deepEqual(problems, []);
    assert.equal(sources.size, 8);
  });

  it('are renamed by the beginning of their names, the longest first', () => {
    const file = base.map(({ name, shape }) => ({
      name: `model.${name.replace('hidden', 'features.0')}`,
      shape,
    }));
    const rename = { 'model.': '', 'model.features.0.': 'hidden.' };
    const { sources, problems } = matchWeights(file, networkOf(3), { ...section, rename });
    assert.deepEqual(problems, []);
    assert.equal(sources.get('hidden.weight'), 'model.features.0.weight');
  });

  it('leave a head of another number of classes as initialised, with a warning', () => {
    const { sources, problems } = matchWeights(base, networkOf(5), section);
    assert.deepEqual(outline(problems), ['warning pretrained-head', 'warning pretrained-head']);
    assert.ok(problems[0]!.message.includes('[5, 8] here and [3, 8]'), problems[0]!.message);
    assert.ok(!sources.has('output.weight') && sources.has('hidden.weight'));
  });

  it('refuse another shape anywhere else, naming both', () => {
    const file = base.map((tensor) =>
      tensor.name === 'hidden.weight' ? { ...tensor, shape: [8, 5] } : tensor,
    );
    const { problems } = matchWeights(file, networkOf(3), section);
    assert.deepEqual(outline(problems), ['error pretrained-shape']);
    assert.ok(problems[0]!.message.startsWith('"hidden.weight" has shape [8, 4] here and [8, 5]'));
  });

  it('refuse to freeze what the file does not hold, and only warn of the rest', () => {
    const file = base.filter(({ name }) => name !== 'hidden.bias');
    assert.deepEqual(outline(matchWeights(file, networkOf(3, ['hidden.*']), section).problems), [
      'error pretrained-missing',
    ]);
    assert.deepEqual(outline(matchWeights(file, networkOf(3), section).problems), [
      'warning pretrained-missing',
    ]);
  });

  it('refuse a file of another network, and warn of a rename that renames nothing', () => {
    const { problems } = matchWeights([{ name: 'conv.weight', shape: [1] }], networkOf(3), {
      ...section,
      rename: { 'features.': 'hidden.' },
    });
    assert.deepEqual(outline(problems), ['warning pretrained-rename', 'error pretrained-missing']);
    assert.ok(problems[1]!.message.includes('it holds "conv.weight"'));
  });
});
