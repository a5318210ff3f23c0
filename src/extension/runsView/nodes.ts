import { join } from 'node:path';
import type { RunFolder } from './runFolders.js';

/** What stands in the tree. Paths, so that it can be made and tested without VS Code. */
export type Node = SpecNode | RunNode | DetailNode | MoreNode;

export interface SpecNode {
  readonly kind: 'spec';
  /** Path of the spec. */
  readonly specPath: string;
  /** Newest first. */
  readonly runs: readonly RunFolder[];
  /** How many of them are listed. */
  readonly shown: number;
}

export interface RunNode {
  readonly kind: 'run';
  readonly specPath: string;
  readonly directory: string;
  readonly run: RunFolder;
  /** The run of the same spec before it. */
  readonly before: RunFolder | null;
}

/** A line below a run: a change, a finding, what it takes on the disk. */
export interface DetailNode {
  readonly kind: 'detail';
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon: string;
  readonly tooltip?: string;
  readonly contextValue?: string;
  readonly directory: string;
}

export interface MoreNode {
  readonly kind: 'more';
  readonly specPath: string;
  readonly left: number;
}

/** The runs of a spec that are listed, and the line that lists more of them. */
export function runNodes({ specPath, runs, shown }: SpecNode): (RunNode | MoreNode)[] {
  const nodes = runs.slice(0, shown).map((run, i): RunNode => {
    const before = runs.slice(i + 1).find(({ record }) => record !== null) ?? null;
    return { kind: 'run', specPath, directory: run.directory, run, before };
  });
  const left = runs.length - nodes.length;
  return left > 0 ? [...nodes, { kind: 'more', specPath, left }] : nodes;
}

/** Specs with their runs; those that only runs know of too, for a spec may have been deleted or renamed. */
export function specNodes(
  specs: readonly string[],
  runs: readonly RunFolder[],
  shownOf: (specPath: string) => number,
): SpecNode[] {
  const bySpec = new Map<string, RunFolder[]>(specs.map((spec) => [spec, []]));
  for (const run of runs) {
    const list = bySpec.get(run.spec);
    if (list) list.push(run);
    else bySpec.set(run.spec, [run]);
  }
  return [...bySpec]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([specPath, list]) => ({ kind: 'spec', specPath, runs: list, shown: shownOf(specPath) }));
}

export const specCopyOf = (directory: string): string => join(directory, 'spec.nn.json');
