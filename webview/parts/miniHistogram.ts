import { miniHistogramPath } from './histogramPath.js';

const width = 60;
const height = 16;
const svg = 'http://www.w3.org/2000/svg';

/** A small drawing of where weights lie: √count over a span symmetric about zero, with a tick at zero. */
export class MiniHistogram {
  readonly element = document.createElementNS(svg, 'svg');
  readonly #path = document.createElementNS(svg, 'path');

  constructor() {
    this.element.setAttribute('class', 'mini');
    this.element.setAttribute('width', String(width));
    this.element.setAttribute('height', String(height));
    this.element.setAttribute('aria-hidden', 'true');
    const tick = document.createElementNS(svg, 'line');
    tick.setAttribute('x1', String(width / 2));
    tick.setAttribute('x2', String(width / 2));
    tick.setAttribute('y1', String(height - 3));
    tick.setAttribute('y2', String(height));
    this.element.append(this.#path, tick);
  }

  draw(histogram: {
    readonly minimum: number;
    readonly maximum: number;
    readonly counts: readonly number[];
  }): void {
    this.#path.setAttribute('d', miniHistogramPath(histogram, width, height));
  }
}
