import type { SortKey } from './moduleTree.js';

/** The user's choices of view, all that the editor itself remembers. */
export interface ViewState {
  /** Name of the chosen tensor; null is the first. */
  readonly tensor: string | null;
  /** Name of the file whose moment is shown; null is the editor's own. */
  readonly moment: string | null;
  readonly filter: string;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Modules that were opened or folded away, by their names. */
  readonly folds: Readonly<Record<string, boolean>>;
  /** Height of the list in px, where it was dragged. */
  readonly listHeight: number | null;
  /** Histograms with counts on a log axis. */
  readonly logCounts: boolean;
  /** Ids of the plots that are shown as tables. */
  readonly tables: readonly string[];
}

const sorts: readonly SortKey[] = ['order', 'name', 'size', 'bytes', 'mean', 'std'];

/** Takes what is sound of a stored state, which an older version may have written. */
export function readViewState(stored: unknown): ViewState {
  const { tensor, moment, filter, sort, descending, folds, listHeight, logCounts, tables } = (
    typeof stored === 'object' && stored !== null ? stored : {}
  ) as Record<string, unknown>;
  return {
    tensor: typeof tensor === 'string' ? tensor : null,
    moment: typeof moment === 'string' ? moment : null,
    filter: typeof filter === 'string' ? filter : '',
    sort: sorts.find((known) => known === sort) ?? 'order',
    descending: descending === true,
    folds:
      typeof folds === 'object' && folds !== null
        ? Object.fromEntries(
            Object.entries(folds).filter(
              (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
            ),
          )
        : {},
    listHeight: typeof listHeight === 'number' && listHeight > 0 ? listHeight : null,
    logCounts: logCounts === true,
    tables: Array.isArray(tables) ? tables.filter((id) => typeof id === 'string') : [],
  };
}
