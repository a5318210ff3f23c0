import type { RunLook } from './panel.js';

const svg = 'http://www.w3.org/2000/svg';

/** A piece of a run's line, as its curves are drawn. */
export class Swatch {
  readonly element = document.createElementNS(svg, 'svg');
  readonly #line = document.createElementNS(svg, 'line');

  constructor() {
    const attributes = { class: 'swatch', width: '22', height: '6', 'aria-hidden': 'true' };
    for (const [name, value] of Object.entries(attributes)) this.element.setAttribute(name, value);
    for (const [name, value] of Object.entries({ x1: '0', x2: '22', y1: '3', y2: '3' }))
      this.#line.setAttribute(name, value);
    this.element.append(this.#line);
  }

  draw({ color, dash, isChosen }: RunLook): void {
    this.#line.setAttribute('stroke', color);
    this.#line.setAttribute('stroke-width', isChosen ? '3' : '2');
    this.#line.setAttribute('stroke-dasharray', dash.join(' '));
  }
}
