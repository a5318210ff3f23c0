import { createRandom, purposes, type Random } from '../tensor/random.js';
import type { Background } from './explainedModel.js';

const mostRounds = 100;

/**
 * A background of at most `clusters` rows, the centres of k-means (Lloyd 1982) from a k-means++ start (Arthur &
 * Vassilvitskii 2007), each with the share of the rows that are nearest to it. Quicker to explain against than the
 * rows, but its rows are means that nobody measured.
 */
export function clusterBackground(
  rows: Float32Array,
  width: number,
  clusters: number,
  seed: number,
): Background {
  const count = rows.length / width;
  const random = createRandom(seed, purposes.background, 1);
  const centres = chooseStarts(rows, width, Math.min(clusters, count), random);
  const nearest = new Int32Array(count).fill(-1);
  let sizes: Float64Array = new Float64Array(0);
  for (let round = 0; round < mostRounds; round++) {
    if (!assign(rows, width, centres, nearest)) break;
    sizes = moveToMeans(rows, width, centres, nearest);
  }
  const filled = [...sizes.keys()].filter((c) => sizes[c]! > 0);
  const inputs = new Float32Array(filled.length * width);
  filled.forEach((c, i) => inputs.set(centres.subarray(c * width, (c + 1) * width), i * width));
  return { inputs, count: filled.length, weights: Float64Array.from(filled, (c) => sizes[c]! / count) };
}

/** The first row at random, each further one by the square of its distance to those chosen. */
function chooseStarts(rows: Float32Array, width: number, clusters: number, random: Random): Float64Array {
  const count = rows.length / width;
  const centres = new Float64Array(clusters * width);
  const distances = new Float64Array(count).fill(Infinity);
  let chosen = Math.floor(random.uniform(0) * count);
  for (let c = 0; ; c++) {
    centres.set(rows.subarray(chosen * width, (chosen + 1) * width), c * width);
    if (c === clusters - 1) return centres;
    let total = 0;
    for (let row = 0; row < count; row++) {
      distances[row] = Math.min(distances[row]!, squaredDistance(rows, row, centres, c, width));
      total += distances[row]!;
    }
    let left = random.uniform(c + 1) * total;
    chosen = distances.findIndex((distance) => (left -= distance) < 0);
    // All rows are alike: any will do, and its cluster stays empty.
    if (chosen < 0) chosen = 0;
  }
}

/** Gives every row its nearest centre; false where none has changed. */
function assign(rows: Float32Array, width: number, centres: Float64Array, nearest: Int32Array): boolean {
  let changed = false;
  for (let row = 0; row < nearest.length; row++) {
    let best = 0;
    let least = Infinity;
    for (let c = 0; c * width < centres.length; c++) {
      const distance = squaredDistance(rows, row, centres, c, width);
      if (distance >= least) continue;
      least = distance;
      best = c;
    }
    if (nearest[row] !== best) changed = true;
    nearest[row] = best;
  }
  return changed;
}

/** Moves each centre to the mean of its rows, and says how many they are; one without rows stays where it is. */
function moveToMeans(
  rows: Float32Array,
  width: number,
  centres: Float64Array,
  nearest: Int32Array,
): Float64Array {
  const sizes = new Float64Array(centres.length / width);
  for (const centre of nearest) sizes[centre]!++;
  for (let at = 0; at < centres.length; at++) if (sizes[Math.floor(at / width)]! > 0) centres[at] = 0;
  nearest.forEach((centre, row) => {
    for (let i = 0; i < width; i++) centres[centre * width + i]! += rows[row * width + i]! / sizes[centre]!;
  });
  return sizes;
}

function squaredDistance(
  rows: Float32Array,
  row: number,
  centres: Float64Array,
  centre: number,
  width: number,
): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (rows[row * width + i]! - centres[centre * width + i]!) ** 2;
  return sum;
}
