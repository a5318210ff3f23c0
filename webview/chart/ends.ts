import type { Surface } from './plane.js';

/** A name at the end of a line. */
export interface EndLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color: string;
  readonly bold: boolean;
}

const lineHeight = 13;

/** Pushes labels apart until each has its line, and keeps them between `top` and `bottom`. Sorted by y. */
export function spreadLabels(wanted: readonly number[], top: number, bottom: number): number[] {
  const places = wanted.map((y) => Math.min(bottom, Math.max(top, y)));
  for (let round = 0; round < 8; round++) {
    for (let i = 1; i < places.length; i++) {
      const overlap = lineHeight - (places[i]! - places[i - 1]!);
      if (overlap <= 0) continue;
      places[i]! += overlap / 2;
      places[i - 1]! -= overlap / 2;
    }
  }
  for (let i = places.length - 1, limit = bottom; i >= 0; i--, limit -= lineHeight) {
    places[i] = limit = Math.min(places[i]!, limit);
  }
  for (let i = 0, limit = top; i < places.length; i++, limit += lineHeight) {
    places[i] = limit = Math.max(places[i]!, limit);
  }
  return places;
}

/** Writes each name beside its line's end, joined to it where it had to move. */
export function drawEnds(surface: Surface, labels: readonly EndLabel[]): void {
  const { context, top, bottom, right, x, y, colors } = surface;
  const shown = labels
    .filter((label) => Number.isFinite(label.x) && Number.isFinite(label.y))
    .map((label) => ({ ...label, px: x(label.x), py: Math.min(bottom, Math.max(top, y(label.y))) }))
    .sort((a, b) => a.py - b.py);
  const places = spreadLabels(
    shown.map((label) => label.py),
    top + 4,
    bottom - 5,
  );
  context.save();
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  shown.forEach((label, index) => {
    const place = places[index]!;
    context.font = `${label.bold ? 600 : 400} 11px ${colors.font}`;
    const width = context.measureText(label.text).width;
    const left = Math.min(label.px + 10, Math.max(label.px + 4, right - width - 4));
    context.strokeStyle = label.color;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(label.px + 2, label.py);
    context.lineTo(left - 1, place);
    context.stroke();
    context.fillStyle = label.color;
    context.fillRect(left - 1, place - 4, 2, 8);
    context.globalAlpha = 0.8;
    context.fillStyle = colors.bg;
    context.fillRect(left + 2, place - 7, width + 3, lineHeight);
    context.globalAlpha = 1;
    context.fillStyle = label.bold ? colors.fg : colors.muted;
    context.fillText(label.text, left + 4, place + 0.5);
  });
  context.restore();
}
