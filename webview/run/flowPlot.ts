import { formatCount } from '../../src/display/numbers.js';
import { drawFlatBand } from '../chart/band.js';
import type { Axis, Surface } from '../chart/plane.js';
import { linearTicks } from '../chart/ticks.js';
import { element, setAttribute, setText } from '../parts/element.js';
import { binByDepth, summarize, type Mark } from './depthBins.js';
import {
  healthyBand,
  placeOf,
  quantityExtent,
  quantityRange,
  tailLength,
  type LayerTrack,
} from './layers.js';
import { layerTable, layerTones } from './layerMarks.js';
import type { Panel } from './panel.js';
import { Plot } from '../chart/plot.js';
import { decadeAxis } from '../chart/timeAxis.js';

const titles = { gradient: 'Gradient flow', update: 'Update flow' } as const;
/** Up to so many layers are called by their names. */
const few = 6;

/** The newest norms by depth, on the axis that the plot over time has: what lies outside the band is marked. */
export function createFlowPlot(panel: Panel): Plot {
  const { model } = panel;
  const flagged = element('span');
  const plot: Plot = new Plot(
    panel,
    {
      id: 'flow',
      title: titles.gradient,
      table: () => layerTable(model, panel.view.quantity, false),
      label: () => `${titles[panel.view.quantity]} by depth: ${flagged.textContent}`,
    },
    () => {
      const quantity = panel.view.quantity;
      const range = panel.ranges[quantity].include(quantityExtent(model.layers, quantity), quantityRange);
      const band = healthyBand(model.layers, quantity);
      const places = model.layers.map((layer) => placeOf(layer[quantity].now, band));
      const below = places.filter((place) => place === 'below').length;
      const above = places.filter((place) => place === 'above').length;
      const words = flagWords(
        below,
        above,
        places.filter((place) => place === 'inside').length,
        model.layers.length,
      );
      plot.figure.setTitle(titles[quantity]);
      plot.figure.setUnit(`by depth, step ${formatCount(model.step)}`);
      setText(flagged, words);
      setAttribute(flagged, 'class', below + above > 0 ? 'flag' : '');
      return {
        x: depthAxis(model.layers),
        y: decadeAxis(range ?? { min: 1e-4, max: 1 }),
        draw: (surface) => {
          if (model.layers.length > 1 || quantity === 'update')
            drawFlatBand(surface, band.low, band.high, 'healthy');
          drawLink(
            surface,
            model.layers.map((layer) => layer[quantity].now),
          );
          const tones = layerTones(model.layers.length, surface.colors);
          const bins = binByDepth(model.layers.length);
          for (const [from, to] of bins) {
            const chosen = panel.chosen >= from && panel.chosen < to;
            const mark = summarize(model.layers.slice(from, to), places.slice(from, to), quantity);
            const at = (from + to - 1) / 2;
            drawMark(surface, at, mark, tones[Math.floor(at)]!, chosen, bins.length);
          }
        },
      };
    },
  );
  const bins = binByDepth(model.layers.length);
  const bar =
    bins.length < model.layers.length
      ? `mark: up to ${bins[0]![1]} layers, the middle and the range`
      : `bar: last ${tailLength} samples`;
  plot.figure.setFoot(flagged, element('span', { title: bar }, bar));
  plot.plane.canvas.addEventListener('click', (event) => {
    const at = Math.round(plot.plane.surface()?.xAt(event.offsetX) ?? NaN);
    const layer = model.layers[at];
    if (layer) panel.choose({ layer: layer.name });
  });
  return plot;
}

function flagWords(below: number, above: number, inside: number, all: number): string {
  const parts: string[] = [];
  if (below > 0) parts.push(`▼ ${below} of ${all} below the band`);
  if (above > 0) parts.push(`▲ ${above} of ${all} above the band`);
  if (parts.length > 0) return parts.join(', ');
  return inside > 0 ? `all ${inside} inside the band` : 'not measured';
}

function depthAxis(layers: readonly LayerTrack[]): Axis {
  const last = layers.length - 1;
  return {
    min: -0.5,
    max: Math.max(0.5, last + 0.5),
    ticks: (length) => {
      if (layers.length <= few) return layers.map((_, index) => index);
      const inner = linearTicks(0, last, Math.min(8, length / 32), true).filter(
        (index) => index < last * 0.93,
      );
      return [...inner, last];
    },
    format: (value) => {
      const layer = layers[value];
      if (!layer) return '';
      if (layers.length <= few) return layer.name.length > 7 ? `${layer.name.slice(0, 6)}…` : layer.name;
      return value === last ? 'out' : String(value + 1);
    },
  };
}

function drawLink({ context, x, y, colors }: Surface, values: readonly number[]): void {
  context.save();
  context.strokeStyle = colors.link;
  context.lineWidth = 1;
  context.beginPath();
  values.forEach((value, index) => {
    if (value > 0) context.lineTo(x(index), y(value));
  });
  context.stroke();
  context.restore();
}

/** A dot, ▼ below the band and ▲ above it, over the bar of the last samples; a red tick at the foot where flagged. */
function drawMark(
  surface: Surface,
  index: number,
  mark: Mark,
  tone: string,
  chosen: boolean,
  count: number,
): void {
  const { context, x, y, top, bottom, left, right, colors } = surface;
  const slot = (right - left) / count;
  const radius = Math.min(4.5, Math.max(1.25, slot * 0.4)) * (chosen ? 1.3 : 1);
  const px = x(index);
  const clamp = (value: number): number => Math.min(bottom, Math.max(top, y(value)));
  context.save();
  if (mark.spread) {
    context.strokeStyle = tone;
    context.lineWidth = Math.min(3, slot * 0.6);
    context.globalAlpha = 0.45;
    context.beginPath();
    context.moveTo(px, clamp(mark.spread.low));
    context.lineTo(px, clamp(mark.spread.high));
    context.stroke();
    context.globalAlpha = 1;
  }
  if (Number.isFinite(mark.now)) {
    const py = clamp(mark.now);
    context.beginPath();
    if (mark.place === 'below') triangle(context, px, py, radius * 1.25, 1);
    else if (mark.place === 'above') triangle(context, px, py, radius * 1.25, -1);
    else context.arc(px, py, radius, 0, 2 * Math.PI);
    context.fillStyle = tone;
    context.fill();
    context.strokeStyle = chosen ? colors.fg : colors.bg;
    context.lineWidth = chosen ? 2 : 1;
    if (chosen || slot > 6) context.stroke();
  }
  if (mark.place === 'below' || mark.place === 'above') {
    const half = Math.min(6, Math.max(0.75, slot * 0.35));
    context.fillStyle = colors.error;
    context.fillRect(px - half, mark.place === 'below' ? bottom - 3 : top, 2 * half, 3);
  }
  context.restore();
}

function triangle(context: CanvasRenderingContext2D, x: number, y: number, size: number, down: 1 | -1): void {
  context.moveTo(x - size, y - down * size * 0.85);
  context.lineTo(x + size, y - down * size * 0.85);
  context.lineTo(x, y + down * size);
  context.closePath();
}
