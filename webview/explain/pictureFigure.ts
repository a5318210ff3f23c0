import { formatNumber, formatSigned } from '../../src/display/numbers.js';
import type { PictureFacts } from '../../src/protocol/explain.js';
import { Figure } from '../chart/figure.js';
import { element } from '../parts/element.js';
import type { Part } from '../parts/part.js';
import { createSegmented } from '../parts/segmented.js';
import { CanvasSurface } from '../parts/surface.js';
import { mixStops, parseRgb, type Rgb } from '../theme/oklab.js';
import type { Panel, Shown } from './panel.js';
import { stepRows } from './pickRow.js';

const gap = 16;
const caption = 16;
/** How much of the picture shows through where nothing is attributed. */
const shine = 0.35;

/** The chosen row as a picture, and beside it what each patch or pixel did: sign by colour, size by strength. */
export class PictureFigure implements Part {
  readonly interval = 100;
  readonly figure: Figure;
  readonly #surface: CanvasSurface;

  constructor(readonly panel: Panel) {
    const regions = createSegmented(
      'What is there or absent together',
      [
        { value: 'patches', label: 'patches' },
        { value: 'pixels', label: 'pixels' },
      ],
      (value) => panel.ask('explain', { ...panel.model.choice, regions: value, method: null }),
    );
    regions.choose(panel.model.choice.regions);
    this.figure = new Figure(panel, {
      id: 'picture',
      title: 'Picture',
      tools: [regions.element],
      table: () => {
        const { shown } = panel;
        const sorted = shown ? bySize(shown) : [];
        return {
          head: ['Region', 'Mean value', 'φ'],
          count: sorted.length,
          row: (at) => {
            const feature = sorted[at]!;
            return [
              shown!.facts.features[feature]!,
              formatNumber(Number(shown!.row.values[feature])),
              formatSigned(shown!.summary.phi(shown!.row, feature)),
            ];
          },
        };
      },
    });
    this.#surface = new CanvasSurface(this.figure.picture, () => this.draw());
    const { canvas } = this.#surface;
    canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => this.#read(offsetX, offsetY));
    canvas.addEventListener('pointerleave', () => this.figure.setRead(null));
    canvas.addEventListener('click', ({ offsetX, offsetY }) => {
      const feature = this.#featureAt(offsetX, offsetY);
      if (feature !== null) panel.choose({ feature });
    });
    stepRows(this.element, panel);
  }

  get element(): HTMLElement {
    return this.figure.element;
  }

  draw(): void {
    const { shown } = this.panel;
    const picture = shown?.facts.picture ?? null;
    this.element.hidden = picture === null;
    if (!shown || !picture) return;
    this.figure.setUnit(`row ${shown.row.row}: φ of ${shown.output}, ${shown.facts.output}`);
    const first = bySize(shown)[0];
    this.figure.setLabel(
      `Row ${shown.row.row} as a picture of ${picture.width} by ${picture.height}; most by ${first === undefined ? 'nothing' : `${shown.facts.features[first]} with ${formatSigned(shown.summary.phi(shown.row, first))}`}`,
    );
    this.figure.drawTable();
    if (!this.#surface.begin()) return;
    const limit = limitOf(shown);
    this.figure.setFoot(
      element(
        'span',
        {},
        element('span', { class: 'key box positive' }),
        `raises ${shown.output}, ${formatSigned(limit, 2)}`,
      ),
      element(
        'span',
        {},
        element('span', { class: 'key box negative' }),
        `lowers it, ${formatSigned(-limit, 2)}`,
      ),
    );
    const { side, left } = this.#layout(picture);
    const { context } = this.#surface;
    const { colors } = this.panel;
    context.imageSmoothingEnabled = false;
    const pixels = shown.row.pixels!;
    const [low, high] = [Math.min(...pixels), Math.max(...pixels)];
    const shareOf = (pixel: number): number => (pixels[pixel]! - low) / (high - low || 1);
    this.#paint(picture, 0, (pixel) => {
      const level = Math.round(255 * shareOf(pixel));
      return [level, level, level];
    });
    const page = parseRgb(colors.bg);
    const ink = parseRgb(colors.fg);
    const ends = { positive: parseRgb(colors.positive), negative: parseRgb(colors.negative) };
    this.#paint(picture, left, (pixel) => {
      const phi = shown.summary.phi(shown.row, picture.regionOf[pixel]!);
      const under = mixStops([page, ink], shine * shareOf(pixel));
      const strength = Math.min(1, Math.abs(phi) / limit);
      return mixStops([under, phi >= 0 ? ends.positive : ends.negative], strength * 0.9);
    });
    context.fillStyle = colors.muted;
    context.font = `11px ${colors.font}`;
    context.textBaseline = 'top';
    context.textAlign = 'left';
    context.fillText('the data', 0, side.height + 3);
    context.fillText('φ over it', left, side.height + 3);
  }

  recolor(): void {
    this.draw();
  }

  dispose(): void {
    this.#surface.dispose();
  }

  /** Both pictures beside each other, as large as fits. */
  #layout({ height, width }: PictureFacts): {
    readonly side: { readonly width: number; readonly height: number };
    readonly left: number;
  } {
    const scale = Math.min(
      (this.#surface.width - gap) / 2 / width,
      (this.#surface.height - caption) / height,
    );
    const side = { width: width * scale, height: height * scale };
    return { side, left: side.width + gap };
  }

  #paint(picture: PictureFacts, left: number, colorOf: (pixel: number) => Rgb): void {
    const { side } = this.#layout(picture);
    const image = new ImageData(picture.width, picture.height);
    for (let pixel = 0; pixel < picture.width * picture.height; pixel++) {
      image.data.set([...colorOf(pixel), 255], 4 * pixel);
    }
    const buffer = new OffscreenCanvas(picture.width, picture.height);
    buffer.getContext('2d')!.putImageData(image, 0, 0);
    this.#surface.context.drawImage(buffer, left, 0, side.width, side.height);
  }

  #featureAt(x: number, y: number): number | null {
    const picture = this.panel.shown?.facts.picture;
    if (!picture) return null;
    const { side, left } = this.#layout(picture);
    const col = Math.floor(((x >= left ? x - left : x) / side.width) * picture.width);
    const row = Math.floor((y / side.height) * picture.height);
    const isInside = row >= 0 && row < picture.height && col >= 0 && col < picture.width;
    return isInside ? picture.regionOf[row * picture.width + col]! : null;
  }

  #read(x: number, y: number): void {
    const { shown } = this.panel;
    const feature = this.#featureAt(x, y);
    if (!shown || feature === null) {
      this.figure.setRead(null);
      return;
    }
    this.figure.setRead([
      element(
        'span',
        {},
        `${shown.facts.features[feature]} ${formatNumber(Number(shown.row.values[feature]))}`,
      ),
      element('b', {}, formatSigned(shown.summary.phi(shown.row, feature))),
    ]);
  }
}

const bySize = ({ facts, summary, row }: Shown): number[] =>
  facts.features
    .map((_, feature) => feature)
    .sort((a, b) => Math.abs(summary.phi(row, b)) - Math.abs(summary.phi(row, a)));

/** The row's own largest |φ|: of one picture, pictures of different strength are read alike. */
const limitOf = ({ facts, summary, row }: Shown): number =>
  facts.features.reduce((most, _, feature) => Math.max(most, Math.abs(summary.phi(row, feature))), 0) || 1;
