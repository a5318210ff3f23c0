import type {
  ExplainFacts,
  ExplainPanelEvents,
  ExplainSnapshot,
  ExplainedRecord,
} from '../../src/protocol/explain.js';
import type { RowFilter } from './viewState.js';

/** What an explanation is by now: its facts, and the rows that came. */
export class ExplainModel {
  readonly target: Pick<ExplainSnapshot, 'directory' | 'data' | 'line'>;
  readonly name: string;
  readonly choice: ExplainSnapshot['choice'];
  state: ExplainSnapshot['state'];
  error: string | null;
  facts: ExplainFacts | null;
  seconds: number;
  readonly #rows = new Map<number, ExplainedRecord>();

  constructor({ directory, data, line, ...snapshot }: ExplainSnapshot) {
    this.target = { directory, data, line };
    this.name = snapshot.name;
    this.choice = snapshot.choice;
    this.state = snapshot.state;
    this.error = snapshot.error;
    this.facts = snapshot.facts;
    this.seconds = snapshot.seconds;
    this.#take(snapshot.rows);
  }

  get rows(): readonly ExplainedRecord[] {
    return [...this.#rows.values()];
  }

  apply(update: ExplainPanelEvents['update']): void {
    this.state = update.state;
    this.error = update.error;
    this.facts = update.facts;
    this.seconds = update.seconds;
    this.#take(update.rows);
  }

  /** The largest residual of all rows and outputs; null before there are any. */
  get largestResidual(): number | null {
    let largest: number | null = null;
    for (const { residual } of this.#rows.values())
      for (const value of residual) largest = Math.max(largest ?? 0, Math.abs(value));
    return largest;
  }

  #take(rows: readonly ExplainedRecord[]): void {
    for (const row of rows) this.#rows.set(row.row, row);
  }
}

export const isWrong = ({ truth, predicted }: ExplainedRecord): boolean =>
  truth !== null && truth !== predicted;

const passes: Readonly<Record<RowFilter, (row: ExplainedRecord) => boolean>> = {
  all: () => true,
  validation: ({ split }) => split === 'validation',
  wrong: isWrong,
};

export const filterRows = (rows: readonly ExplainedRecord[], filter: RowFilter): readonly ExplainedRecord[] =>
  rows.filter(passes[filter]);

/** How sure a prediction is: of classes the distance of the two largest probabilities, of two classes from a half. */
export function marginOf({ probability }: ExplainedRecord): number {
  if (probability.length === 1) return Math.abs(2 * probability[0]! - 1);
  const [first, second] = [...probability].sort((a, b) => b - a);
  return first! - second!;
}

/** Rows as they are listed: of classes the closest calls first, of values in the file's order. */
export function listRows(
  rows: readonly ExplainedRecord[],
  { hasClasses }: Pick<ExplainFacts, 'hasClasses'>,
): readonly ExplainedRecord[] {
  if (!hasClasses) return [...rows].sort((a, b) => a.row - b.row);
  return rows
    .map((row) => ({ row, margin: marginOf(row) }))
    .sort((a, b) => a.margin - b.margin || a.row.row - b.row.row)
    .map(({ row }) => row);
}
