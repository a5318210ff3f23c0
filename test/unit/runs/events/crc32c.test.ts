import assert from 'node:assert/strict';
import { crc32c, maskedCrc32c } from '../../../../src/runs/events/crc32c.js';

describe('CRC-32C', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);
  // RFC 3720, appendix B.4
  const rows: [string, Uint8Array, number][] = [
    ['nothing', new Uint8Array(0), 0],
    ['"123456789"', new TextEncoder().encode('123456789'), 0xe3069283],
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 ones', new Uint8Array(32).fill(255), 0x62a8ab43],
    ['0 … 31', ascending, 0x46dd794e],
    ['31 … 0', ascending.slice().reverse(), 0x113fdb5c],
  ];
  for (const [name, bytes, expected] of rows) it(`of ${name}`, () => assert.equal(crc32c(bytes), expected));

  it('of a part of the bytes', () => {
    const padded = new Uint8Array(40);
    padded.set(new TextEncoder().encode('123456789'), 3);
    assert.equal(crc32c(padded, 3, 12), 0xe3069283);
  });

  it('is masked as TFRecord files store it', () => {
    // The header of a 24-byte record, from TensorFlow's own writer.
    assert.equal(maskedCrc32c(Uint8Array.of(24, 0, 0, 0, 0, 0, 0, 0)), 0x224b7fa3);
  });
});
