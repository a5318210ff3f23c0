import type { SeedBand } from '../../src/protocol/runPanel.js';
import { drawBand } from '../chart/band.js';
import type { Figure } from '../chart/figure.js';
import type { Surface } from '../chart/plane.js';
import { element } from '../parts/element.js';
import { validationName } from '../parts/metrics.js';

/** A figure of the validation split where there is one, else of the training: what runs are compared by. */
function figureOf(band: SeedBand, name: string): string | null {
  return [validationName(name), name].find((figure) => figure in band.figures) ?? null;
}

/** Draws where the runs with other seeds went: their mean, give or take one deviation, at every epoch. */
export function drawSeedBand(surface: Surface, band: SeedBand | null, name: string): void {
  const figure = band && figureOf(band, name);
  const spread = figure === null ? undefined : band?.figures[figure];
  if (!band || !spread) return;
  drawBand(
    surface,
    {
      count: band.epochs.length,
      x: (index) => band.epochs[index]!,
      low: (index) => spread[index]!.mean - spread[index]!.std,
      high: (index) => spread[index]!.mean + spread[index]!.std,
    },
    '',
  );
}

/** Says below a plot what its band is, and what the runs ended with. */
export function nameSeedBand(
  figure: Figure,
  band: SeedBand | null,
  name: string,
  format: (value: number) => string,
): void {
  const shown = band && figureOf(band, name);
  const final = shown === null ? undefined : band?.final[shown];
  if (!band || !final) return;
  const split = shown === name ? '' : 'validation ';
  figure.setFoot(
    element(
      'span',
      {},
      element('span', { class: 'key healthy' }),
      `${split}of ${band.runs} seeds: ${format(final.mean)} ± ${format(final.std)}`,
    ),
  );
}
