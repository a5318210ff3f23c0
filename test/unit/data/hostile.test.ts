import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import jpeg from 'jpeg-js';
import type { LoadInput } from '../../../src/data/dataset.js';
import { createRandom } from '../../../src/tensor/random.js';
import { load } from './fixtures.js';
import { writeNpz } from './writeNpz.js';

/** Damaged copies of each file; `FUZZ_ROUNDS=5000 npx mocha test/unit/data/hostile.test.ts` looks for longer. */
const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 40);
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);
const mostMegabytes = 500;

const folder = new URL('../../fixtures/data/', import.meta.url);
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));

const side = 8;
const count = 12;
const pixels = Uint8Array.from({ length: count * side * side }, (_, i) => (i * 37) % 256);
const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
const idx = (shape: readonly number[], bytes: Uint8Array): Uint8Array =>
  Uint8Array.of(0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, 0, size]), ...bytes);
const images = idx([count, side, side], pixels);
const rgba = Buffer.from(Array.from({ length: 4 * side * side }, (_, i) => (i * 91) % 256));
const picture = { width: side, height: side, data: rgba };
const png = new Uint8Array(
  PNG.sync.write(Object.assign(new PNG({ width: side, height: side }), { data: rgba })),
);

interface Case {
  readonly name: string;
  /** The file that is damaged. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly others?: Readonly<Record<string, Uint8Array>>;
  readonly data: Partial<LoadInput['data']> & Pick<LoadInput['data'], 'target'>;
  readonly task?: 'language';
}

const text = new TextEncoder().encode('a,b,c\n1,"x, y",2.5\n-3,"say ""no""",\n4e2,z,1\n'.repeat(8));
const cases: readonly Case[] = [
  { name: 'CSV', path: 't.csv', bytes: text, data: { target: ['c'], missing: 'drop' } },
  {
    name: 'gzipped CSV',
    path: 't.csv.gz',
    bytes: new Uint8Array(gzipSync(text)),
    data: { target: ['c'], missing: 'drop' },
  },
  { name: 'text', path: 't.txt', bytes: text, data: { target: [], context: 4 }, task: 'language' },
  {
    name: 'IDX images',
    path: 'a-images-idx3-ubyte',
    bytes: images,
    others: { 'a-labels-idx1-ubyte': idx([count], labels) },
    data: { target: ['digit'] },
  },
  {
    name: 'IDX labels, gzipped',
    path: 'labels.gz',
    bytes: new Uint8Array(gzipSync(idx([count], labels))),
    others: { 'images.idx': images },
    data: { train: 'images.idx', target: ['labels.gz'] },
  },
  {
    name: 'stored NPZ',
    path: 'a.npz',
    bytes: writeNpz({
      x: { dtype: '|u1', shape: [count, side, side], bytes: pixels },
      y: { dtype: '|u1', shape: [count], bytes: labels },
    }),
    data: { target: ['y'] },
  },
  { name: 'deflated NPZ', path: 'a.npz', bytes: fixture('arrays.npz'), data: { target: ['one_column'] } },
  {
    name: 'PNG',
    path: 'p/a/1.png',
    bytes: png,
    others: { 'p/b/1.png': png },
    data: { train: 'p', target: ['x'] },
  },
  {
    name: 'JPEG',
    path: 'p/a/1.jpg',
    bytes: new Uint8Array(jpeg.encode(picture, 80).data),
    others: { 'p/b/1.png': png },
    data: { train: 'p', target: ['x'] },
  },
  ...readdirSync(new URL('parquet/', folder)).map((name) => ({
    name,
    path: 'a.parquet',
    bytes: fixture(`parquet/${name}`),
    data: { target: ['species'], missing: 'drop' as const },
  })),
];

/** Cut off, bytes changed (often to the extremes of a length), a stretch repeated or left out. */
function damage(bytes: Uint8Array, seed: number): Uint8Array {
  const random = createRandom(seed, 0);
  let drawn = 0;
  const draw = (below: number): number => Math.floor(below * random.uniform(drawn++));
  const kind = draw(6);
  const at = draw(bytes.length);
  if (kind === 0) return bytes.slice(0, at);
  if (kind === 1) return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + draw(16))]);
  if (kind === 2)
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - draw(64)))]);
  const changed = bytes.slice();
  // Headers stand at the beginning or at the end.
  const near = [
    draw(bytes.length),
    draw(Math.min(64, bytes.length)),
    bytes.length - 1 - draw(Math.min(256, bytes.length)),
  ];
  for (let i = 1 + draw(4); i > 0; i--) {
    const place = near[draw(3)]! + draw(4);
    if (place < changed.length)
      changed[place] = [0, 0xff, 0x7f, 0x80, draw(256), changed[place]! ^ (1 << draw(8))][draw(6)]!;
  }
  return changed;
}

describe('damaged data', () => {
  for (const { name, path, bytes, others = {}, data, task } of cases) {
    it(`is never more than a problem: ${name}`, async function () {
      this.timeout(60_000 + 100 * rounds);
      const before = process.memoryUsage();
      for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
        const damaged = damage(bytes, seed);
        const begun = performance.now();
        const { dataset, problems } = await load(
          { ...others, [path]: damaged },
          { train: path, ...data },
          task ? { task } : {},
        ).catch((error: Error) => assert.fail(`seed ${seed}: ${error.stack}`));
        assert.ok(performance.now() - begun < 20_000, `seed ${seed} took too long`);
        const message = problems.map((problem) => problem.message).join('\n');
        assert.ok(dataset || message !== '', `seed ${seed} says nothing`);
        // Messages of the language itself say nothing to anybody.
        assert.doesNotMatch(
          message,
          /Cannot (read|set|destructure)|is not (a function|iterable)|\[object/,
          `seed ${seed}: ${message}`,
        );
        const after = process.memoryUsage();
        const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
        assert.ok(grown < mostMegabytes * 2 ** 20, `seed ${seed} takes ${grown >> 20} MB`);
      }
    });
  }
});
