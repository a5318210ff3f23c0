import { matchNames } from '../../inspect/matchNames.js';
import type { TensorPair } from '../../protocol/differencePanel.js';
import type { ListedTensor } from '../../protocol/models.js';

/** Which tensors of two files belong together, by their names. */
export function pairTensors(before: readonly ListedTensor[], after: readonly ListedTensor[]): TensorPair[] {
  const placesOf = (tensors: readonly ListedTensor[]): ReadonlyMap<string, number> =>
    new Map(tensors.map(({ name }, place) => [name, place]));
  const [first, second] = [placesOf(before), placesOf(after)];
  return matchNames([...first.keys()], [...second.keys()]).map(({ a, b }) => ({
    name: (a ?? b)!,
    other: a !== null && b !== null && a !== b ? b : null,
    before: a === null ? null : first.get(a)!,
    after: b === null ? null : second.get(b)!,
  }));
}
