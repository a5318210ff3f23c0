import { openModelFile } from '../../formats/node.js';
import { openBytes } from './openBytes.js';
import type { OpenOrigin } from './origin.js';

/** Files on the disk stay open until their model is closed. */
export const openOrigin: OpenOrigin = async (origin, readBeside) => {
  if (!('path' in origin)) return openBytes(origin, readBeside);
  const file = await openModelFile(origin.path);
  return { opened: file.model, bytes: file.size, close: () => file.close() };
};
