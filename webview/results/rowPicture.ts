import type { RowPicture } from '../../src/protocol/results.js';
import { element } from '../parts/element.js';

/** A row as the picture that it is, at a multiple of its size. */
export function drawRowPicture({ width, height, channels, levels }: RowPicture, name: string): HTMLElement {
  const canvas = element('canvas', { class: 'row-picture', attributes: { role: 'img', 'aria-label': name } });
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * pixel + channel] = levels[channels === 3 ? 3 * pixel + channel : pixel]!;
    }
    image.data[4 * pixel + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
