import assert from 'node:assert/strict';
import type { ModelTensor, OpenModel } from '../../../../src/formats/format.js';
import { FormatError } from '../../../../src/formats/formatError.js';
import { openedModel } from '../../../../src/formats/openedModel.js';
import { MeasuredModel } from '../../../../src/worker/models/measuredModel.js';

let reads = 0;

function tensorOf(name: string, valueAt: (i: number) => number): ModelTensor {
  return {
    name,
    dtype: 'float32',
    shape: [4, 8],
    size: 32,
    bytes: 128,
    read: async (offset, length) => {
      reads++;
      return Float32Array.from({ length }, (_, i) => valueAt(offset + i));
    },
  };
}

const rowsOfZeros = tensorOf('rows.weight', (i) => (i >= 8 && i < 24 ? 0 : Math.sin(i)));
const broken: ModelTensor = {
  ...tensorOf('broken.weight', Math.sin),
  read: () => Promise.reject(new FormatError('it ends too soon', 12)),
};
const model = (): OpenModel =>
  openedModel({
    format: 'npz',
    metadata: {},
    warnings: [],
    tensors: [
      tensorOf('fine.weight', Math.sin),
      broken,
      rowsOfZeros,
      tensorOf('odd.weight', (i) => (i === 9 ? NaN : Math.cos(i))),
    ],
  });
const { signal } = new AbortController();

describe('a measured model', () => {
  it('finds in what has been measured so far, by the place of each tensor and value', async () => {
    const measured = new MeasuredModel(model());
    assert.deepEqual(measured.findings(), { measured: 0, rules: [] });
    await measured.brief(0, signal);
    await measured.brief(2, signal);
    const [rule, ...others] = measured.findings().rules;
    assert.deepEqual(others, []);
    assert.equal(rule!.code, 'dead-rows');
    assert.deepEqual(rule!.tensors, [
      { tensor: 2, value: 2, message: '2 of 4 rows are all zeros, the first is row 1', first: 8 },
    ]);
    await measured.brief(3, signal);
    const { rules } = measured.findings();
    assert.deepEqual(
      rules.map(({ code, severity, tensors }) => [code, severity, tensors[0]!.tensor, tensors[0]!.first]),
      [
        ['not-finite', 'error', 3, 9],
        ['dead-rows', 'warning', 2, 8],
      ],
    );
  });

  it('tells how a tensor is distributed, and nothing of one that cannot be read', async () => {
    const measured = new MeasuredModel(model());
    const { min, max, counts } = await measured.distribution(2, signal);
    const values = Array.from({ length: 32 }, (_, i) => (i >= 8 && i < 24 ? 0 : Math.fround(Math.sin(i))));
    assert.deepEqual([min, max], [Math.min(...values), Math.max(...values)]);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      32,
    );
    const unknown = { mean: null, std: null, min: null, max: null, counts: [] };
    assert.deepEqual(await measured.distribution(1, signal), unknown);
  });

  it('counts what cannot be read among the measured, and finds nothing in it', async () => {
    const measured = new MeasuredModel(model());
    const { problem } = await measured.brief(1, signal);
    assert.match(problem!, /it ends too soon/);
    assert.deepEqual(measured.findings(), { measured: 1, rules: [] });
  });

  it('reads a tensor once for whoever asks again, and not at all once nobody waits', async () => {
    const measured = new MeasuredModel(model());
    const first = await measured.brief(0, signal);
    const before = reads;
    assert.equal(await measured.brief(0, signal), first);
    assert.equal(reads, before);
    const ended = AbortSignal.abort(new Error('left'));
    await assert.rejects(measured.brief(3, ended), /left/);
    assert.equal(measured.findings().measured, 1);
  });
});
