import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tables.js';

const folder = join(root, 'out/diagnosis');

/** Keeps what the networks of one kind gave, so that a report can be made of parts that ran at different times. */
export function keepResults(kind: string, results: readonly object[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${kind}.json`), JSON.stringify(results));
}

export function readKept<Result>(kind: string): readonly Result[] {
  return JSON.parse(readFileSync(join(folder, `${kind}.json`), 'utf8')) as Result[];
}
