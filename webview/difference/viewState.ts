import type { Order, Shown } from './rows.js';

/** The user's choices of view, and what the panel shows: all that it itself remembers. */
export interface ViewState {
  readonly addresses: readonly string[];
  /** Name of the chosen tensor; null is the one that moved most. */
  readonly tensor: string | null;
  readonly shown: Shown;
  readonly order: Order;
  readonly logCounts: boolean;
  readonly tables: readonly string[];
}

export function readViewState(stored: unknown): ViewState {
  const { addresses, tensor, shown, order, logCounts, tables } = (
    typeof stored === 'object' && stored !== null ? stored : {}
  ) as Record<string, unknown>;
  const texts = (list: unknown): string[] =>
    Array.isArray(list) ? list.filter((text) => typeof text === 'string') : [];
  return {
    addresses: texts(addresses),
    tensor: typeof tensor === 'string' ? tensor : null,
    shown: shown === 'changed' || shown === 'other' ? shown : 'all',
    order: order === 'relative' || order === 'layers' ? order : 'file',
    logCounts: logCounts === true,
    tables: texts(tables),
  };
}
