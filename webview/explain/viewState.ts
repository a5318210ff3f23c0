/** Which rows are looked at. */
export type RowFilter = 'all' | 'validation' | 'wrong';

/** The user's choices of view, all that the panel itself remembers. */
export interface ViewState {
  /** Of the facts' outputs; null is the one that the row asked for predicts, else the first. */
  readonly output: number | null;
  readonly filter: RowFilter;
  /** Number of the chosen row; null is the first of the list. */
  readonly row: number | null;
  /** Place of the feature whose dependence is shown; null is the most important one. */
  readonly feature: number | null;
  /** Ids of the charts that are shown as tables. */
  readonly tables: readonly string[];
}

export const initialViewState: ViewState = {
  output: null,
  filter: 'all',
  row: null,
  feature: null,
  tables: [],
};

const filters: readonly RowFilter[] = ['all', 'validation', 'wrong'];

/** Takes what is sound of a stored state, which an older version may have written. */
export function readViewState(stored: unknown): ViewState {
  if (typeof stored !== 'object' || stored === null) return initialViewState;
  const { output, filter, row, feature, tables } = stored as Record<string, unknown>;
  return {
    output: typeof output === 'number' ? output : null,
    filter: filters.find((known) => known === filter) ?? 'all',
    row: typeof row === 'number' ? row : null,
    feature: typeof feature === 'number' ? feature : null,
    tables: Array.isArray(tables) ? tables.filter((id) => typeof id === 'string') : [],
  };
}
