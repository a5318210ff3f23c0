import assert from 'node:assert/strict';
import { matchLayers, type LayerShape } from '../../../src/training/matchLayers.js';
import type { NamedShape } from '../../../src/training/matchWeights.js';

const dense = (name: string, outputs: number, inputs: number): LayerShape => ({
  name,
  parameters: [
    { name: `${name}.weight`, shape: [outputs, inputs] },
    { name: `${name}.bias`, shape: [outputs] },
  ],
});
const layers = [dense('hidden', 16, 4), dense('middle', 16, 16), dense('output', 3, 16)];
const fileOf = (...names: readonly string[]): NamedShape[] =>
  names.flatMap((name, i) =>
    layers[i]!.parameters.map(({ name: own, shape }) => ({ name: `${name}.${own.split('.')[1]}`, shape })),
  );

describe('the tensors of a file for the layers of a network', () => {
  it('are those of the same name', () => {
    const { tensors, rename, fitting } = matchLayers(layers, fileOf('hidden', 'middle', 'output'));
    assert.deepEqual(Object.fromEntries(tensors), { hidden: [0, 1], middle: [2, 3], output: [4, 5] });
    assert.deepEqual(rename, {});
    assert.equal(fitting, 6);
  });

  it('are found behind a prefix that they share, with the one rename that takes it off', () => {
    const { rename, fitting } = matchLayers(
      layers,
      fileOf('module.hidden', 'module.middle', 'module.output'),
    );
    assert.deepEqual(rename, { 'module.': '' });
    assert.equal(fitting, 6);
  });

  it('are found by the shapes of all that a layer learns, in the order of both', () => {
    const { tensors, rename, fitting } = matchLayers(layers, fileOf('net.0', 'net.2', 'net.4'));
    assert.deepEqual(rename, { 'net.0.': 'hidden.', 'net.2.': 'middle.', 'net.4.': 'output.' });
    assert.deepEqual(tensors.get('middle'), [2, 3]);
    assert.equal(fitting, 6);
  });

  it('are not found where the shape is another one, and no module is given twice', () => {
    const twins = [dense('first', 8, 8), dense('second', 8, 8)];
    const { tensors } = matchLayers(twins, [
      { name: 'a.weight', shape: [8, 8] },
      { name: 'a.bias', shape: [8] },
      { name: 'b.weight', shape: [8, 9] },
      { name: 'b.bias', shape: [8] },
    ]);
    assert.deepEqual(Object.fromEntries(tensors), { first: [0, 1] });
  });

  it('take along what stands deeper, as the parts of an attention', () => {
    const attention: LayerShape = {
      name: 'look',
      parameters: [
        { name: 'look.in_proj_weight', shape: [24, 8] },
        { name: 'look.out_proj.weight', shape: [8, 8] },
      ],
    };
    const file = [
      { name: 'block.attn.in_proj_weight', shape: [24, 8] },
      { name: 'block.attn.out_proj.weight', shape: [8, 8] },
    ];
    const { tensors, rename, fitting } = matchLayers([attention], file);
    assert.deepEqual(
      [Object.fromEntries(tensors), rename, fitting],
      [{ look: [0, 1] }, { 'block.attn.': 'look.' }, 2],
    );
  });

  it('go by the name alone where no shape is known', () => {
    const unknown = layers.map(({ name }) => ({ name, parameters: [] }));
    const { tensors, fitting } = matchLayers(unknown, fileOf('hidden', 'elsewhere', 'output'));
    assert.deepEqual([...tensors.keys()], ['hidden', 'output']);
    assert.equal(fitting, 0);
  });
});
