import type { PlacedFinding } from '../../src/protocol/runPanel.js';
import { healthOf, healthyBand, healthyUpdate, type HealthKind, type LayerTrack } from './layers.js';
import type { LayerOrder } from './viewState.js';

/** The worst first. */
const kinds: readonly HealthKind[] = ['error', 'below', 'above', 'warning', 'update', 'unknown', 'healthy'];
/** The middle of the healthy band, from which distances are taken in decades. */
const middle = Math.log10(Math.sqrt(healthyUpdate.low * healthyUpdate.high));

/** Indices of layers in an order by what they are now; equals by depth, and those without a value at the end. */
export function sortLayers(
  layers: readonly LayerTrack[],
  order: LayerOrder,
  findings: readonly PlacedFinding[],
): number[] {
  const band = healthyBand(layers, 'gradient');
  const rank: Readonly<Record<LayerOrder, (layer: LayerTrack, index: number) => number>> = {
    depth: (_, index) => index,
    gradient: ({ gradient }) => gradient.now,
    update: ({ update }) => -Math.abs(Math.log10(update.now) - middle),
    health: (layer) => kinds.indexOf(healthOf(layer, band, findings).kind),
  };
  const ranks = layers
    .map((layer, index) => rank[order](layer, index))
    .map((value) => (Number.isNaN(value) ? Infinity : value));
  return layers.map((_, index) => index).sort((a, b) => compare(ranks[a]!, ranks[b]!) || a - b);
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
