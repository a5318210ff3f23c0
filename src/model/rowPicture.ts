import type { Preprocessing } from '../data/preprocessing.js';

/** A row as a picture, for people: levels 0 … 255, row by row, channels beside each other. */
export interface RowPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly levels: Uint8Array;
}

/** No side of a picture is longer: of larger ones every so many-th pixel is taken. */
const mostPixels = 96;

/**
 * What an encoded row looks like where rows are pictures (`inputShape` is [1 or 3, height, width]), else null. What
 * training scaled is undone; levels are those of an image's bytes, else from the row's least to its largest value.
 */
export function pictureOfRow(
  { features, inputShape }: Preprocessing,
  inputs: ArrayLike<number>,
): RowPicture | null {
  const [channels, height = 0, width = 0] = inputShape;
  const isPicture = inputShape.length === 3 && (channels === 1 || channels === 3) && height > 1 && width > 1;
  if (!isPicture) return null;
  const values = new Float64Array(inputs.length);
  let at = 0;
  for (const feature of features) {
    if (feature.kind === 'category') return null;
    const size = feature.kind === 'number' ? 1 : feature.shape.reduce((a, b) => a * b, 1);
    for (const end = at + size; at < end; at++) values[at] = inputs[at]! / feature.scale + feature.offset;
  }
  const isBytes = features[0]?.kind === 'array' && features[0].scale === 1 / 255;
  const [low, high] = isBytes ? [0, 255] : [Math.min(...values), Math.max(...values)];
  const every = Math.ceil(Math.max(height, width) / mostPixels);
  const [rows, cols] = [Math.ceil(height / every), Math.ceil(width / every)];
  const levels = new Uint8Array(rows * cols * channels);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = values[(channel * height + row * every) * width + col * every]!;
        levels[(row * cols + col) * channels + channel] = Math.round(
          (255 * (value - low)) / (high - low || 1),
        );
      }
    }
  }
  return { width: cols, height: rows, channels, levels };
}
