import { formatNumber } from '../../src/display/numbers.js';
import type { History } from '../../src/protocol/weights.js';
import { Figure } from '../chart/figure.js';
import { element } from '../parts/element.js';
import { NextFrame } from '../parts/nextFrame.js';
import type { ChartHost, Part } from '../parts/part.js';
import { CanvasSurface } from '../parts/surface.js';

const margins = { left: 34, right: 6, top: 4, bottom: 16 } as const;
/** Height of the highest ridge, in px. */
const lift = 36;
/** Least distance between two ridges, and between two of their labels, in px. */
const leastStep = 14;
const leastLabel = 12;

/** How values were distributed over time: a ridge a moment, the oldest at the top, the chosen one filled. */
export class Ridges implements Part {
  readonly interval = 0;
  readonly figure: Figure;
  readonly #host: ChartHost;
  readonly #surface: CanvasSurface;
  #history: History | null = null;
  #chosen: number | null = null;
  readonly #frame = new NextFrame(() => {
    this.#drawRidges();
    this.figure.drawTable();
  });

  constructor(
    host: ChartHost,
    id: string,
    readonly options: {
      readonly foot?: HTMLElement;
      /** What moments are counted in. */
      readonly word?: () => string;
      readonly onChoose: (time: number) => void;
    },
  ) {
    this.#host = host;
    this.figure = new Figure(host, {
      id,
      title: `Over ${this.#word}s`,
      table: () => {
        const history = this.#history;
        const count = history?.epochs.length ?? 0;
        return {
          head: [capital(this.#word), 'Mean', 'Std'],
          count,
          row: (index) => {
            const at = count - 1 - index;
            return [
              timeWords(history!.epochs[at]!),
              formatNumber(history!.means[at]),
              formatNumber(history!.stds[at]),
            ];
          },
        };
      },
    });
    if (options.foot) this.figure.setFoot(options.foot);
    this.#surface = new CanvasSurface(this.figure.picture, () => this.#invalidate());
    this.figure.setLabel('Values over time: not measured');
    this.#listen();
  }

  get #word(): string {
    return this.options.word?.() ?? 'epoch';
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  show(history: History | null, chosen: number | null): void {
    if (history === this.#history && chosen === this.#chosen) return;
    this.#history = history;
    this.#chosen = chosen;
    const [first, last] = [history?.epochs[0], history?.epochs.at(-1)];
    const span = first === undefined ? '' : `${timeWords(first)} … ${timeWords(last!)}`;
    this.figure.setTitle(`Over ${this.#word}s`);
    this.figure.setUnit(span);
    this.figure.setLabel(span ? `Values over ${this.#word}s ${span}` : 'Values over time: not measured');
    this.#invalidate();
  }

  draw(): void {
    this.figure.drawTable();
  }

  recolor(): void {
    this.#invalidate();
  }

  dispose(): void {
    this.#frame.cancel();
    this.#surface.dispose();
  }

  #invalidate(): void {
    this.#frame.request();
  }

  #listen(): void {
    const { canvas } = this.#surface;
    const choose = (event: PointerEvent): void => {
      const epoch = this.#epochAt(event.offsetY);
      if (epoch !== null) this.options.onChoose(epoch);
    };
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      choose(event);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (event.buttons & 1) choose(event);
      const epoch = this.#epochAt(event.offsetY);
      this.figure.setRead(
        epoch === null ? null : [element('span', {}, `${this.#word} `, element('b', {}, timeWords(epoch)))],
      );
    });
    canvas.addEventListener('pointerleave', () => this.figure.setRead(null));
  }

  /** Where the foot of the ridge at `index` of `count` lies. */
  #footOf(index: number, count: number): number {
    const head = margins.top + lift;
    const room = this.#surface.height - margins.bottom - head - 2;
    return head + (count > 1 ? (index * room) / (count - 1) : room);
  }

  #epochAt(y: number): number | null {
    const epochs = this.#history?.epochs ?? [];
    let best: number | null = null;
    let nearest = Infinity;
    epochs.forEach((epoch, index) => {
      const distance = Math.abs(this.#footOf(index, epochs.length) - 4 - y);
      if (distance < nearest) [best, nearest] = [epoch, distance];
    });
    return best;
  }

  #chosenIndex(epochs: readonly number[]): number {
    if (this.#chosen === null) return epochs.length - 1;
    let best = 0;
    epochs.forEach((epoch, index) => {
      if (Math.abs(epoch - this.#chosen!) < Math.abs(epochs[best]! - this.#chosen!)) best = index;
    });
    return best;
  }

  #drawRidges(): void {
    const history = this.#history;
    if (!this.#surface.begin() || !history || history.epochs.length === 0) return;
    const { context, width, height } = this.#surface;
    const { colors } = this.#host;
    const { epochs, bins, counts, span } = history;
    const plot = width - margins.left - margins.right;
    const step =
      epochs.length > 1 ? this.#footOf(1, epochs.length) - this.#footOf(0, epochs.length) : Infinity;
    const every = Math.max(1, Math.ceil(leastStep / step));
    const chosen = this.#chosenIndex(epochs);
    const shown = epochs
      .map((_, index) => index)
      .filter((i) => i !== chosen && i % every === 0 && Math.abs(i - chosen) >= every / 2);
    context.font = `11px ${colors.font}`;
    const middle = Math.round(margins.left + plot / 2) + 0.5;
    context.strokeStyle = colors.grid;
    context.beginPath();
    context.moveTo(middle, margins.top);
    context.lineTo(middle, height - margins.bottom);
    context.stroke();

    const top = counts.reduce((most, count) => Math.max(most, count), 0);
    let labelled = -Infinity;
    for (const index of [...shown, chosen]) {
      const row = counts.subarray(index * bins, (index + 1) * bins);
      const foot = this.#footOf(index, epochs.length);
      const isChosen = index === chosen;
      context.beginPath();
      context.moveTo(margins.left, foot);
      row.forEach((count, bin) => {
        const rise = top > 0 ? lift * Math.sqrt(count / top) : 0;
        context.lineTo(margins.left + ((bin + 0.5) * plot) / bins, foot - rise);
      });
      context.lineTo(margins.left + plot, foot);
      context.closePath();
      context.globalAlpha = isChosen ? 1 : 0.82;
      context.fillStyle = isChosen ? colors.trainFill : colors.bg;
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = isChosen ? colors.fg : colors.bar;
      context.lineWidth = isChosen ? 1.4 : 0.9;
      context.stroke();
      const isFree =
        foot - labelled >= leastLabel && Math.abs(foot - this.#footOf(chosen, epochs.length)) >= leastLabel;
      if (!isChosen && !isFree) continue;
      if (!isChosen) labelled = foot;
      context.fillStyle = isChosen ? colors.fg : colors.muted;
      context.textAlign = 'right';
      context.textBaseline = 'middle';
      context.fillText(timeWords(epochs[index]!), margins.left - 5, foot - 3);
    }
    context.fillStyle = colors.muted;
    context.textBaseline = 'alphabetic';
    const words = formatNumber(span, 2);
    context.textAlign = 'center';
    context.fillText('0', middle, height - 2);
    context.textAlign = 'left';
    context.fillText(`−${words}`, margins.left, height - 2);
    context.textAlign = 'right';
    context.fillText(`+${words}`, margins.left + plot, height - 2);
  }
}

/** Epochs are whole; what was measured in between has a decimal. */
const timeWords = (time: number): string =>
  Number.isInteger(time) ? String(time) : String(Number(time.toFixed(1)));

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
