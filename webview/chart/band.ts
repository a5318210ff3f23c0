import type { Surface } from './plane.js';

/** A shaded range between two curves over x. */
export interface Band {
  /** Number of points, lowest x first. */
  readonly count: number;
  readonly x: (index: number) => number;
  readonly low: (index: number) => number;
  readonly high: (index: number) => number;
}

/** Fills the band in the colour of what is healthy, with about one point a pixel, and names it. */
export function drawBand(surface: Surface, band: Band, label: string): void {
  const { left, right } = surface;
  const points: { readonly x: number; readonly low: number; readonly high: number }[] = [];
  const [from, to] = inSight(surface, band);
  const stride = Math.max(1, Math.floor((to - from) / (right - left)));
  for (let i = from; i < to; i += stride) {
    // On an axis of decades nothing has a place at 0 and below.
    const [low, high] = [surface.y(band.low(i)), surface.y(band.high(i))];
    if (Number.isFinite(low) && Number.isFinite(high)) points.push({ x: surface.x(band.x(i)), low, high });
  }
  fill(surface, points, label);
}

/** Indices of the points in sight and one more on each side, the last not included. */
function inSight({ left, right, xAt }: Surface, { count, x }: Band): readonly [number, number] {
  let from = 0;
  while (from + 1 < count && x(from + 1) < xAt(left)) from++;
  let to = count;
  while (to - 1 > from && x(to - 2) > xAt(right)) to--;
  return [from, to];
}

/** The same between two values over the whole width. */
export function drawFlatBand(surface: Surface, low: number, high: number, label: string): void {
  if (!(low > 0) || !Number.isFinite(high)) return;
  const edge = { low: surface.y(low), high: surface.y(high) };
  fill(
    surface,
    [
      { x: surface.left, ...edge },
      { x: surface.right, ...edge },
    ],
    label,
  );
}

function fill(
  { context, left, end, top, bottom, colors }: Surface,
  points: readonly { readonly x: number; readonly low: number; readonly high: number }[],
  label: string,
): void {
  const first = points[0];
  if (!first) return;
  context.save();
  context.beginPath();
  context.rect(left, top, end - left, bottom - top);
  context.clip();
  context.beginPath();
  for (const point of points) context.lineTo(point.x, point.high);
  for (const point of [...points].reverse()) context.lineTo(point.x, point.low);
  context.closePath();
  context.fillStyle = colors.band;
  context.fill();
  context.fillStyle = colors.muted;
  context.font = `11px ${colors.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillText(label, left + 4, Math.max(top, first.high) + 3);
  context.restore();
}
