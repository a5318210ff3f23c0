import { createCrc } from '../../formats/crc.js';

/** CRC-32C (Castagnoli). */
const updateCrc32c = createCrc(0x82f63b78);

/** The checksum of `bytes[from, to)`. */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return updateCrc32c(0, bytes, from, to);
}

/** As TFRecord files store it: rotated right by 15 bits plus a constant, so that a CRC of CRCs stays sound. */
export function maskedCrc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  const crc = crc32c(bytes, from, to);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
