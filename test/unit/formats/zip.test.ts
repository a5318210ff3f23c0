import assert from 'node:assert/strict';
import { crc32, deflateRawSync } from 'node:zlib';
import { FormatError } from '../../../src/formats/formatError.js';
import { memorySource } from '../../../src/formats/memory.js';
import { updateCrc32 } from '../../../src/formats/zip/crc32.js';
import { readZipDirectory } from '../../../src/formats/zip/directory.js';
import { zipEntrySource } from '../../../src/formats/zip/entry.js';
import { makeZip } from './makeZip.js';

const noise = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i * 2654435761) >>> 24);

describe('zip archives', () => {
  it('the checksum is that of zlib, in one go and in parts', () => {
    assert.equal(updateCrc32(0, new TextEncoder().encode('123456789')), 0xcbf43926);
    for (const cut of [0, 1, 7, 8, 9, 1000]) {
      const first = updateCrc32(0, noise.subarray(0, cut));
      assert.equal(updateCrc32(first, noise.subarray(cut)), crc32(noise));
    }
  });

  it('stored and deflated entries are read by range, forwards and back', async () => {
    const source = memorySource(
      makeZip([
        { name: 'a', bytes: noise },
        { name: 'b', bytes: noise, deflate: true },
      ]),
    );
    const { entries, warnings } = await readZipDirectory(source);
    assert.deepEqual([...entries.keys(), ...warnings], ['a', 'b']);
    for (const entry of entries.values()) {
      const content = zipEntrySource(source, entry, (message) => assert.fail(message));
      assert.equal(content.size, noise.length);
      for (const [offset, length] of [
        [0, 100_000],
        [100_000, 200_000],
        [250_000, 10],
        [5, 5],
        [noise.length, 0],
      ] as const) {
        assert.deepEqual(
          Buffer.from(await content.read(offset, length)),
          Buffer.from(noise.subarray(offset, offset + length)),
        );
      }
      await assert.rejects(content.read(noise.length, 1), FormatError);
    }
  });

  it('a damaged entry is told of, once', async () => {
    const bytes = makeZip([{ name: 'a', bytes: noise }]);
    bytes[1000]! ^= 1;
    const { entries } = await readZipDirectory(memorySource(bytes));
    const warnings: string[] = [];
    const content = zipEntrySource(memorySource(bytes), entries.get('a')!, (message) =>
      warnings.push(message),
    );
    for (let pass = 0; pass < 2; pass++) {
      for (let at = 0; at < noise.length; at += 100_000) await content.read(at, 100_000);
    }
    assert.equal(warnings.length, 1);
  });

  it('damaged deflate, encryption and unknown methods are FormatErrors', async () => {
    const packed = deflateRawSync(noise);
    const open = async (change: (bytes: Uint8Array) => void) => {
      const bytes = makeZip([{ name: 'a', bytes: noise, deflate: true }]);
      change(bytes);
      const source = memorySource(bytes);
      const { entries } = await readZipDirectory(source);
      return zipEntrySource(source, entries.get('a')!, () => undefined).read(0, noise.length);
    };
    await assert.rejects(
      open((bytes) => bytes.fill(0xff, 40, 60)),
      /cannot be inflated/,
    );
    const central = 31 + packed.length;
    await assert.rejects(
      open((bytes) => (bytes[central + 8] = 1)),
      /is encrypted/,
    );
    await assert.rejects(
      open((bytes) => (bytes[central + 10] = 14)),
      /method 14/,
    );
  });
});
