import { checkPiece, countValues } from './denseTensor.js';
import type { ModelTensor } from './format.js';
import { FormatError } from './formatError.js';

/**
 * A sparse tensor (coordinates, COO) as if it were dense: zeros, and the sum of the entries at each place.
 * `indices` is [dimensions, entries], `entries` [entries].
 */
export function sparseTensor(
  name: string,
  shape: readonly number[],
  indices: ModelTensor,
  entries: ModelTensor,
): ModelTensor {
  const size = countValues(name, shape);
  const count = entries.size;
  if (
    indices.shape.length !== 2 ||
    indices.shape[0] !== shape.length ||
    indices.shape[1] !== count ||
    entries.shape.length !== 1
  ) {
    throw new FormatError(
      `tensor "${name}": indices [${indices.shape.join(', ')}] and values [${entries.shape.join(', ')}] do not make a sparse tensor [${shape.join(', ')}]`,
      0,
    );
  }
  let loaded: Promise<{ places: Float64Array; values: ArrayLike<number> }> | undefined;
  const load = async (): Promise<{ places: Float64Array; values: ArrayLike<number> }> => {
    const coordinates = await indices.read(0, indices.size);
    const places = new Float64Array(count);
    for (let d = 0; d < shape.length; d++) {
      for (let i = 0; i < count; i++) {
        const coordinate = coordinates[d * count + i]!;
        if (coordinate < 0 || coordinate >= shape[d]!) {
          throw new FormatError(
            `tensor "${name}": an index ${coordinate} lies outside [${shape.join(', ')}]`,
            0,
          );
        }
        places[i] = places[i]! * shape[d]! + coordinate;
      }
    }
    return { places, values: await entries.read(0, count) };
  };
  return {
    name,
    dtype: entries.dtype,
    shape,
    bytes: indices.bytes + entries.bytes,
    size,
    read: async (offset, length) => {
      checkPiece(name, size, offset, length);
      loaded ??= load();
      const { places, values } = await loaded;
      const piece = values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
      for (let i = 0; i < places.length; i++) {
        const place = places[i]! - offset;
        if (place >= 0 && place < length) piece[place]! += values[i]!;
      }
      return piece;
    },
  };
}
