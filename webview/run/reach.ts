/** Nothing shorter is worth an axis that grows. */
const fewestEpochs = 20;
/** From this share of the plan on, all of it is shown. */
const shareForAll = 0.1;

/**
 * How far an axis of epochs reaches: to the end of the plan, once a tenth of it is done; until then to the next
 * of 20, 50, 100, 200, … epochs, so that it moves seldom.
 */
export function reachOf(epoch: number, plannedEpochs: number): number {
  if (epoch >= shareForAll * plannedEpochs) return plannedEpochs;
  let decade = fewestEpochs / 2;
  while (10 * decade < epoch) decade *= 10;
  const reach = [2, 5, 10].map((times) => times * decade).find((end) => end >= epoch);
  return Math.min(reach ?? plannedEpochs, plannedEpochs);
}
