import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openModelFile } from '../../../../src/formats/node.js';
import { memoryReader, pieceValues } from '../../../../src/inspect/valueReader.js';
import { encodeAllValues } from '../../../../src/worker/models/encodeValues.js';
import { writeValues } from '../../../../src/worker/models/writeValues.js';

describe('values written to a file', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'values-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const { signal } = new AbortController();

  it('are a NumPy array that reads back the same, over more than one piece', async () => {
    const values = Float32Array.from({ length: pieceValues + 6 }, (_, i) => Math.sin(i));
    const shape = [2, values.length / 2];
    const path = join(folder, 'a.npy');
    await writeValues(memoryReader(values), shape, { path, kind: 'npy' }, signal);
    const opened = await openModelFile(path);
    const { model } = opened;
    const [tensor] = model.tensors;
    assert.deepEqual([tensor!.shape, tensor!.dtype], [shape, 'float32']);
    assert.deepEqual(await tensor!.read(0, values.length), values);
    await opened.close();
    // The header ends where NumPy wants it to.
    assert.equal((10 + readFileSync(path).readUInt16LE(8)) % 64, 0);
  });

  it('keep their shape and precision, whatever they are', async () => {
    for (const shape of [[3], [], [0, 4], [1, 1, 3]]) {
      const size = shape.reduce((product, dimension) => product * dimension, 1);
      const path = join(folder, 'b.npy');
      const values = Float64Array.from({ length: size }, (_, i) => 1 / (i + 3));
      await writeValues(memoryReader(values), shape, { path, kind: 'npy' }, signal);
      const opened = await openModelFile(path);
      const { model } = opened;
      assert.deepEqual(model.tensors[0]!.shape, shape);
      assert.deepEqual([...(await model.tensors[0]!.read(0, size))], [...values]);
      await opened.close();
    }
  });

  it('are the same bytes in memory', async () => {
    for (const [kind, length] of [
      ['npy', 2 * pieceValues + 6],
      ['csv', 30],
    ] as const) {
      const values = Float32Array.from({ length }, (_, i) => Math.sin(i));
      const path = join(folder, `e.${kind}`);
      await writeValues(memoryReader(values), [2, length / 2], { path, kind }, signal);
      const bytes = await encodeAllValues(memoryReader(values), [2, length / 2], kind, signal);
      assert.ok(readFileSync(path).equals(bytes));
    }
  });

  it('are lines of numbers, a row each', async () => {
    const path = join(folder, 'c.csv');
    const values = Float32Array.of(0.1, -2, NaN, Infinity, 1e-9, 3);
    await writeValues(memoryReader(values), [3, 2], { path, kind: 'csv' }, signal);
    assert.equal(readFileSync(path, 'utf8'), '0.1,-2\nNaN,Infinity\n1e-9,3\n');
  });

  it('leave nothing behind where nobody waits for them', async () => {
    const controller = new AbortController();
    controller.abort(new Error('cancelled'));
    const path = join(folder, 'd.npy');
    const writing = writeValues(
      memoryReader(new Float32Array(4)),
      [4],
      { path, kind: 'npy' },
      controller.signal,
    );
    await assert.rejects(writing, /cancelled/);
    assert.equal(existsSync(path), false);
    assert.ok(!readdirSync(folder).some((name) => name.endsWith('.part')));
  });
});
