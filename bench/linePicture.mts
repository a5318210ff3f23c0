/** Small line charts side by side, as an SVG of its own colours that is read on light pages and on dark ones. */

export interface Panel {
  /** What the vertical axis counts. */
  readonly title: string;
  /** What the horizontal axis counts. */
  readonly horizontal: string;
  /** By x; positive, as both axes are logarithmic. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const width = 280;
const height = 240;
const inside = { left: 54, right: width - 18, top: 40, bottom: height - 46 };

const style = `
  .paper { fill: #ffffff; stroke: #d0d7de }
  .grid { stroke: #d8dee4 }
  .axis { stroke: #57606a }
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .proportion { stroke: #57606a; stroke-dasharray: 4 4; fill: none }
  .line { stroke: #0969da; stroke-width: 2; fill: none }
  .dot { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #1f2328; stroke: #444c56 }
    .grid { stroke: #373e47 }
    .axis { stroke: #9198a1 }
    text { fill: #e6edf3 }
    .proportion { stroke: #9198a1 }
    .line { stroke: #58a6ff }
    .dot { fill: #58a6ff }
  }
`;

/** The panels in a row; `title` says in words what they show. */
export function drawLines(title: string, panels: readonly Panel[]): string {
  const whole = width * panels.length;
  const drawn = panels.map((panel, i) => `<g transform="translate(${i * width} 0)">${drawPanel(panel)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${height}" width="${whole}" height="${height}" role="img">
<title>${escape(title)}</title>
<style>${style}</style>
<rect class="paper" x="0.5" y="0.5" width="${whole - 1}" height="${height - 1}" rx="6"/>
${drawn.join('\n')}
</svg>
`;
}

function drawPanel({ title, horizontal, points }: Panel): string {
  const x = doublingScale(
    points.map((point) => point.x),
    inside.left,
    inside.right,
  );
  const y = doublingScale(
    points.map((point) => point.y),
    inside.bottom,
    inside.top,
  );
  const places = points.map((point) => [x.place(point.x), y.place(point.y)] as const);
  const path = places.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
  return [
    `<text x="${inside.left}" y="24">${escape(title)}</text>`,
    ...y.ticks.map((tick) => {
      const at = y.place(tick).toFixed(1);
      return `<line class="grid" x1="${inside.left}" y1="${at}" x2="${inside.right}" y2="${at}"/><text x="${inside.left - 6}" y="${at}" dy="4" text-anchor="end">${label(tick)}</text>`;
    }),
    `<line class="axis" x1="${inside.left}" y1="${inside.bottom}" x2="${inside.right}" y2="${inside.bottom}"/>`,
    ...points.map(
      (point) =>
        `<text x="${x.place(point.x).toFixed(1)}" y="${inside.bottom + 16}" text-anchor="middle">${label(point.x)}</text>`,
    ),
    `<text x="${(inside.left + inside.right) / 2}" y="${height - 12}" text-anchor="middle">${escape(horizontal)}</text>`,
    drawProportion(points, x, y),
    `<polyline class="line" points="${path}"/>`,
    ...places.map(([px, py]) => `<circle class="dot" cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3.5"/>`),
  ].join('\n');
}

/** From the last point down to where the panel ends: what would be half as much at half the size. */
function drawProportion(points: Panel['points'], x: Scale, y: Scale): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  const least = Math.max(first.x, (last.x * y.least) / last.y);
  const at = (size: number): string =>
    `${x.place(size).toFixed(1)},${y.place((last.y * size) / last.x).toFixed(1)}`;
  return `<polyline class="proportion" points="${at(least)} ${at(last.x)}"/>`;
}

interface Scale {
  readonly least: number;
  readonly ticks: readonly number[];
  place(value: number): number;
}

/** A logarithmic scale between two places, with a tick at each power of two times 1, 10, 100 … within it. */
function doublingScale(values: readonly number[], from: number, to: number): Scale {
  const unit = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const exponents = values.map((value) => Math.log2(value / unit));
  const [low, high] = [Math.floor(Math.min(...exponents)), Math.ceil(Math.max(...exponents))];
  const span = Math.max(1, high - low);
  return {
    least: unit * 2 ** low,
    ticks: Array.from({ length: span + 1 }, (_, i) => unit * 2 ** (low + i)),
    place: (value) => from + ((Math.log2(value / unit) - low) / span) * (to - from),
  };
}

function label(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
