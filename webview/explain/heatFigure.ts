import { formatNumber, formatSigned } from '../../src/display/numbers.js';
import { Figure } from '../chart/figure.js';
import { element } from '../parts/element.js';
import type { Part } from '../parts/part.js';
import { CanvasSurface } from '../parts/surface.js';
import { showValue } from './featureScale.js';
import { shortenName } from './lanes.js';
import type { Panel, Shown } from './panel.js';
import { stepRows } from './pickRow.js';
import { shownFeatures } from './shownFeatures.js';

const margins = { left: 132, right: 8, top: 40, bottom: 18 } as const;
const narrowLeft = 84;

/** Rows × features: each column a row, by rising prediction; the curve above is the prediction. */
export class HeatFigure implements Part {
  readonly interval = 200;
  readonly figure: Figure;
  readonly #surface: CanvasSurface;
  #columns: Shown['summary']['rows'] = [];
  #columnsOf: unknown = null;

  constructor(readonly panel: Panel) {
    this.figure = new Figure(panel, {
      id: 'heat',
      title: 'Rows × features',
      table: () => {
        const { shown } = panel;
        const features = shownFeatures(shown);
        return {
          head: ['Row', 'f(x)', ...features.map((at) => shown!.facts.features[at]!)],
          count: this.#columns.length,
          row: (at) => {
            const row = this.#columns[at]!;
            return [
              String(row.row),
              formatNumber(row.prediction[shown!.summary.output]),
              ...features.map((feature) => formatSigned(shown!.summary.phi(row, feature))),
            ];
          },
        };
      },
    });
    this.#surface = new CanvasSurface(this.figure.picture, () => this.draw());
    const { canvas } = this.#surface;
    canvas.addEventListener('click', ({ offsetX }) => {
      const row = this.#columns[this.#columnAt(offsetX)];
      if (row) panel.chooseRow(row.row);
    });
    canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => this.#read(offsetX, offsetY));
    canvas.addEventListener('pointerleave', () => this.figure.setRead(null));
    stepRows(this.element, panel);
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  draw(): void {
    const { shown } = this.panel;
    if (shown && this.#columnsOf !== shown.summary) {
      const { output } = shown.summary;
      this.#columnsOf = shown.summary;
      this.#columns = [...shown.summary.rows].sort(
        (a, b) => a.prediction[output]! - b.prediction[output]! || a.row - b.row,
      );
    }
    this.figure.setUnit(shown ? `φ of ${shown.output}, ${shown.facts.output}; rows by rising f(x)` : '');
    this.figure.setLabel(
      shown
        ? `Attributions of ${this.#columns.length} rows by ${shownFeatures(shown).length} features, rows by rising prediction`
        : 'Rows by features: nothing is explained yet',
    );
    this.figure.drawTable();
    if (!this.#surface.begin() || !shown) return;
    this.#drawCells(shown);
    this.#drawPrediction(shown);
    this.#drawChosen(shown);
  }

  recolor(): void {
    this.draw();
  }

  dispose(): void {
    this.#surface.dispose();
  }

  get #left(): number {
    return this.#surface.width < 420 ? narrowLeft : margins.left;
  }

  get #laneHeight(): number {
    const lanes = shownFeatures(this.panel.shown).length;
    return (this.#surface.height - margins.top - margins.bottom) / Math.max(1, lanes);
  }

  get #width(): number {
    return this.#surface.width - this.#left - margins.right;
  }

  #columnAt(x: number): number {
    return Math.floor(((x - this.#left) / this.#width) * this.#columns.length);
  }

  #read(x: number, y: number): void {
    const { shown } = this.panel;
    const row = this.#columns[this.#columnAt(x)];
    const feature = shownFeatures(shown)[Math.floor((y - margins.top) / this.#laneHeight)];
    if (!shown || !row || feature === undefined) {
      this.figure.setRead(null);
      return;
    }
    this.figure.setRead([
      element('span', {}, 'row ', element('b', {}, String(row.row))),
      element('span', {}, `${shown.facts.features[feature]} ${showValue(row.values[feature]!)}`),
      element('b', {}, formatSigned(shown.summary.phi(row, feature))),
    ]);
  }

  /** One picture element a row and feature, stretched over its lane: zero is the page. */
  #drawCells(shown: Shown): void {
    const { context } = this.#surface;
    const { colors } = this.panel;
    const { summary, facts } = shown;
    const features = shownFeatures(shown);
    const image = new ImageData(Math.max(1, this.#columns.length), Math.max(1, features.length));
    const words = new Uint32Array(image.data.buffer);
    const limit = clippedLimit(shown, features);
    features.forEach((feature, lane) => {
      this.#columns.forEach((row, column) => {
        const share = Math.min(1, Math.max(-1, summary.phi(row, feature) / limit));
        words[lane * image.width + column] = colors.diverging[Math.round(((share + 1) / 2) * 255)]!;
      });
    });
    const buffer = new OffscreenCanvas(image.width, image.height);
    buffer.getContext('2d')!.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    const height = this.#laneHeight * features.length;
    context.drawImage(buffer, this.#left, margins.top, this.#width, height);
    context.font = `11px ${colors.font}`;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    context.fillStyle = colors.fg;
    features.forEach((feature, lane) => {
      const name = shortenName(facts.features[feature]!, this.#left === narrowLeft ? 12 : 20);
      context.fillText(name, this.#left - 8, margins.top + (lane + 0.5) * this.#laneHeight);
    });
    this.figure.setFoot(
      element('span', {}, element('span', { class: 'key box negative' }), `≤ ${formatSigned(-limit, 2)}`),
      element('span', {}, element('span', { class: 'key box positive' }), `≥ ${formatSigned(limit, 2)}`),
      element('span', {}, 'zero is the page’s colour'),
    );
  }

  #drawPrediction({ summary }: Shown): void {
    const { context } = this.#surface;
    const { colors } = this.panel;
    const values = this.#columns.map((row) => row.prediction[summary.output]!);
    const [low, high] = [values[0] ?? 0, values.at(-1) ?? 1];
    const [top, bottom] = [12, margins.top - 6];
    context.strokeStyle = colors.fg;
    context.lineWidth = 1.5;
    context.beginPath();
    values.forEach((value, at) => {
      const x = this.#left + ((at + 0.5) / values.length) * this.#width;
      context.lineTo(x, bottom - ((value - low) / (high - low || 1)) * (bottom - top));
    });
    context.stroke();
    context.fillStyle = colors.muted;
    context.textAlign = 'right';
    context.fillText(
      `f(x) ${formatNumber(low, 2)} … ${formatNumber(high, 2)}`,
      this.#left - 8,
      (top + bottom) / 2,
    );
  }

  #drawChosen({ row }: Shown): void {
    const { context, height } = this.#surface;
    const { colors } = this.panel;
    const at = this.#columns.indexOf(row);
    if (at < 0) return;
    const cell = this.#width / this.#columns.length;
    const width = Math.max(4, cell);
    const x = this.#left + (at + 0.5) * cell - width / 2;
    context.strokeStyle = colors.fg;
    context.lineWidth = 2;
    context.strokeRect(x, margins.top - 1, width, height - margins.top - margins.bottom + 2);
    context.fillStyle = colors.fg;
    context.textAlign = x > this.#left + this.#width / 2 ? 'right' : 'left';
    context.fillText(
      `row ${row.row}`,
      x + (context.textAlign === 'right' ? width : 0),
      height - margins.bottom / 2 + 2,
    );
  }
}

/** The 99th percentile of |φ|, so that one outlier does not pale all the rest. */
function clippedLimit({ summary }: Shown, features: readonly number[]): number {
  const sizes = features.flatMap((feature) => summary.rows.map((row) => Math.abs(summary.phi(row, feature))));
  sizes.sort((a, b) => a - b);
  return sizes[Math.floor(0.99 * (sizes.length - 1))] || summary.limit || 1;
}
