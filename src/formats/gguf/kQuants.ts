/** ggml's "K" types (ggml-quants.c): 256 values with a scale for all, and small scales and minima for parts. */
import { blockCodec, readHalf, readInt8 } from './blockCodec.js';

const f = Math.fround;

/** 2 bits; a scale and a minimum of 4 bits for each 16. */
export const q2K = blockCodec(256, 84, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at + 80);
  const min = readHalf(bytes, at + 82);
  let next = to;
  for (let part = 0; part < 16; part++) {
    const both = bytes[at + part]!;
    const partScale = f(scale * (both & 15));
    const partMin = f(min * (both >> 4));
    const from = at + 16 + 32 * (part >> 3) + 16 * (part & 1);
    const shift = 2 * ((part >> 1) & 3);
    for (let i = 0; i < 16; i++) values[next++] = f(partScale * ((bytes[from + i]! >> shift) & 3)) - partMin;
  }
});

/** 2 bits and a third in a mask, where 0 means 4 less; a scale of 6 bits for each 16, from −32. */
export const q3K = blockCodec(256, 110, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at + 108);
  const scales = at + 96;
  let next = to;
  for (let part = 0; part < 16; part++) {
    const low = part < 8 ? bytes[scales + part]! & 15 : bytes[scales + part - 8]! >> 4;
    const high = (bytes[scales + 8 + (part & 3)]! >> (2 * (part >> 2))) & 3;
    const partScale = f(scale * ((low | (high << 4)) - 32));
    const odd = 16 * (part & 1);
    const from = at + 32 + 32 * (part >> 3) + odd;
    const shift = 2 * ((part >> 1) & 3);
    const mask = 1 << (part >> 1);
    for (let i = 0; i < 16; i++) {
      const third = bytes[at + odd + i]! & mask ? 0 : 4;
      values[next++] = partScale * (((bytes[from + i]! >> shift) & 3) - third);
    }
  }
});

/** Scale and minimum, 6 bits each, of part 0 to 7: 12 bytes hold all. */
function readScale(bytes: Uint8Array, at: number, part: number): number {
  if (part < 4) return bytes[at + part]! & 63;
  return (bytes[at + part + 4]! & 15) | ((bytes[at + part - 4]! >> 6) << 4);
}

function readMin(bytes: Uint8Array, at: number, part: number): number {
  if (part < 4) return bytes[at + part + 4]! & 63;
  return (bytes[at + part + 4]! >> 4) | ((bytes[at + part]! >> 6) << 4);
}

/** 4 bits; a scale and a minimum for each 32. */
export const q4K = blockCodec(256, 144, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  const min = readHalf(bytes, at + 2);
  for (let part = 0; part < 8; part++) {
    const partScale = f(scale * readScale(bytes, at + 4, part));
    const partMin = f(min * readMin(bytes, at + 4, part));
    const from = at + 16 + 32 * (part >> 1);
    const shift = 4 * (part & 1);
    for (let i = 0; i < 32; i++) {
      values[to + 32 * part + i] = f(partScale * ((bytes[from + i]! >> shift) & 15)) - partMin;
    }
  }
});

/** The same with fifth bits. */
export const q5K = blockCodec(256, 176, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  const min = readHalf(bytes, at + 2);
  for (let part = 0; part < 8; part++) {
    const partScale = f(scale * readScale(bytes, at + 4, part));
    const partMin = f(min * readMin(bytes, at + 4, part));
    const from = at + 48 + 32 * (part >> 1);
    const shift = 4 * (part & 1);
    for (let i = 0; i < 32; i++) {
      const fifth = ((bytes[at + 16 + i]! >> part) & 1) << 4;
      values[to + 32 * part + i] = f(partScale * (((bytes[from + i]! >> shift) & 15) + fifth)) - partMin;
    }
  }
});

/** 4 bits and two more, from −32; a scale of 8 bits for each 16. */
export const q6K = blockCodec(256, 210, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at + 208);
  for (let part = 0; part < 8; part++) {
    // Four rows of 32 values a half: low halves of 64 bytes, then high ones.
    const row = part & 3;
    const half = part >> 2;
    const from = at + 64 * half + 32 * (row & 1);
    const shift = 4 * (row >> 1);
    const upper = at + 128 + 32 * half;
    for (let i = 0; i < 32; i++) {
      const low = (bytes[from + i]! >> shift) & 15;
      const high = (bytes[upper + i]! >> (2 * row)) & 3;
      const partScale = readInt8(bytes, at + 192 + 8 * half + 2 * row + (i >> 4));
      values[to + 32 * part + i] = f(scale * partScale) * ((low | (high << 4)) - 32);
    }
  }
});

/** 8 bits with a scale of 32 bits; sums that only products need follow. */
export const q8K = blockCodec(256, 292, (bytes, at, values, to) => {
  const scale = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getFloat32(0, true);
  for (let i = 0; i < 256; i++) values[to + i] = scale * readInt8(bytes, at + 4 + i);
});
