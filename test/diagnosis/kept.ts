import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tables.js';

/** What a network gave with one seed. */
interface Result {
  readonly run: { readonly name: string };
  readonly seed: number;
}

const pathOf = (kind: string): string => join(root, `out/diagnosis/${kind}.json`);
const keyOf = ({ run, seed }: Result): string => `${run.name}, seed ${seed}`;

/** Keeps what a network gave, in the place of what it gave before: a report can be made of parts. */
export function keepResult(kind: string, result: Result): void {
  mkdirSync(join(root, 'out/diagnosis'), { recursive: true });
  const kept = new Map(readAll<Result>(kind).map((one) => [keyOf(one), one]));
  kept.set(keyOf(result), result);
  writeFileSync(pathOf(kind), JSON.stringify([...kept.values()]));
}

/** What is kept of these networks with these seeds, in this order, and the names of those that were not run. */
export function readKept<Kept extends Result>(
  kind: string,
  networks: readonly Result['run'][],
  seeds: readonly number[],
): { readonly results: readonly Kept[]; readonly missing: readonly string[] } {
  const kept = new Map(readAll<Kept>(kind).map((one) => [keyOf(one), one]));
  const keys = networks.flatMap((run) => seeds.map((seed) => keyOf({ run, seed })));
  return {
    results: keys.flatMap((key) => kept.get(key) ?? []),
    missing: keys.filter((key) => !kept.has(key)),
  };
}

function readAll<Kept extends Result>(kind: string): readonly Kept[] {
  return existsSync(pathOf(kind)) ? (JSON.parse(readFileSync(pathOf(kind), 'utf8')) as Kept[]) : [];
}
