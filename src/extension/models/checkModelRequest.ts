import type { ModelTensorKey, Slice } from '../../protocol/models.js';
import type { TileRequest } from '../../protocol/tensorView.js';

/** A panel is a web page: what it asks is looked at before it goes on. */

/** No screen has more cells than this on a side. */
const mostCells = 8192;
const mostTensors = 4096;
const mostAxes = 64;

export const isCount = (value: unknown, most = Number.MAX_SAFE_INTEGER): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;

export function checkKey({ model, tensor, slice, minus }: ModelTensorKey): ModelTensorKey {
  if (!isCount(model) || !isCount(tensor)) throw new TypeError('This is no tensor of a model.');
  if (minus && (!isCount(minus.model) || !isCount(minus.tensor)))
    throw new TypeError('This is no difference of tensors.');
  return {
    model,
    tensor,
    slice: slice ? checkSlice(slice) : null,
    minus: minus ? { model: minus.model, tensor: minus.tensor } : null,
  };
}

function checkSlice({ axes, at }: Slice): Slice {
  const isSound =
    Array.isArray(axes) &&
    axes.length === 2 &&
    axes.every((axis) => isCount(axis, mostAxes)) &&
    Array.isArray(at) &&
    at.length <= mostAxes &&
    at.every((place) => isCount(place));
  if (!isSound) throw new TypeError('This is no slice of a tensor.');
  return { axes: [axes[0], axes[1]], at: [...at] };
}

export function checkTile({ region, resolution, clip }: TileRequest): TileRequest {
  const { row, col, rows, cols } = region;
  const isSound =
    [row, col, rows, cols].every((count) => isCount(count)) &&
    isCount(resolution.rows, mostCells) &&
    isCount(resolution.cols, mostCells) &&
    clip > 0 &&
    clip <= 1;
  if (!isSound) throw new TypeError('This is no part of a tensor.');
  return {
    region: { row, col, rows, cols },
    resolution: { rows: resolution.rows, cols: resolution.cols },
    clip,
  };
}

export function checkPlaces(places: unknown): number[] {
  if (!Array.isArray(places) || places.length > mostTensors || !places.every((place) => isCount(place)))
    throw new TypeError('This is no list of tensors.');
  return places;
}

export function checkPairs(pairs: unknown): [number, number][] {
  const isSound =
    Array.isArray(pairs) &&
    pairs.length <= mostTensors &&
    pairs.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((place) => isCount(place)));
  if (!isSound) throw new TypeError('This is no list of pairs of tensors.');
  return pairs as [number, number][];
}
