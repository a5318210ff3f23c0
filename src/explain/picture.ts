import type { Preprocessing } from '../data/preprocessing.js';
import { playersOf } from './players.js';

/** Height and width of the picture whose pixels the players of `playersOf` are; null where a row is none. */
export function pictureOf(preprocessing: Preprocessing): { height: number; width: number } | null {
  const [channels, height = 0, width = 0] = preprocessing.inputShape;
  if (preprocessing.inputShape.length !== 3 || preprocessing.features.length === 0) return null;
  const players = playersOf(preprocessing);
  const isPixels =
    players.length === height * width && players.every(({ inputs }) => inputs.length === channels);
  return isPixels ? { height, width } : null;
}
