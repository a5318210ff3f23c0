import type { DType } from '../tensor/dtype.js';
import { dtypes } from '../tensor/dtype.js';
import { sizeOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { safetensorsDTypes } from './safetensors.js';

const formatNames = new Map<DType, string>(
  Object.entries(safetensorsDTypes).map(([name, dtype]) => [dtype, name]),
);

/**
 * A safetensors file of these tensors. The same input gives the same bytes: tensors stand in the order given
 * (widest elements first, so that all are aligned), metadata sorted by key. Throws where names repeat or the
 * bytes of a tensor do not fill its shape.
 */
export function writeSafetensors(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const ordered = [...tensors].sort((a, b) => dtypes[b.dtype].bytes - dtypes[a.dtype].bytes);
  const names = new Set(['__metadata__']);
  let position = 0;
  const entries = ordered.map(({ name, dtype, shape, bytes }) => {
    if (names.has(name)) throw new RangeError(`Two tensors are called "${name}"`);
    names.add(name);
    if (bytes.length !== sizeOf(shape) * dtypes[dtype].bytes) {
      throw new RangeError(
        `${name}: ${bytes.length} bytes do not fill the shape [${shape.join(', ')}] of ${dtype}`,
      );
    }
    const begin = position;
    position += bytes.length;
    const entry = { dtype: formatNames.get(dtype), shape, data_offsets: [begin, position] };
    return `${JSON.stringify(name)}:${JSON.stringify(entry)}`;
  });

  const keys = Object.keys(metadata).sort();
  if (keys.length > 0) {
    const pairs = keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(metadata[key])}`);
    entries.unshift(`"__metadata__":{${pairs.join(',')}}`);
  }
  // Written by hand, since an object would move names like "0" to the front. Padded, so that the values are aligned.
  const json = new TextEncoder().encode(`{${entries.join(',')}}`);
  const headerBytes = Math.ceil(json.length / 8) * 8;

  const file = new Uint8Array(8 + headerBytes + position).fill(0x20, 8, 8 + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(json, 8);
  position = 8 + headerBytes;
  for (const { bytes } of ordered) {
    file.set(bytes, position);
    position += bytes.length;
  }
  return file;
}
