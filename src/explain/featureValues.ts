import { featureWidth } from '../data/features.js';
import type { FeatureEncoding, Preprocessing } from '../data/preprocessing.js';

/** What a row has for a feature, as its table said it; null where it had a category that training has not seen. */
export type FeatureValue = number | string | null;

/** The values of each player of `playersOf` in an encoded row; of a text its characters. */
export function readFeatureValues({ features, target }: Preprocessing, row: Float32Array): FeatureValue[] {
  if (features.length === 0 && target.kind === 'class') {
    return Array.from(row, (token) => target.classes[token] ?? null);
  }
  let start = 0;
  return features.flatMap((feature) => {
    const width = featureWidth(feature);
    const encoded = row.subarray(start, start + width);
    start += width;
    return readFeature(feature, encoded);
  });
}

function readFeature(feature: FeatureEncoding, encoded: Float32Array): FeatureValue[] {
  if (feature.kind === 'category') return [feature.categories[encoded.indexOf(1)] ?? null];
  const { scale, offset } = feature;
  // A constant column is encoded as 0, whatever it was.
  const decode = (value: number): number =>
    scale === 0 ? offset : Number((value / scale + offset).toPrecision(6));
  if (feature.kind === 'number') return [decode(encoded[0]!)];
  const channels = feature.shape.length === 3 ? feature.shape[0]! : 1;
  const places = encoded.length / channels;
  return Array.from({ length: places }, (_, place) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += decode(encoded[channel * places + place]!);
    return sum / channels;
  });
}
