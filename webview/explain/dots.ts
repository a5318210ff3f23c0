import type { Surface } from '../chart/plane.js';
import type { Colors } from '../theme/colors.js';
import type { FeatureValue } from '../../src/protocol/explain.js';
import type { FeatureScale } from './featureScale.js';

/** The colour of a value on its feature's scale: from low to high, or grey for a category. */
export const shade = (scale: FeatureScale, value: FeatureValue, colors: Colors): string =>
  scale.kind === 'numbers' ? colors.ordered(scale.share(value)) : colors.neutral;

export function drawDot({ context }: Surface, x: number, y: number, radius: number, color: string): void {
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** The chosen row among the others: larger, with a rim. */
export function drawChosenDot(surface: Surface, x: number, y: number, color: string): void {
  const { context, colors } = surface;
  drawDot(surface, x, y, 8, colors.bg);
  drawDot(surface, x, y, 5.5, color);
  context.strokeStyle = colors.fg;
  context.lineWidth = 2;
  context.stroke();
}
