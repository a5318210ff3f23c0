import type { Colors } from '../theme/colors.js';
import type { Surface } from './plane.js';
import { lineHeight, spreadLabels } from './spread.js';
import { textWidth } from './textWidth.js';

/** A name at the end of a line. */
export interface EndLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color: string;
  readonly bold: boolean;
  /** Something is wrong here: a mark before the name. */
  readonly badge?: boolean;
}

/** The longest name that is written in full, in px. */
const longest = 110;
/** Width of a badge with the room behind it, in px. */
const badgeWidth = 11;
/** Between a line's end and its name, and after the name. */
const gaps = 14 + 4;

const fontOf = (bold: boolean, colors: Colors): string => `${bold ? 600 : 400} 11px ${colors.font}`;

/** Room that an axis must keep beyond its end for these names, in px. */
export function labelRoom(texts: readonly string[], colors: Colors, badged = false): number {
  const font = fontOf(true, colors);
  const widths = texts.map((text) => Math.ceil(textWidth(text, font)));
  return gaps + (badged ? badgeWidth : 0) + Math.min(longest, Math.max(0, ...widths));
}

/** The name, cut at its front where it is too long: what is last tells layers apart. */
function fit(text: string, font: string): string {
  if (textWidth(text, font) <= longest) return text;
  let cut = 1;
  while (cut < text.length && textWidth(`…${text.slice(cut)}`, font) > longest) cut++;
  return `…${text.slice(cut)}`;
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
  let written = '';
  shown.forEach((label, index) => {
    const place = places[index]!;
    const font = fontOf(label.bold, colors);
    // To set a canvas's font makes the browser bring all styles up to date.
    if (font !== written) context.font = written = font;
    const text = fit(label.text, font);
    const indent = label.badge ? badgeWidth : 0;
    const width = textWidth(text, font) + indent;
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
    context.fillText(text, left + 4 + indent, place + 0.5);
    if (label.badge) drawBadge(context, left + 4, place, colors);
  });
  context.restore();
}

/** A triangle, which is told from its surroundings by its shape as well as by its colour. */
function drawBadge(context: CanvasRenderingContext2D, left: number, middle: number, colors: Colors): void {
  context.fillStyle = colors.error;
  context.beginPath();
  context.moveTo(left, middle + 4);
  context.lineTo(left + 4, middle - 4);
  context.lineTo(left + 8, middle + 4);
  context.fill();
}
