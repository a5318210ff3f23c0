import { Chart, LinearScale, LogarithmicScale, type ChartConfiguration, type Scale } from 'chart.js';
import type { Colors } from '../theme/colors.js';

Chart.register(LinearScale, LogarithmicScale);

/** One axis; everything may change between draws. */
export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly log?: boolean;
  readonly grid?: boolean;
  /** Values that get a label, lowest first, chosen for an axis this many px long. */
  readonly ticks: (length: number) => readonly number[];
  readonly format: (value: number) => string;
  /** Room beyond `max`, in px, where the names at the ends of lines stand. */
  readonly room?: number;
}

/** What a mark needs for drawing itself: where the axes lie and the theme. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly left: number;
  readonly right: number;
  /** Where the x axis ends; between it and the right stand the names at the ends of lines. */
  readonly end: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly xAt: (pixel: number) => number;
  readonly yAt: (pixel: number) => number;
  readonly colors: Colors;
}

export interface Drawing {
  readonly x: Axis;
  readonly y: Axis;
  /** Draws the marks over the grid, clipped to the axes or not, as each mark wants. */
  readonly draw: (surface: Surface) => void;
}

const axisHeight = 24;

/**
 * Two axes on a canvas by Chart.js, and our own marks on them, straight from typed arrays. Where axes stay as they
 * are, their grid and labels come from a picture: to write them costs more than most marks.
 */
export class Plane {
  readonly canvas = document.createElement('canvas');
  readonly #axes = document.createElement('canvas');
  #areAxesKept = false;
  #chart: Chart | null = null;
  #drawing: Drawing | null = null;
  #shape = '';
  #colors: Colors;

  constructor(parent: HTMLElement, colors: Colors) {
    this.#colors = colors;
    this.canvas.setAttribute('aria-hidden', 'true');
    parent.append(this.canvas);
  }

  setColors(colors: Colors): void {
    this.#colors = colors;
    this.#shape = '';
  }

  /** Draws; lays the axes out anew only where they changed. */
  show(drawing: Drawing): void {
    this.#drawing = drawing;
    const shape = JSON.stringify([drawing.x, drawing.y, drawing.x.ticks(300), drawing.y.ticks(200)]);
    if (!this.#chart) {
      this.#shape = shape;
      this.#chart = new Chart(this.canvas, this.#configure());
    } else if (shape !== this.#shape) {
      this.#shape = shape;
      this.#chart.options.scales = this.#scales();
      this.#chart.options.font = { family: this.#colors.font, size: 11 };
      this.#chart.update('none');
    } else {
      this.#chart.draw();
    }
  }

  dispose(): void {
    this.#chart?.destroy();
    this.#chart = null;
  }

  /** The axes as they lie now, once something was drawn. */
  surface(): Surface | null {
    return this.#chart?.chartArea ? this.#surface(this.#chart) : null;
  }

  #configure(): ChartConfiguration {
    return {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        layout: { padding: { top: 6, right: 4 } },
        font: { family: this.#colors.font, size: 11 },
        scales: this.#scales(),
      },
      plugins: [
        {
          id: 'marks',
          afterUpdate: () => void (this.#areAxesKept = false),
          beforeDraw: (chart) => {
            if (!this.#areAxesKept) return true;
            copy(this.#axes, chart.ctx);
            this.#drawMarks(chart);
            return false;
          },
          afterDraw: (chart) => {
            this.#keepAxes();
            this.#drawMarks(chart);
          },
        },
      ],
    };
  }

  #drawMarks(chart: Chart): void {
    // What most marks write in: to set another font makes the browser bring all styles up to date, the same one not.
    chart.ctx.font = `11px ${this.#colors.font}`;
    this.#drawing?.draw(this.#surface(chart));
  }

  #keepAxes(): void {
    this.#axes.width = this.canvas.width;
    this.#axes.height = this.canvas.height;
    copy(this.canvas, this.#axes.getContext('2d')!);
    this.#areAxesKept = true;
  }

  #scales(): Record<string, object> {
    const { x, y } = this.#drawing!;
    return { x: this.#scale(x, true), y: this.#scale(y, false) };
  }

  #scale(axis: Axis, horizontal: boolean): object {
    return {
      type: axis.log ? 'logarithmic' : 'linear',
      axis: horizontal ? 'x' : 'y',
      min: axis.min,
      max: axis.max,
      border: { display: false },
      grid: { display: axis.grid ?? false, color: this.#colors.grid, drawTicks: false, lineWidth: 1 },
      afterDataLimits: (scale: Scale) => {
        if (!axis.room || !(scale.maxWidth > 2 * axis.room)) return;
        scale.max = axis.min + ((axis.max - axis.min) * scale.maxWidth) / (scale.maxWidth - axis.room);
      },
      afterBuildTicks: (scale: Scale) => {
        const length = horizontal ? scale.maxWidth : scale.maxHeight;
        scale.ticks = axis.ticks(length).map((value) => ({ value }));
      },
      ticks: {
        color: this.#colors.muted,
        font: { family: this.#colors.font, size: 11 },
        padding: 4,
        autoSkip: false,
        maxRotation: 0,
        includeBounds: false,
        callback: (value: number) => axis.format(value),
      },
      ...(horizontal ? { afterFit: (scale: Scale) => void (scale.height = axisHeight) } : {}),
    };
  }

  #surface(chart: Chart): Surface {
    const { left, right, top, bottom } = chart.chartArea;
    const { x, y } = chart.scales as { x: Scale; y: Scale };
    const toX = project(x, left, right);
    const last = this.#drawing?.x.max ?? NaN;
    return {
      context: chart.ctx,
      left,
      right,
      end: Number.isNaN(last) ? right : Math.min(right, Math.ceil(toX(last)) + 1),
      top,
      bottom,
      x: toX,
      y: project(y, bottom, top),
      xAt: (pixel) => x.getValueForPixel(pixel) ?? NaN,
      yAt: (pixel) => y.getValueForPixel(pixel) ?? NaN,
      colors: this.#colors,
    };
  }
}

/** Pixel by pixel. */
function copy(from: HTMLCanvasElement, to: CanvasRenderingContext2D): void {
  to.save();
  to.resetTransform();
  to.drawImage(from, 0, 0);
  to.restore();
}

/** Values to pixels without Chart.js's detours, which cost too much for a million points. */
function project(scale: Scale, from: number, to: number): (value: number) => number {
  if (scale.type === 'logarithmic') {
    const low = Math.log10(scale.min);
    const perDecade = (to - from) / (Math.log10(scale.max) - low);
    return (value) => from + (Math.log10(value) - low) * perDecade;
  }
  const perUnit = (to - from) / (scale.max - scale.min);
  return (value) => from + (value - scale.min) * perUnit;
}
