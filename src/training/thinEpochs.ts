import type { EpochMetrics } from '../runs/metrics.js';

/** Curves show no more than about two points a pixel; what a panel is sent stays within a few megabytes. */
export const mostEpochs = 4000;

/** What a stretch of epochs is remembered by: the ends of both curves, and where it ended. */
const keptOfStretch = 5;

/**
 * About `most` of these epochs, in order: the first, and of every stretch the last and the lowest and highest
 * losses, so that curves keep their shape and the best epoch stays; also whatever `isWanted`. What is left out
 * adds its seconds to the next that stays, so that sums hold. Given back as they are where there are no more.
 */
export function thinEpochs(
  epochs: readonly EpochMetrics[],
  most: number,
  isWanted: (epoch: EpochMetrics) => boolean = () => false,
): readonly EpochMetrics[] {
  if (epochs.length <= most) return epochs;
  const stretches = Math.max(1, Math.floor(most / keptOfStretch));
  const kept = new Set<number>([0]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * epochs.length) / stretches);
    const to = Math.floor(((stretch + 1) * epochs.length) / stretches);
    for (const index of landmarks(epochs, from, to)) kept.add(index);
  }
  const thinned: EpochMetrics[] = [];
  let seconds = 0;
  epochs.forEach((epoch, index) => {
    seconds += epoch.seconds;
    if (!kept.has(index) && !isWanted(epoch)) return;
    thinned.push(seconds === epoch.seconds ? epoch : { ...epoch, seconds });
    seconds = 0;
  });
  return thinned;
}

/** Where in `from` … `to` a loss is lowest or highest, and the last. */
function landmarks(epochs: readonly EpochMetrics[], from: number, to: number): number[] {
  const found = [to - 1];
  for (const loss of ['loss', 'validationLoss'] as const) {
    let lowest = -1;
    let highest = -1;
    for (let i = from; i < to; i++) {
      const value = epochs[i]![loss];
      if (value === null) continue;
      if (lowest < 0 || value < epochs[lowest]![loss]!) lowest = i;
      if (highest < 0 || value > epochs[highest]![loss]!) highest = i;
    }
    if (lowest >= 0) found.push(lowest, highest);
  }
  return found;
}
