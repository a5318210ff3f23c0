import assert from 'node:assert/strict';
import type { ListedTensor } from '../../../../src/protocol/models.js';
import { buildTree, listRows, openAtFirst, type Listing } from '../../../../webview/model/moduleTree.js';

const tensorOf = (name: string, shape: readonly number[] = [2, 3]): ListedTensor => {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return { name, dtype: 'float32', shape, size, bytes: 4 * size, problem: null };
};
const tensors = [
  tensorOf('module.conv1.weight', [8, 1, 3, 3]),
  tensorOf('module.conv1.bias', [8]),
  tensorOf('module.layer.0.attn.query.weight', [4, 4]),
  tensorOf('module.layer.10.attn.query.weight', [4, 4]),
  tensorOf('module.layer.2.attn.query.weight', [4, 4]),
  tensorOf('scale', []),
];
const roots = buildTree(tensors);
const listing: Listing = { filter: '', sort: 'order', descending: false, isOpen: () => true };
const list = (change: Partial<Listing>, measured = new Map<number, { mean: number; std: number }>()) =>
  listRows(roots, tensors, (tensor) => measured.get(tensor), { ...listing, ...change });
const show = (rows: ReturnType<typeof list>): string[] =>
  rows.map(({ level, label }) => `${'  '.repeat(level - 1)}${label}`);

describe('the tree of modules', () => {
  it('follows the names, and lets what holds one thing alone share its row', () => {
    assert.deepEqual(show(list({})), [
      'module',
      '  conv1',
      '    weight',
      '    bias',
      '  layer',
      '    0.attn.query.weight',
      '    10.attn.query.weight',
      '    2.attn.query.weight',
      'scale',
    ]);
    assert.equal(roots[0]!.parameters, 72 + 8 + 48);
    assert.equal(roots[0]!.tensors, 5);
    assert.equal(roots[0]!.bytes, 4 * 128);
  });

  it('reads the slashes of TensorFlow as well, and keeps a name that is nothing but separators', () => {
    const tree = buildTree(['conv/kernel:0', 'conv/bias:0', '...', ''].map((name) => tensorOf(name)));
    assert.deepEqual(
      tree.map(({ label, tensors: count }) => [label, count]),
      [
        ['conv', 2],
        ['...', 1],
        ['', 1],
      ],
    );
  });

  it('shows what was searched for, whatever is folded away', () => {
    assert.deepEqual(show(list({ filter: 'CONV1 8×1', isOpen: () => false })), [
      'module',
      '  conv1',
      '    weight',
    ]);
    assert.deepEqual(show(list({ isOpen: () => false })), ['module', 'scale']);
    assert.deepEqual(list({ filter: 'nothing of this' }), []);
  });

  it('is a plain list in any other order, what is not known last', () => {
    assert.deepEqual(show(list({ sort: 'size', descending: true })).slice(0, 2), [
      'module.conv1.weight',
      'module.layer.0.attn.query.weight',
    ]);
    const known = new Map([
      [1, { mean: 3, std: 1 }],
      [2, { mean: -1, std: 2 }],
    ]);
    for (const descending of [false, true]) {
      const rows = list({ sort: 'mean', descending }, known);
      assert.deepEqual(
        rows.slice(0, 2).map(({ node }) => node.tensor),
        descending ? [1, 2] : [2, 1],
      );
    }
    assert.deepEqual(
      list({ sort: 'name' }).map(({ node }) => node.tensor),
      [1, 0, 2, 4, 3, 5],
    );
  });

  it('opens level by level as long as the list stays short', () => {
    assert.deepEqual([...openAtFirst(roots, 4)], ['module.']);
    assert.equal(openAtFirst(roots, 100).size, 3);
    assert.equal(openAtFirst(roots, 3).size, 0);
  });
});
