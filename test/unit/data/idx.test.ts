import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { applyPreprocessing, tableOptionsFor } from '../../../src/data/apply.js';
import { idx, parseIdx } from '../../../src/data/idx.js';
import { readTable } from '../../../src/data/index.js';
import { load, memoryFiles } from './fixtures.js';

/** An IDX file: type byte, dimensions, and the elements as they are written. */
function writeIdx(type: number, shape: readonly number[], elements: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + elements.length);
  bytes.set([0, 0, type, shape.length]);
  shape.forEach((size, i) => new DataView(bytes.buffer).setUint32(4 + 4 * i, size));
  bytes.set(elements, 4 + 4 * shape.length);
  return bytes;
}

const count = 20;
const pixels = Uint8Array.from({ length: count * 6 }, (_, i) => (i * 37) % 256);
const digits = Uint8Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 3 : 8));
const images = writeIdx(8, [count, 2, 3], pixels);
const labels = writeIdx(8, [count], digits);
const usual = { 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels };
const train = 'train-images-idx3-ubyte';

describe('reading IDX', () => {
  it('takes the target for the file with the labels', async () => {
    const result = await load(
      { 'a.idx': images, 'b.idx': labels },
      { train: 'a.idx', target: ['b.idx'], scale: 'standard' },
    );
    const { dataset } = result;
    assert.ok(dataset, JSON.stringify(result.problems));
    assert.deepEqual(dataset.preprocessing.inputShape, [1, 2, 3]);
    assert.deepEqual(dataset.preprocessing.target, { kind: 'class', column: 'b.idx', classes: [3, 8] });
    assert.equal(dataset.train.count, count);
    assert.deepEqual(
      [...dataset.train.targets],
      [...digits].map((digit) => (digit === 3 ? 0 : 1)),
    );
    // Divided by 255 whatever the scale, in single precision as NumPy would.
    assert.deepEqual(
      [...dataset.train.inputs],
      [...pixels].map((level) => Math.fround(level / 255)),
    );
  });

  it('finds the labels beside the images, under a name of its own, for every part', async () => {
    const files = {
      'd/train-images-idx3-ubyte.gz': gzipSync(images),
      'd/train-labels-idx1-ubyte.gz': gzipSync(labels),
      'd/t10k-images-idx3-ubyte.gz': gzipSync(images.subarray()),
      'd/t10k-labels-idx1-ubyte.gz': gzipSync(labels),
    };
    const target = ['digit'];
    const config = { train: 'd/train-images-idx3-ubyte.gz', target, test: 'd/t10k-images-idx3-ubyte.gz' };
    const { dataset, problems } = await load(files, config);
    assert.deepEqual(problems, []);
    assert.deepEqual([dataset?.train.count, dataset?.test?.count], [count, count]);
    assert.deepEqual(dataset?.test?.targets, dataset?.train.targets);
    const other = await load(files, { ...config, target: ['d/train-labels-idx1-ubyte.gz'] });
    assert.equal(other.dataset?.test?.count, count);
    assert.equal(other.dataset?.sha256, dataset?.sha256);
  });

  it('takes a shape of one’s own', async () => {
    const flat = await load(usual, { train, target: ['digit'], shape: [6] });
    assert.deepEqual(flat.dataset?.preprocessing.inputShape, [6]);
    const wrong = await load(usual, { train, target: ['digit'], shape: [1, 4, 4] });
    assert.match(wrong.problems[0]!.message, /room for 16 inputs, but the features make 6/);
  });

  it('predicts from images without labels', async () => {
    const { dataset } = await load(usual, { train, target: ['digit'] });
    const { preprocessing } = dataset!;
    const files = memoryFiles(new Map([['new.idx3-ubyte', images]]));
    const { table } = await readTable(files, 'new.idx3-ubyte', tableOptionsFor(preprocessing));
    const { rows } = applyPreprocessing(preprocessing, table!, 'new.idx3-ubyte');
    assert.equal(rows?.targets, null);
    assert.deepEqual(rows?.inputs, dataset!.train.inputs);

    const larger = memoryFiles(new Map([['x.idx', writeIdx(8, [1, 3, 3], new Uint8Array(9))]]));
    const read = await readTable(larger, 'x.idx', tableOptionsFor(preprocessing));
    const applied = applyPreprocessing(preprocessing, read.table!, 'x.idx');
    assert.match(
      applied.problems[0]!.message,
      /arrays of 1 × 3 × 3, but the network was trained on 1 × 2 × 3/,
    );
  });

  it('reads every type of element, big-endian', () => {
    const view = new DataView(new ArrayBuffer(16));
    const bytes = new Uint8Array(view.buffer);
    view.setInt8(0, -5);
    assert.deepEqual([...parseIdx(writeIdx(9, [1], bytes.subarray(0, 1))).values], [-5]);
    view.setInt16(0, -300);
    assert.deepEqual([...parseIdx(writeIdx(0xb, [1], bytes.subarray(0, 2))).values], [-300]);
    view.setInt32(0, -70000);
    assert.deepEqual([...parseIdx(writeIdx(0xc, [1], bytes.subarray(0, 4))).values], [-70000]);
    view.setFloat32(0, 0.5);
    assert.deepEqual([...parseIdx(writeIdx(0xd, [1], bytes.subarray(0, 4))).values], [0.5]);
    view.setFloat64(0, 0.1);
    assert.deepEqual([...parseIdx(writeIdx(0xe, [1], bytes.subarray(0, 8))).values], [0.1]);
  });

  it('is known by its first bytes', () => {
    assert.ok(idx.matches(images));
    assert.ok(!idx.matches(new TextEncoder().encode('a,b\n')));
    assert.ok(!idx.matches(Uint8Array.of(0, 0, 8, 0)));
  });

  const mistakes: [
    name: string,
    files: Record<string, Uint8Array>,
    target: string,
    path: string,
    message: RegExp,
  ][] = [
    [
      'no labels',
      { [train]: images },
      'digit',
      'target',
      /labels of .* are missing: there is no file "digit", nor "train-labels-idx1-ubyte"/,
    ],
    [
      'fewer labels',
      { ...usual, 'train-labels-idx1-ubyte': writeIdx(8, [3], Uint8Array.of(1, 2, 3)) },
      'digit',
      'train',
      /has 20 images, but train-labels-idx1-ubyte has 3 labels/,
    ],
    ['labels for images', { [train]: labels }, 'digit', 'train', /holds single values/],
    [
      'images for labels',
      { ...usual, 'train-labels-idx1-ubyte': images },
      'digit',
      'train',
      /train-labels-idx1-ubyte: labels have one dimension, these have 3 \(at byte 3\)/,
    ],
    [
      'a file cut off',
      { ...usual, [train]: images.subarray(0, 100) },
      'digit',
      'train',
      /the header tells of 20 × 2 × 3 elements, but the file ends 36 bytes before \(at byte 100\)/,
    ],
    [
      'a header cut off',
      { ...usual, [train]: images.subarray(0, 9) },
      'digit',
      'train',
      /header is cut off \(at byte 9\)/,
    ],
    [
      'absurd dimensions',
      { ...usual, [train]: writeIdx(8, [0xffffffff, 0xffffffff, 0xffffffff], new Uint8Array(4)) },
      'digit',
      'train',
      /elements, but the file ends/,
    ],
    [
      'bytes behind',
      { ...usual, [train]: writeIdx(8, [1, 2, 3], new Uint8Array(7)) },
      'digit',
      'train',
      /1 bytes follow the last element \(at byte 22\)/,
    ],
    [
      'a damaged gzip',
      { [train]: gzipSync(images).fill(0xff, 20) },
      'digit',
      'train',
      /packed data is damaged/,
    ],
    [
      'no images',
      { ...usual, [train]: writeIdx(8, [0, 2, 3], new Uint8Array(0)) },
      'digit',
      'train',
      /holds no images/,
    ],
    [
      'a dimension of 0',
      { ...usual, [train]: writeIdx(8, [5, 0, 3], new Uint8Array(0)) },
      'digit',
      'train',
      /a dimension is 0 \(at byte 8\)/,
    ],
  ];
  for (const [name, files, target, key, message] of mistakes) {
    it(`says what is wrong: ${name}`, async () => {
      const { dataset, problems } = await load(files, { train, target: [target] });
      assert.equal(dataset, null);
      assert.match(problems[0]!.message, message);
      assert.deepEqual(problems[0]!.path, ['data', key]);
    });
  }
});
