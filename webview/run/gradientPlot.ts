import { formatCount, formatScientific } from '../../src/display/numbers.js';
import { drawBand } from '../chart/band.js';
import { Crowd } from '../chart/crowd.js';
import { drawEnds, labelRoom, type EndLabel } from '../chart/ends.js';
import { Line } from '../chart/line.js';
import { indicesWithin } from '../chart/timeWindow.js';
import { drawUpright } from '../chart/rule.js';
import { element, setText } from '../parts/element.js';
import { createSegmented } from '../parts/segmented.js';
import type { PlacedFinding } from '../../src/protocol/runPanel.js';
import {
  healthyBand,
  meansExtent,
  quantityExtent,
  quantityRange,
  sickLayers,
  type LayerTrack,
  type Quantity,
} from './layers.js';
import { layerTable, layerTones } from './layerMarks.js';
import type { Panel } from './panel.js';
import { Plot } from '../chart/plot.js';
import { decadeAxis, epochAxis } from '../chart/timeAxis.js';

const titles = { gradient: 'Gradient norm', update: 'Update / weight' } as const;
const units = {
  gradient: 'L2 by layer, running mean',
  update: '‖update‖ / ‖weights‖, running mean',
} as const;
const bands = { gradient: 'healthy: 1e−3 … 70 × output layer', update: 'healthy: 1e−4 … 1e−2' } as const;
/** How many lines get a name. */
const named = 5;
/** From here on lines are thin and coarser. */
const many = 50;
/** How many names are all shown. */
const few = 6;

/** The norm of every layer over time on a log axis, coloured by depth, with the healthy band. */
export function createGradientPlot(panel: Panel): Plot {
  const { model } = panel;
  const lines = model.layers.map((layer) => ({
    gradient: new Line({ x: model.stepX, y: layer.gradient.mean }),
    update: new Line({ x: model.stepX, y: layer.update.mean }),
  }));
  const crowds = {
    gradient: new Crowd(lines.map(({ gradient }) => gradient)),
    update: new Crowd(lines.map(({ update }) => update)),
  };
  const quantity = createSegmented<Quantity>(
    'Quantity',
    [
      { value: 'gradient', label: 'Gradient' },
      { value: 'update', label: 'Update / weight' },
    ],
    (value) => panel.choose({ quantity: value }),
  );
  const bandWords = element('span');
  const layerNames = model.layers.map((layer) => layer.name);
  const plot: Plot = new Plot(
    panel,
    {
      id: 'gradients',
      title: titles.gradient,
      tools: [quantity.element],
      table: () => layerTable(model, panel.view.quantity, true),
      label: () => {
        const layer = model.layers[panel.chosen];
        const chosen = layer ? `, ${layer.name} ${formatScientific(layer[panel.view.quantity].now)}` : '';
        const sick = sickLayers(model.findings);
        const names = model.layers.flatMap(({ name }) => (sick.has(name) ? [name] : []));
        const marked = names.length === 0 ? '' : `, marked: ${names.join(', ')}`;
        return `${titles[panel.view.quantity]} of ${model.layers.length} layers over time${chosen}${marked}`;
      },
    },
    () => {
      const shown = panel.view.quantity;
      quantity.choose(shown);
      plot.figure.setTitle(titles[shown]);
      plot.figure.setUnit(units[shown]);
      setText(bandWords, bands[shown]);
      const { stepX } = model;
      const { zoomed } = panel.time;
      const whole = panel.ranges[shown].include(quantityExtent(model.layers, shown), quantityRange);
      const span = zoomed && indicesWithin(stepX, zoomed);
      const near = span && meansExtent(model.layers, shown, ...span);
      const range = near ? quantityRange(near) : whole;
      /** The newest sample in sight. */
      const newest = span ? span[1] - 1 : stepX.length - 1;
      return {
        x: epochAxis(panel.time.shown, labelRoom(layerNames, panel.colors, model.findings.length > 0)),
        y: decadeAxis(range ?? { min: 1e-4, max: 1 }),
        draw: (surface) => {
          const band = {
            count: stepX.length,
            x: (index: number) => stepX.at(index),
            low: (index: number) => healthyBand(model.layers, shown, index).low,
            high: (index: number) => healthyBand(model.layers, shown, index).high,
          };
          if (model.layers.length > 1 || shown === 'update') drawBand(surface, band, 'healthy');
          const tones = layerTones(model.layers.length, surface.colors);
          if (lines.length > many) crowds[shown].draw(surface, { tones, width: 1, column: 2 });
          else {
            lines.forEach((line, index) => {
              if (index !== panel.chosen) line[shown].draw(surface, { color: tones[index]!, width: 1.5 });
            });
          }
          lines[panel.chosen]?.[shown].draw(surface, {
            color: tones[panel.chosen]!,
            width: 2.75,
            column: lines.length > many ? 2 : 1,
          });
          if (stepX.length > 0 && model.live) drawUpright(surface, stepX.last(), '');
          const end = { x: stepX.at(newest), index: newest };
          drawEnds(surface, namesOf(model.layers, model.findings, shown, panel.chosen, end, tones));
        },
      };
    },
  );
  plot.figure.setFoot(
    element('span', {}, element('span', { class: 'key healthy' }), bandWords),
    element('span', {}, 'depth: input', element('span', { class: 'key depth' }), 'output'),
  );
  panel.time.link(plot.figure, plot.plane);
  panel.crosshair.link(plot.figure, plot.plane, (x) => {
    const at = model.stepX.nearest(x);
    const layer = model.layers[panel.chosen];
    if (at < 0 || !layer) return [];
    return [
      element('span', { class: 'muted' }, `step ${formatCount(model.steps.at(at))}`),
      element(
        'span',
        {},
        element('b', { class: 'mono' }, layer.name),
        ` ${formatScientific(layer[panel.view.quantity].mean.at(at))}`,
      ),
    ];
  });
  plot.plane.canvas.addEventListener('click', (event) => {
    const surface = plot.plane.surface();
    if (!surface) return;
    const at = model.stepX.nearest(surface.xAt(event.offsetX));
    const distances = model.layers.map((layer) =>
      Math.abs(surface.y(layer[panel.view.quantity].mean.at(at)) - event.offsetY),
    );
    const nearest = distances.reduce(
      (best, distance, index) => (distance < (distances[best] ?? NaN) ? index : best),
      0,
    );
    const layer = model.layers[nearest];
    if (layer && distances[nearest]! < 12) panel.choose({ layer: layer.name });
  });
  return plot;
}

/** Names at the lines' ends: all of a few; of many every so many-th, the output layer, the chosen one and sick ones. */
function namesOf(
  layers: readonly LayerTrack[],
  findings: readonly PlacedFinding[],
  quantity: Quantity,
  chosen: number,
  at: { readonly x: number; readonly index: number },
  tones: readonly string[],
): EndLabel[] {
  const every = Math.ceil(layers.length / named);
  const sick = sickLayers(findings);
  return layers.flatMap((layer, index) => {
    const badge = sick.has(layer.name);
    const shown =
      badge ||
      layers.length <= few ||
      index === chosen ||
      index === layers.length - 1 ||
      (index % every === 0 && index < layers.length - every / 2);
    const label = {
      x: at.x,
      y: layer[quantity].mean.at(at.index),
      text: layer.name,
      color: tones[index]!,
      bold: index === chosen,
      badge,
    };
    return shown ? [label] : [];
  });
}
