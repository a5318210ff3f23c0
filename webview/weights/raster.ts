import type { Colors } from '../theme/colors.js';

/** The colour of a value as a word of ImageData: zero is the page, ±limit and beyond the ends, what is not finite magenta. */
export function shade(value: number, limit: number, colors: Colors): number {
  if (!Number.isFinite(value)) return colors.notFinite;
  const share = Math.min(1, Math.max(-1, value / limit));
  return colors.diverging[Math.round(127.5 + 127.5 * share)]!;
}

/** Values as a picture of one pixel each. */
export function rasterize(
  values: Float32Array,
  rows: number,
  cols: number,
  limit: number,
  colors: Colors,
): OffscreenCanvas {
  const picture = new OffscreenCanvas(cols, rows);
  const context = picture.getContext('2d')!;
  const image = context.createImageData(cols, rows);
  const words = new Uint32Array(image.data.buffer);
  // As `shade` does, a million times in a few milliseconds.
  const { diverging, notFinite } = colors;
  const scale = 127.5 / limit;
  for (let i = 0; i < values.length; i++) {
    const place = values[i]! * scale + 128;
    // NaN is in no order with numbers.
    words[i] =
      place < 255 ? diverging[place > 0 ? place | 0 : 0]! : place >= 255 ? diverging[255]! : notFinite;
  }
  context.putImageData(image, 0, 0);
  return picture;
}

/** Black or white, whichever is read better on this colour. */
export function inkOn(word: number): string {
  const [r, g, b] = [word & 0xff, (word >> 8) & 0xff, (word >> 16) & 0xff];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 118 ? '#000' : '#fff';
}
