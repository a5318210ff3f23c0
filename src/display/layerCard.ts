import type { CardColors } from './cardColors.js';
import { formatCount, formatNumber, formatScientific } from './numbers.js';
import { rebin, type EqualBins } from './rebin.js';
import { formatShape } from './units.js';

/** What a card tells of a layer's weights; null is "not measured". */
export interface CardLayer {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly bins: EqualBins | null;
  readonly mean: number | null;
  readonly std: number | null;
  /** After the first epoch. */
  readonly firstStd: number | null;
  readonly l2: number | null;
  readonly gradientNorm: number | null;
  readonly updateRatio: number | null;
  readonly epoch: number | null;
  /** Gradient norms of all layers with weights, input first, and which of them this is. */
  readonly flow: readonly (number | null)[];
  readonly place: number;
  /** The word of its worst finding; null where it is healthy, absent where nobody looked. */
  readonly finding?: string | null;
  readonly frozen?: boolean;
}

const width = 440;
const height = 168;
const margin = 16;
const sans = "-apple-system, 'Segoe UI', system-ui, 'DejaVu Sans', sans-serif";
const mono = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** A layer at a glance as one SVG, 440×168, without script or style: histogram with its normal, figures, gradient flow. */
export function layerCard(layer: CardLayer, colors: CardColors): string {
  const { name, std, mean } = layer;
  const label = `${name}: mean ${formatNumber(mean, 2)}, standard deviation ${formatNumber(std, 3)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${sans}" font-size="11" fill="${colors.text}" role="img" aria-label="${escape(label)}">`,
    drawHeader(layer, colors),
    drawRule(32.5, colors),
    drawHistogram(layer, colors),
    drawFigures(layer, colors),
    drawRule(140.5, colors),
    drawFlow(layer, colors),
    '</svg>',
  ].join('');
}

function drawHeader({ name, type, shape, epoch }: CardLayer, { muted }: CardColors): string {
  const short = name.length > 22 ? `${name.slice(0, 21)}…` : name;
  const count = shape.reduce((product, n) => product * n, 1);
  const details = `${type} · ${formatShape(shape)} · ${formatCount(count)} weights`;
  const left = margin + short.length * 7.9 + 10;
  return [
    text(margin, 22, short, `font-family="${mono}" font-size="13" font-weight="600"`),
    text(left, 22, details, `fill="${muted}"`),
    epoch === null ? '' : text(width - margin, 22, `epoch ${epoch}`, `fill="${muted}" text-anchor="end"`),
  ].join('');
}

function drawHistogram({ bins, mean, std }: CardLayer, colors: CardColors): string {
  const [left, base, boxWidth, boxHeight, columns] = [margin, 122, 196, 72, 40];
  if (!bins || bins.counts.length === 0 || mean === null || std === null)
    return text(left, 84, 'not measured', `fill="${colors.muted}"`);
  const span = Math.max(Math.abs(bins.minimum), Math.abs(bins.maximum)) || 1;
  const counts = rebin(bins, -span, span, columns);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const normalAt = (value: number): number =>
    std > 0
      ? (total * 2 * span * Math.exp(-((value - mean) ** 2) / (2 * std * std))) /
        (columns * std * Math.sqrt(2 * Math.PI))
      : 0;
  const step = boxWidth / columns;
  const fit = counts.map((_, i) => normalAt(-span + ((i + 0.5) * 2 * span) / columns));
  // A spike of the fit must not press the bars flat.
  const top = Math.min(Math.max(...counts, ...fit), 2 * Math.max(...counts));
  const heightOf = (count: number): number => Math.min(boxHeight, (boxHeight * count) / top);
  const bars = counts
    .map((count, i) => [left + i * step, heightOf(count)] as const)
    .filter(([, tall]) => tall > 0)
    .map(([x, tall]) => `M${round(x)} ${base}v${round(-tall)}h${round(step - 0.5)}v${round(tall)}z`);
  const line = fit.map((count, i) => `${round(left + (i + 0.5) * step)},${round(base - heightOf(count))}`);
  const at = (x: number, value: string, anchor: string): string =>
    text(x, base + 13, value, `fill="${colors.muted}" text-anchor="${anchor}"`);
  return [
    `<path d="${bars.join('')}" fill="${colors.bars}"/>`,
    std > 0
      ? `<polyline points="${line.join(' ')}" fill="none" stroke="${colors.text}" stroke-dasharray="3 2"/>`
      : '',
    `<path d="M${left} ${base + 0.5}h${boxWidth}" stroke="${colors.muted}"/>`,
    at(left, formatNumber(-span, 2), 'start'),
    at(left + boxWidth / 2, '0', 'middle'),
    at(left + boxWidth, `+${formatNumber(span, 2)}`, 'end'),
  ].join('');
}

function drawFigures(layer: CardLayer, { muted }: CardColors): string {
  const { mean, std, firstStd, l2, gradientNorm, updateRatio } = layer;
  const was = firstStd === null ? '' : `epoch 1 ${formatNumber(firstStd, 3)} → `;
  const rows: readonly (readonly [string, string, string?])[] = [
    ['Mean', formatNumber(mean, 2)],
    ['Std', formatNumber(std, 3), was],
    ['L2 norm', formatNumber(l2, 3)],
    ['Gradient', formatScientific(gradientNorm)],
    ['Update / weight', formatScientific(updateRatio)],
  ];
  return rows
    .map(([key, value, before = ''], i) => {
      const y = 52 + i * 18;
      const shown = `${before && `<tspan fill="${muted}">${escape(before)}</tspan>`}${escape(value)}`;
      return `${text(236, y, key, `fill="${muted}"`)}<text x="${width - margin}" y="${y}" text-anchor="end">${shown}</text>`;
    })
    .join('');
}

function drawFlow({ flow, place, finding, frozen }: CardLayer, colors: CardColors): string {
  const points = flow.flatMap((norm, i) =>
    norm !== null && norm > 0 ? [{ i, value: Math.log10(norm) }] : [],
  );
  const values = points.map(({ value }) => value);
  const low = Math.min(...values) - 0.5;
  const high = Math.max(...values) + 0.5;
  const x = (i: number): number => 96 + (i * (width - 200)) / Math.max(1, flow.length - 1);
  const y = (value: number): number => 162 - (16 * (value - low)) / (high - low);
  const drawPoint = ({ i, value }: { i: number; value: number }): string => {
    const isThis = i === place;
    const fill = isThis ? (finding ? colors.finding : colors.healthy) : colors.text;
    return `<circle cx="${round(x(i))}" cy="${round(y(value))}" r="${isThis ? 4 : 2}" fill="${fill}"/>`;
  };
  const shown = flow.length > 40 ? points.filter(({ i }) => i === place) : points;
  const verdict = frozen ? 'frozen' : finding ? `▼ ${finding}` : finding === null ? '✓ healthy' : '';
  return [
    text(margin, 158, '∇ by depth', `fill="${colors.muted}"`),
    points.length > 1
      ? `<polyline points="${points.map(({ i, value }) => `${round(x(i))},${round(y(value))}`).join(' ')}" fill="none" stroke="${colors.muted}"/>`
      : '',
    ...shown.map(drawPoint),
    text(width - margin, 158, verdict, 'text-anchor="end" font-weight="600"'),
  ].join('');
}

const drawRule = (y: number, { grid }: CardColors): string =>
  `<path d="M${margin} ${y}H${width - margin}" stroke="${grid}"/>`;

const text = (x: number, y: number, words: string, attributes: string): string =>
  `<text x="${round(x)}" y="${y}" ${attributes}>${escape(words)}</text>`;

const round = (value: number): string => String(Number(value.toFixed(1)));

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (words: string): string => words.replace(/[&<>"]/g, (character) => entities[character]!);
