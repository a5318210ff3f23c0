import { open, rename, rm } from 'node:fs/promises';
import { layoutOf } from '../../inspect/layout.js';
import { readPieces, type ValueReader, type Values } from '../../inspect/valueReader.js';

/**
 * Writes all values to a file, aside first: as a NumPy array of their shape, or as lines of comma-separated numbers,
 * a line for each row of the tensor seen as a matrix. `signal` ends it and leaves nothing.
 */
export async function writeValues(
  reader: ValueReader,
  shape: readonly number[],
  target: { readonly path: string; readonly kind: 'npy' | 'csv' },
  signal: AbortSignal,
): Promise<void> {
  const aside = `${target.path}.part`;
  const file = await open(aside, 'w');
  try {
    const encode = target.kind === 'npy' ? npyPieces(shape) : csvPieces(layoutOf(shape).cols);
    if (reader.size === 0 && target.kind === 'npy') await file.write(npyHeader('<f4', shape));
    for await (const { values, offset } of readPieces(reader, signal))
      await file.write(encode(values, offset));
    await file.close();
    await rename(aside, target.path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(aside, { force: true });
    throw error;
  }
}

type Encode = (values: Values, offset: number) => Uint8Array;

const npyPieces =
  (shape: readonly number[]): Encode =>
  (values, offset) => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    if (offset > 0) return bytes;
    return Buffer.concat([npyHeader(values instanceof Float32Array ? '<f4' : '<f8', shape), bytes]);
  };

/** Version 1.0, padded so that the values begin at a multiple of 64 (numpy.lib.format). */
function npyHeader(type: '<f4' | '<f8', shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const head = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0, 0]);
  head.writeUInt16LE(padded.length, 8);
  return Buffer.concat([head, Buffer.from(padded, 'latin1')]);
}

function csvPieces(cols: number): Encode {
  return (values, offset) => {
    const single = values instanceof Float32Array;
    let text = '';
    for (let i = 0; i < values.length; i++) {
      text += single ? shortest(values[i]!) : String(values[i]);
      text += (offset + i + 1) % cols === 0 ? '\n' : ',';
    }
    return Buffer.from(text);
  };
}

/** The fewest digits that read back as the same single-precision number; nine tell all of them apart. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
