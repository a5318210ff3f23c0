/** A user's mistake about data: at a path of the spec's `data` (`["target"]`) and, where there is one, a place in the file. */
export interface DataProblem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly message: string;
  /** Relative to the spec's root, e.g. `["data", "target"]`. */
  readonly path: readonly (string | number)[];
  readonly file?: string;
  /** Line in the data file and cell in that line, both from 1. */
  readonly line?: number;
  readonly column?: number;
  /** The nearest known name, for a quick fix at `path`. */
  readonly suggestion?: string;
}

/** A problem of a table by itself, before anybody knows which key of a spec it belongs to. */
export interface TableProblem extends Omit<DataProblem, 'path'> {
  /** The column's name, where the problem is one column's. */
  readonly name?: string;
  /** What stands in the cell, where the problem is one cell's. */
  readonly cell?: string;
}

/** `penguins.csv:12:3`: what a message about a cell begins with, as compilers write it. */
export function placeOf(file: string, line: number | undefined, column?: number): string {
  return [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':');
}

/** A cell as a message shows it. */
export function shorten(cell: string): string {
  const flat = cell.replace(/\s+/g, ' ');
  return flat.length > 40 ? `${flat.slice(0, 40)}…` : flat;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const shown = 20;

/** Keeps the first 20 problems of each code (and column) and counts the rest, so that a broken file of a million rows is still one screen. */
export class ProblemList<P extends TableProblem> {
  private readonly kept: P[] = [];
  private readonly counts = new Map<string, { count: number; last: P }>();

  add(problem: P): void {
    const key = keyOf(problem);
    const entry = this.counts.get(key);
    if (!entry) this.counts.set(key, { count: 1, last: problem });
    else entry.count++;
    if (!entry || entry.count <= shown) this.kept.push(problem);
    if (entry && entry.count === shown) entry.last = problem;
  }

  /** Counts problems like this one that nobody wrote down. */
  skip(like: P, count: number): void {
    const entry = this.counts.get(keyOf(like));
    if (entry) entry.count += count;
  }

  addAll(problems: Iterable<P>): void {
    for (const problem of problems) this.add(problem);
  }

  get hasErrors(): boolean {
    return this.kept.some((problem) => problem.severity === 'error');
  }

  /** What was kept, each code's overflow as a last entry "and N more". */
  list(): P[] {
    const more: P[] = [];
    for (const { count, last } of this.counts.values()) {
      if (count > shown) more.push({ ...last, message: `and ${count - shown} more like this.` });
    }
    return [...this.kept, ...more];
  }
}

function keyOf({ code, name }: TableProblem): string {
  return name === undefined ? code : `${code} ${name}`;
}
