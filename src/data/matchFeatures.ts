import { findNearest } from './nearest.js';
import type { FeatureEncoding, Preprocessing } from './preprocessing.js';
import type { TableProblem } from './problem.js';
import { findColumn, type Column, type Table } from './table.js';

/** The columns of another table that the features were made of in training; what is not there, or is another thing, is a problem. */
export function matchFeatures(
  { features }: Preprocessing,
  table: Table,
  file: string,
): { readonly columns: readonly Column[]; readonly problems: readonly TableProblem[] } {
  const columns: Column[] = [];
  const problems: TableProblem[] = [];
  const known = new Set(features.map((feature) => feature.column));
  const others = table.columns.flatMap(({ name }) => (known.has(name) ? [] : [name]));
  for (const feature of features) {
    const column = findColumn(table, feature.column) ?? findOnlyArray(feature, table);
    const problem = column ? checkKind(feature, column, file) : describeAbsent(feature.column, others, file);
    if (problem) problems.push(problem);
    if (column) columns.push(column);
  }
  return { columns, problems };
}

/** Arrays are called differently from file to file (`x_train`, `x_test`, a picture alone); where there is one, it is meant. */
function findOnlyArray(feature: FeatureEncoding, table: Table): Column | undefined {
  if (feature.kind !== 'array') return undefined;
  const arrays = table.columns.filter(({ kind }) => kind === 'array');
  return arrays.length === 1 ? arrays[0] : undefined;
}

const words = { number: 'numbers', text: 'text', category: 'text', array: 'arrays' } as const;

function checkKind(feature: FeatureEncoding, column: Column, file: string): TableProblem | null {
  const complain = (code: string, message: string): TableProblem => {
    return { severity: 'error', code, message, name: column.name, file };
  };
  const [was, is] = [words[feature.kind], words[column.kind]];
  if (was !== is) {
    return complain(
      'column-kind',
      `Column "${column.name}" of ${file} holds ${is}, but held ${was} in training.`,
    );
  }
  if (feature.kind !== 'array' || column.kind !== 'array') return null;
  const [trained, found] = [feature.shape, column.shape].map((shape) => shape.join(' × '));
  if (trained === found) return null;
  const message = `"${column.name}" of ${file} holds arrays of ${found}, but the network was trained on ${trained}.`;
  return complain('other-shape', message);
}

function describeAbsent(name: string, others: readonly string[], file: string): TableProblem {
  const suggestion = findNearest(name, others);
  const hint = suggestion === null ? '. Add it.' : `; is it "${suggestion}"?`;
  return {
    severity: 'error',
    code: 'missing-column',
    message: `${file} has no column "${name}", which the network was trained on${hint}`,
    name,
    file,
    ...(suggestion === null ? {} : { suggestion }),
  };
}
