import type { Player } from './player.js';

/** Patches that a picture is cut into, about: as many as can be explained in seconds. */
const wantedPatches = 49;

/** Which patch each pixel belongs to, numbered row by row, and how many there are. */
export interface Patches {
  readonly regionOf: Uint16Array;
  readonly count: number;
}

/** Cuts a picture into square patches, the last of a row or column smaller where they do not fit. */
export function cutPatches(height: number, width: number): Patches {
  const side = Math.max(1, Math.round(Math.sqrt((height * width) / wantedPatches)));
  const across = Math.ceil(width / side);
  const regionOf = Uint16Array.from({ length: height * width }, (_, pixel) => {
    const [row, col] = [Math.floor(pixel / width), pixel % width];
    return Math.floor(row / side) * across + Math.floor(col / side);
  });
  return { regionOf, count: across * Math.ceil(height / side) };
}

/** Pixels that are there or absent together: a player for each patch. */
export function joinPixels(pixels: readonly Player[], { regionOf, count }: Patches): Player[] {
  const inputs: number[][] = Array.from({ length: count }, () => []);
  pixels.forEach((pixel, at) => inputs[regionOf[at]!]!.push(...pixel.inputs));
  return inputs.map((joined, patch) => ({ name: `patch ${patch + 1}`, inputs: joined }));
}
