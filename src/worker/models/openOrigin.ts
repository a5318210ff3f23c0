import { openModelFile } from '../../formats/node.js';
import type { OpenOrigin } from './modelInspection.js';
import { openBytes } from './openBytes.js';

/** Files on the disk stay open as long as their worker lives. */
export const openOrigin: OpenOrigin = async (origin) => {
  if (!('path' in origin)) return openBytes(origin);
  const { model, size } = await openModelFile(origin.path);
  return { opened: model, bytes: size };
};
