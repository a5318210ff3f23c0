import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';
import { applyPreprocessing, tableOptionsFor } from '../../../src/data/apply.js';
import { readTable } from '../../../src/data/index.js';
import { load, memoryFiles } from './fixtures.js';

/** A PNG of this colour type (0 grey, 2 RGB, 6 RGBA), its samples row by row, without filters. */
function writePng(
  width: number,
  height: number,
  colourType: 0 | 2 | 6,
  samples: readonly number[],
): Uint8Array {
  const perRow = samples.length / height;
  const rows = Array.from({ length: height }, (_, y) => [0, ...samples.slice(y * perRow, (y + 1) * perRow)]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.from(rows.flat()));
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]),
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  let crc = ~0;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(~crc >>> 0);
  return Buffer.concat([length, body, sum]);
}

function writeJpeg(width: number, height: number, rgb: readonly [number, number, number]): Uint8Array {
  const data = Buffer.alloc(4 * width * height);
  for (let i = 0; i < width * height; i++) data.set([...rgb, 255], 4 * i);
  return new Uint8Array(jpeg.encode({ width, height, data }, 95).data);
}

const grey = (level: number) =>
  writePng(
    3,
    2,
    0,
    Array.from({ length: 6 }, (_, i) => level + i),
  );
const red = writePng(3, 2, 2, Array.from({ length: 6 }, () => [200, 10, 30]).flat());
const files = {
  'p/cat/1.png': grey(0),
  'p/cat/2.png': grey(50),
  'p/dog/1.PNG': grey(100),
  'p/dog/2.png': grey(150),
  'p/dog/notes.txt': 'not a picture',
  'p/.hidden/x.png': grey(9),
};
const config = { train: 'p', target: ['animal'] };

describe('reading a folder of images', () => {
  it('takes the folders for classes, and the shape of the first image', async () => {
    const { dataset, problems } = await load(files, config);
    assert.deepEqual(problems, []);
    const { preprocessing, train } = dataset!;
    assert.deepEqual(preprocessing.inputShape, [1, 2, 3]);
    assert.deepEqual(preprocessing.target, { kind: 'class', column: 'animal', classes: ['cat', 'dog'] });
    assert.deepEqual([...train.targets], [0, 0, 1, 1]);
    assert.deepEqual(train.files, ['p/cat/1.png', 'p/cat/2.png', 'p/dog/1.PNG', 'p/dog/2.png']);
    const levels = [0, 50, 100, 150].flatMap((level) => Array.from({ length: 6 }, (_, i) => level + i));
    assert.deepEqual(
      [...train.inputs],
      levels.map((level) => Math.fround(level / 255)),
    );
  });

  it('keeps colours channel after channel, whatever the file', async () => {
    const clear = writePng(3, 2, 6, Array.from({ length: 6 }, () => [200, 10, 30, 0]).flat());
    const { dataset } = await load(
      { 'p/a/1.png': red, 'p/b/1.png': clear, 'p/b/2.jpg': writeJpeg(3, 2, [200, 10, 30]) },
      config,
    );
    assert.deepEqual(dataset!.preprocessing.inputShape, [3, 2, 3]);
    const expected = [200, 10, 30].flatMap((level) => Array.from({ length: 6 }, () => level));
    for (let row = 0; row < 3; row++) {
      const levels = Array.from(
        dataset!.train.inputs.subarray(18 * row, 18 * (row + 1)),
        (value) => 255 * value,
      );
      levels.forEach((level, i) => assert.ok(Math.abs(level - expected[i]!) < 3, `${row}: ${levels.join()}`));
    }
  });

  it('turns all to the colour of the first, or of the shape, and says so', async () => {
    const mixed = { 'p/a/1.png': grey(7), 'p/b/1.png': red };
    const { dataset, problems } = await load(mixed, config);
    // Pillow: Image.new('RGB', (1, 1), (200, 10, 30)).convert('L') is 69.
    assert.equal(Math.round(255 * dataset!.train.inputs[6]!), 69);
    assert.match(
      problems[0]!.message,
      /1 of 2 images of p is in colour and turned to grey, as p\/a\/1\.png is/,
    );
    const coloured = await load(mixed, { ...config, shape: [3, 2, 3] });
    assert.deepEqual(coloured.dataset?.preprocessing.inputShape, [3, 2, 3]);
  });

  it('predicts from a folder without classes, and from one image', async () => {
    const { dataset } = await load(files, config);
    const { preprocessing } = dataset!;
    const fresh = memoryFiles(
      new Map([
        ['new/1.png', grey(50)],
        ['new/2.png', red],
        ['one.png', grey(50)],
      ]),
    );
    for (const [path, count] of [
      ['new', 2],
      ['one.png', 1],
    ] as const) {
      const { table } = await readTable(fresh, path, tableOptionsFor(preprocessing));
      const { rows } = applyPreprocessing(preprocessing, table!, path);
      assert.deepEqual([rows!.count, rows!.targets], [count, null]);
      assert.deepEqual(rows!.inputs.subarray(0, 6), dataset!.train.inputs.subarray(6, 12));
    }
  });

  const other = writePng(2, 2, 0, [1, 2, 3, 4]);
  const huge = red.slice();
  huge.set([0x7f, 0xff, 0xff, 0xff], 16);
  for (const [name, given, message] of [
    [
      'an image of another size',
      { ...files, 'p/dog/3.png': other },
      /p\/dog\/3\.png is 2 pixels high and 2 wide, but p\/cat\/1\.png is 2 by 3/,
    ],
    [
      'a damaged image',
      { ...files, 'p/dog/3.png': red.subarray(0, 60) },
      /p\/dog\/3\.png: the PNG is damaged/,
    ],
    [
      'an image cut in its header',
      { ...files, 'p/dog/3.png': red.subarray(0, 20) },
      /p\/dog\/3\.png: the picture’s header is cut off \(at byte 20\)/,
    ],
    [
      'a name that misleads',
      { ...files, 'p/dog/3.png': new TextEncoder().encode('hello') },
      /3\.png: this is neither PNG nor JPEG/,
    ],
    [
      'an absurd size',
      { ...files, 'p/dog/3.png': huge },
      /3\.png: a picture of 2147483647 × 2 pixels cannot be read \(at byte 16\)/,
    ],
    ['a damaged JPEG', { ...files, 'p/dog/3.jpg': writeJpeg(3, 2, [1, 2, 3]).subarray(0, 300) }, /3\.jpg: /],
    ['no folders in it', { 'p/1.png': grey(1) }, /The images in p stand side by side/],
    ['no images in it', { 'p/a/notes.txt': 'x' }, /"p" is a folder without PNG or JPEG files/],
    ['one class', { 'p/a/1.png': grey(1), 'p/a/2.png': grey(2) }, /is always "a"/],
  ] as [string, Record<string, string | Uint8Array>, RegExp][]) {
    it(`says what is wrong: ${name}`, async () => {
      const { dataset, problems } = await load(given, config);
      assert.equal(dataset, null);
      assert.match(problems[0]!.message, message);
    });
  }
});
