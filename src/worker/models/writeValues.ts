import { open, rename, rm } from 'node:fs/promises';
import type { ValueReader } from '../../inspect/valueReader.js';
import { encodeValues, type ValuesKind } from './encodeValues.js';

/** Writes all values to a file, aside first. `signal` ends it and leaves nothing. */
export async function writeValues(
  reader: ValueReader,
  shape: readonly number[],
  target: { readonly path: string; readonly kind: ValuesKind },
  signal: AbortSignal,
): Promise<void> {
  const aside = `${target.path}.part`;
  const file = await open(aside, 'w');
  try {
    for await (const bytes of encodeValues(reader, shape, target.kind, signal)) await file.write(bytes);
    await file.close();
    await rename(aside, target.path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(aside, { force: true });
    throw error;
  }
}
