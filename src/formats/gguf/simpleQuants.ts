/** ggml's types of one scale a block (ggml-quants.c), and those that look a value up in a short table. */
import { blockCodec, readHalf, readInt8 } from './blockCodec.js';

/** 4 bits, from −8: a scale, then the low halves of 16 bytes and the high ones. */
export const q40 = blockCodec(32, 18, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 2 + i]!;
    values[to + i] = ((pair & 15) - 8) * scale;
    values[to + 16 + i] = ((pair >> 4) - 8) * scale;
  }
});

/** 4 bits from a minimum. */
export const q41 = blockCodec(32, 20, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  const min = readHalf(bytes, at + 2);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 4 + i]!;
    values[to + i] = (pair & 15) * scale + min;
    values[to + 16 + i] = (pair >> 4) * scale + min;
  }
});

/** The fifth bits of 32 values, as 4 bytes. */
function readFifthBits(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** 5 bits, from −16. */
export const q50 = blockCodec(32, 22, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  const fifth = readFifthBits(bytes, at + 2);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 6 + i]!;
    values[to + i] = (((pair & 15) | (((fifth >>> i) & 1) << 4)) - 16) * scale;
    values[to + 16 + i] = (((pair >> 4) | (((fifth >>> (i + 16)) & 1) << 4)) - 16) * scale;
  }
});

/** 5 bits from a minimum. */
export const q51 = blockCodec(32, 24, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  const min = readHalf(bytes, at + 2);
  const fifth = readFifthBits(bytes, at + 4);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 8 + i]!;
    values[to + i] = ((pair & 15) | (((fifth >>> i) & 1) << 4)) * scale + min;
    values[to + 16 + i] = ((pair >> 4) | (((fifth >>> (i + 16)) & 1) << 4)) * scale + min;
  }
});

export const q80 = blockCodec(32, 34, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  for (let i = 0; i < 32; i++) values[to + i] = readInt8(bytes, at + 2 + i) * scale;
});

/** The second half is a sum that only products need. */
export const q81 = blockCodec(32, 36, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  for (let i = 0; i < 32; i++) values[to + i] = readInt8(bytes, at + 4 + i) * scale;
});

const nonLinear = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

export const iq4Nl = blockCodec(32, 18, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 2 + i]!;
    values[to + i] = scale * nonLinear[pair & 15]!;
    values[to + 16 + i] = scale * nonLinear[pair >> 4]!;
  }
});

/** A scale for all, and one of 6 bits for each 32: 4 bits in `low`, 2 in `high`. */
export const iq4Xs = blockCodec(256, 136, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at);
  const high = bytes[at + 2]! | (bytes[at + 3]! << 8);
  for (let part = 0; part < 8; part++) {
    const low = (bytes[at + 4 + (part >> 1)]! >> (4 * (part & 1))) & 15;
    const partScale = Math.fround(scale * ((low | (((high >> (2 * part)) & 3) << 4)) - 32));
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 8 + 16 * part + i]!;
      values[to + 32 * part + i] = partScale * nonLinear[pair & 15]!;
      values[to + 32 * part + 16 + i] = partScale * nonLinear[pair >> 4]!;
    }
  }
});

/** Twice the values of 4-bit floats (e2m1); the shared exponent is halved for it. */
const e2m1Doubled = [0, 1, 2, 3, 4, 6, 8, 12, -0, -1, -2, -3, -4, -6, -8, -12];

export const mxfp4 = blockCodec(32, 17, (bytes, at, values, to) => {
  const scale = 2 ** (bytes[at]! - 128);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 1 + i]!;
    values[to + i] = scale * e2m1Doubled[pair & 15]!;
    values[to + 16 + i] = scale * e2m1Doubled[pair >> 4]!;
  }
});

const powersOf3 = [1, 3, 9, 27, 81];

/** Ternary, five digits a byte as a fraction of 256: multiplying moves the next digit to the front. */
export const tq10 = blockCodec(256, 54, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at + 52);
  let next = to;
  const decode = (from: number, count: number, digits: number): void => {
    for (let digit = 0; digit < digits; digit++) {
      for (let i = 0; i < count; i++) {
        const rest = (bytes[from + i]! * powersOf3[digit]!) & 255;
        values[next++] = (((rest * 3) >> 8) - 1) * scale;
      }
    }
  };
  decode(at, 32, 5);
  decode(at + 32, 16, 5);
  decode(at + 48, 4, 4);
});

/** Ternary, two bits each. */
export const tq20 = blockCodec(256, 66, (bytes, at, values, to) => {
  const scale = readHalf(bytes, at + 64);
  let next = to;
  for (let half = 0; half < 64; half += 32) {
    for (let shift = 0; shift < 8; shift += 2) {
      for (let i = 0; i < 32; i++) values[next++] = (((bytes[at + half + i]! >> shift) & 3) - 1) * scale;
    }
  }
});
