import type { ArrayColumn } from './table.js';

/** An array as files hold it, in row-major order. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array | Float32Array | Float64Array;
}

/** Colour channels of a picture: grey, grey with alpha, RGB, RGB with alpha. */
const mostChannels = 4;

/**
 * The rows of an array of several dimensions as a column: the first axis counts them. Bytes are pictures: without
 * an axis of channels they get one, and channels that stand last are brought to the front.
 */
export function arrayColumn(name: string, { shape, values }: NdArray): ArrayColumn {
  const [, ...rest] = shape;
  const isPicture = values instanceof Uint8Array;
  if (rest.length === 2 && isPicture) return { kind: 'array', name, shape: [1, ...rest], values };
  const kept = values instanceof Float64Array ? Float32Array.from(values) : values;
  const [height, width, channels] = rest;
  const endsInChannels = rest.length === 3 && channels! <= mostChannels && height! > mostChannels;
  if (!endsInChannels) return { kind: 'array', name, shape: rest, values: kept };
  return {
    kind: 'array',
    name,
    shape: [channels!, height!, width!],
    values: channelsFirst(kept, channels!, height! * width!),
  };
}

/** Pictures of pixel after pixel → channel after channel. */
export function channelsFirst<A extends Uint8Array | Float32Array>(
  values: A,
  channels: number,
  pixels: number,
): A {
  const turned = values.slice() as A;
  const size = channels * pixels;
  for (let start = 0; start < values.length; start += size) {
    for (let pixel = 0, from = start; pixel < pixels; pixel++) {
      for (let channel = 0; channel < channels; channel++) {
        turned[start + channel * pixels + pixel] = values[from++]!;
      }
    }
  }
  return turned;
}
