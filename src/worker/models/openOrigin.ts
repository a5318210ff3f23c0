import { openModelFile } from '../../formats/node.js';
import { openBytes } from './openBytes.js';
import type { OpenOrigin } from './origin.js';

/** Files on the disk stay open as long as their worker lives. */
export const openOrigin: OpenOrigin = async (origin, readBeside) => {
  if (!('path' in origin)) return openBytes(origin, readBeside);
  const { model, size } = await openModelFile(origin.path);
  return { opened: model, bytes: size };
};
