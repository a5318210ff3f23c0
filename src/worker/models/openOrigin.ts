import { basename } from 'node:path';
import { openModel } from '../../formats/index.js';
import { memorySource } from '../../formats/memory.js';
import { openModelFile } from '../../formats/node.js';
import type { OpenOrigin } from './modelInspection.js';

/** Files on the disk stay open as long as their worker lives. */
export const openOrigin: OpenOrigin = async (origin) => {
  if ('path' in origin) {
    const { model, size } = await openModelFile(origin.path);
    return { opened: model, bytes: size };
  }
  const source = memorySource(origin.bytes);
  return { opened: await openModel(source, basename(origin.name)), bytes: source.size };
};
