import type { Surface } from './plane.js';

const dash = [2, 3];

/** A dashed upright line at `x` with a word at its top, on the side that has room. */
export function drawUpright(surface: Surface, x: number, word: string): void {
  const { context, top, bottom, left, right } = surface;
  const place = Math.round(surface.x(x)) + 0.5;
  if (!(place > left - 1 && place < right + 1)) return;
  stroke(surface, () => {
    context.moveTo(place, top);
    context.lineTo(place, bottom);
  });
  if (word) write(surface, word, place, top, place > left + (right - left) * 0.6 ? 'right' : 'left');
}

/** A dashed level line at `y` with words above its left end. */
export function drawLevel(surface: Surface, y: number, words: string): void {
  const { context, left, right } = surface;
  const place = Math.round(surface.y(y)) + 0.5;
  stroke(surface, () => {
    context.moveTo(left, place);
    context.lineTo(right, place);
  });
  write(surface, words, left, place - 15, 'left');
}

/** A dot with a rim in the page's colour. */
export function drawDot(surface: Surface, x: number, y: number, color: string): void {
  const { context, colors, left, right } = surface;
  const place = surface.x(x);
  if (!(place > left - 1 && place < right + 1)) return;
  context.save();
  context.beginPath();
  context.arc(place, surface.y(y), 3.5, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.strokeStyle = colors.bg;
  context.lineWidth = 1.5;
  context.stroke();
  context.restore();
}

function stroke({ context, colors }: Surface, trace: () => void): void {
  context.save();
  context.strokeStyle = colors.muted;
  context.lineWidth = 1;
  context.setLineDash(dash);
  context.beginPath();
  trace();
  context.stroke();
  context.restore();
}

function write(
  { context, colors }: Surface,
  words: string,
  x: number,
  y: number,
  side: 'left' | 'right',
): void {
  context.save();
  context.font = `11px ${colors.font}`;
  context.textBaseline = 'top';
  context.textAlign = side;
  const place = x + (side === 'left' ? 4 : -4);
  const width = context.measureText(words).width;
  context.globalAlpha = 0.85;
  context.fillStyle = colors.bg;
  context.fillRect(side === 'left' ? place - 1 : place - width - 1, y, width + 2, 12);
  context.globalAlpha = 1;
  context.fillStyle = colors.muted;
  context.fillText(words, place, y);
  context.restore();
}
