import { formatSigned } from '../../src/display/numbers.js';
import { Figure } from '../chart/figure.js';
import { element } from '../parts/element.js';
import type { Part } from '../parts/part.js';
import { CanvasSurface } from '../parts/surface.js';
import { mixStops, parseRgb } from '../theme/oklab.js';
import type { Panel, Shown } from './panel.js';
import { stepRows } from './pickRow.js';

const fontSize = 13;
const lineHeight = 28;
const cellHeight = 22;
/** The bar of a token that moved the output most. */
const longestBar = 4;
/** The tint behind it, so that its letter stays readable. */
const strongestTint = 0.3;
const signs: Readonly<Record<string, string>> = { ' ': '·', '\n': '⏎', '\t': '⇥', '\r': '␍' };

/**
 * The chosen row as a text, and on each token what it did to the output: a bar below where it raises it, above where it
 * lowers it, as thick as it is strong, and a tint of the same colour.
 */
export class TextFigure implements Part {
  readonly interval = 100;
  readonly figure: Figure;
  readonly #surface: CanvasSurface;

  constructor(readonly panel: Panel) {
    this.figure = new Figure(panel, {
      id: 'text',
      title: 'Text',
      table: () => {
        const { shown } = panel;
        return {
          head: ['Place', 'Token', 'φ'],
          count: shown?.facts.features.length ?? 0,
          row: (at) => [
            String(at - shown!.facts.features.length),
            tokenAt(shown!, at),
            formatSigned(shown!.summary.phi(shown!.row, at)),
          ],
        };
      },
    });
    this.#surface = new CanvasSurface(this.figure.picture, () => this.draw());
    const { canvas } = this.#surface;
    canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => this.#read(offsetX, offsetY));
    canvas.addEventListener('pointerleave', () => this.figure.setRead(null));
    canvas.addEventListener('click', ({ offsetX, offsetY }) => {
      const feature = this.#tokenAt(offsetX, offsetY);
      if (feature !== null) panel.choose({ feature });
    });
    stepRows(this.element, panel);
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  draw(): void {
    const { shown, colors } = this.panel;
    this.element.hidden = shown?.facts.isText !== true;
    if (!shown?.facts.isText) return;
    const { row, facts, output } = shown;
    const named = signs[output] ?? output;
    this.figure.setUnit(`row ${row.row}: φ of “${named}” as what follows, ${facts.output}`);
    this.figure.setLabel(
      `Row ${row.row} as a text, what follows it expected to be ${row.predicted}; ${sayStrongest(shown)}`,
    );
    this.figure.drawTable();
    if (!this.#surface.begin()) return;
    const limit = limitOf(shown);
    const key = (kind: 'positive' | 'negative', words: string): HTMLElement =>
      element('span', {}, element('span', { class: `key box ${kind}` }), words);
    this.figure.setFoot(
      key('positive', `below: raises “${named}”, ${formatSigned(limit, 2)}`),
      key('negative', `above: lowers it, ${formatSigned(-limit, 2)}`),
    );
    const { context } = this.#surface;
    const page = parseRgb(colors.bg);
    context.font = `${fontSize}px ${getComputedStyle(this.element).getPropertyValue('--mono')}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const { width, columns, skipped } = this.#layOut();
    facts.features.forEach((_, at) => {
      if (at < skipped) return;
      const phi = shown.summary.phi(row, at);
      const share = Math.min(1, Math.abs(phi) / limit);
      const place = at - skipped;
      const [x, y] = [(place % columns) * width, Math.floor(place / columns) * lineHeight + 3];
      const color = phi >= 0 ? colors.positive : colors.negative;
      const tint = mixStops([page, parseRgb(color)], share * strongestTint);
      context.fillStyle = `rgb(${tint.join(' ')})`;
      context.fillRect(x, y, width, cellHeight);
      const bar = Math.round(share * longestBar);
      context.fillStyle = color;
      context.fillRect(x, phi >= 0 ? y + cellHeight - bar : y, width, bar);
      context.fillStyle = colors.fg;
      context.fillText(tokenAt(shown, at), x + width / 2, y + cellHeight / 2 + 1);
    });
  }

  recolor(): void {
    this.draw();
  }

  dispose(): void {
    this.#surface.dispose();
  }

  /** Cells of one width, as many in a line as there is room for; of a long text its end. */
  #layOut(): { readonly width: number; readonly columns: number; readonly skipped: number } {
    const width = Math.ceil(fontSize * 0.75);
    const columns = Math.max(1, Math.floor(this.#surface.width / width));
    const lines = Math.max(1, Math.floor(this.#surface.height / lineHeight));
    return { width, columns, skipped: Math.max(0, this.#count - lines * columns) };
  }

  get #count(): number {
    return this.panel.shown?.facts.features.length ?? 0;
  }

  #tokenAt(x: number, y: number): number | null {
    const { width, columns, skipped } = this.#layOut();
    const column = Math.floor(x / width);
    const at = skipped + Math.floor(y / lineHeight) * columns + column;
    return column < columns && at >= skipped && at < this.#count ? at : null;
  }

  #read(x: number, y: number): void {
    const { shown } = this.panel;
    const at = this.#tokenAt(x, y);
    if (!shown || at === null) {
      this.figure.setRead(null);
      return;
    }
    const place = `“${tokenAt(shown, at)}”, ${at - shown.facts.features.length}`;
    this.figure.setRead([
      element('span', {}, place),
      element('b', {}, formatSigned(shown.summary.phi(shown.row, at))),
    ]);
  }
}

/** A token that can be seen. */
function tokenAt({ row }: Shown, at: number): string {
  const token = String(row.values[at] ?? '');
  return signs[token] ?? token;
}

const limitOf = ({ facts, summary, row }: Shown): number =>
  facts.features.reduce((most, _, at) => Math.max(most, Math.abs(summary.phi(row, at))), 0) || 1;

function sayStrongest(shown: Shown): string {
  const { facts, summary, row } = shown;
  const sizes = facts.features.map((_, at) => Math.abs(summary.phi(row, at)));
  const at = sizes.indexOf(Math.max(...sizes));
  const place = facts.features.length - at;
  return `most by “${tokenAt(shown, at)}”, ${place} from the end, with ${formatSigned(summary.phi(row, at))}`;
}
