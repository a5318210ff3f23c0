import { featureWidth } from '../data/features.js';
import type { FeatureEncoding, Preprocessing } from '../data/preprocessing.js';
import type { Player } from './player.js';

/**
 * A player for each feature of a table, a category being one with all its columns; for each pixel of a picture, with
 * all its channels; for each position of a text.
 */
export function playersOf({ features, inputs }: Preprocessing): Player[] {
  if (features.length === 0) {
    return Array.from({ length: inputs }, (_, at) => ({ name: `position ${at}`, inputs: [at] }));
  }
  let start = 0;
  return features.flatMap((feature) => {
    const players = playersOfFeature(feature, start);
    start += featureWidth(feature);
    return players;
  });
}

function playersOfFeature(feature: FeatureEncoding, start: number): Player[] {
  const { column } = feature;
  if (feature.kind !== 'array') {
    const inputs = Array.from({ length: featureWidth(feature) }, (_, i) => start + i);
    return [{ name: column, inputs }];
  }
  // Channels come first, as in PyTorch.
  const [channels, places] =
    feature.shape.length === 3 ? [feature.shape[0]!, feature.shape.slice(1)] : [1, feature.shape];
  const count = featureWidth(feature) / channels;
  return Array.from({ length: count }, (_, place) => ({
    name: `${column}[${indexOf(place, places).join(', ')}]`,
    inputs: Array.from({ length: channels }, (_, channel) => start + channel * count + place),
  }));
}

/** Where the element with this number stands in an array of this shape. */
function indexOf(number: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = number;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
