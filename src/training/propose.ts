import type { ColumnDescription } from '../data/describe.js';
import type { DataFiles } from '../data/files.js';
import { proposeFromFile } from '../spec/propose.js';
import { RefusedError } from './refusedError.js';

/** A first spec for a table, and what else it could predict. */
export interface ProposedNetwork {
  readonly text: string;
  readonly target: string;
  /** Every column, with a few words on what is in it. */
  readonly columns: readonly { readonly name: string; readonly summary: string }[];
}

/** Looks at a table among these files and writes a first spec for it. Throws a `RefusedError` where there is nothing to learn. */
export async function proposeNetwork(
  files: DataFiles,
  fileName: string,
  target?: string,
): Promise<ProposedNetwork> {
  const { proposal, problems } = await proposeFromFile(
    files,
    fileName,
    target === undefined ? {} : { target },
  );
  if (!proposal) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    throw new RefusedError(
      `${errors[0]?.message ?? `Nothing can be learnt from ${fileName}.`}${more}`,
      'no-proposal',
    );
  }
  const columns = proposal.columns.map((column) => ({ name: column.name, summary: summarize(column) }));
  return { text: proposal.text, target: proposal.target, columns };
}

function summarize(column: ColumnDescription): string {
  const missing = column.missing > 0 ? `, ${column.missing} missing` : '';
  if (column.kind === 'text') {
    const words = column.top.slice(0, 3).map(({ word }) => word);
    const more = column.distinct > words.length ? ' …' : '';
    return `${column.distinct} words: ${words.join(', ')}${more}${missing}`;
  }
  if (column.distinct === 0) return 'empty';
  const kind = column.whole ? 'whole numbers' : 'numbers';
  const round = (value: number): number => Number(value.toPrecision(4));
  return `${kind} from ${round(column.minimum)} to ${round(column.maximum)}${missing}`;
}
