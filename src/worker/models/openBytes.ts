import { openModel } from '../../formats/index.js';
import { memorySource } from '../../formats/memory.js';
import type { OpenedOrigin } from './modelInspection.js';

/** A model file that was handed over whole: the files beside it cannot be opened. */
export async function openBytes({
  name,
  bytes,
}: {
  /** Its path or name, which may tell the format. */
  readonly name: string;
  readonly bytes: Uint8Array;
}): Promise<OpenedOrigin> {
  const source = memorySource(bytes);
  return { opened: await openModel(source, name.split('/').at(-1) ?? name), bytes: source.size };
}
