import { relative } from 'node:path';

/** A path as it is best typed from here: relative within the working directory, else absolute. */
export function shortPath(path: string): string {
  const fromHere = relative('', path);
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere;
}
