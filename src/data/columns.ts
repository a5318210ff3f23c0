import type { DataConfig } from './dataset.js';
import { findNearest } from './nearest.js';
import type { DataProblem } from './problem.js';
import { arrayName, findColumns, type CellColumn, type Column, type Table } from './table.js';

/** The columns of a table in the parts that a spec gives them. */
export interface ColumnRoles {
  readonly targets: readonly CellColumn[];
  readonly features: readonly Column[];
  readonly group: CellColumn | undefined;
  readonly order: CellColumn | undefined;
}

type Path = readonly (string | number)[];

/** Finds the columns that the spec names; each that is not there is a problem where it is named. */
export function resolveColumns(
  table: Table,
  config: DataConfig,
): { roles: ColumnRoles; problems: readonly DataProblem[] } {
  const problems: DataProblem[] = [];
  const names = table.columns.map((column) => column.name);
  const complain = (code: string, message: string, path: Path, more: Partial<DataProblem> = {}): void => {
    problems.push({ severity: 'error', code, message, path, file: config.train, ...more });
  };
  const find = (name: string, path: Path, severity: DataProblem['severity'] = 'error'): readonly Column[] => {
    const found = findColumns(table, name);
    if (found.length > 0) return found;
    const suggestion = findNearest(name, names);
    const hint = suggestion === null ? listNames(names) : `is it "${suggestion}"?`;
    complain('missing-column', `${config.train} has no column "${name}": ${hint}`, path, {
      severity,
      ...(suggestion === null ? {} : { suggestion }),
    });
    return [];
  };
  const findCells = (name: string, path: Path): CellColumn[] =>
    find(name, path).flatMap((column) => {
      if (column.kind !== 'array') return [column];
      const message = `"${name}" holds an array of ${column.shape.join(' × ')} in each row of ${config.train}, where a single value is needed.`;
      complain('array-column', message, path);
      return [];
    });

  const asTarget = new Set(config.target);
  const asFeature = new Set<string>();
  const named = new Set(config.features);
  const targets = config.target.flatMap((name, i) => findCells(name, targetPath(config, i)));
  for (const [i, name] of config.ignore.entries()) {
    find(name, ['data', 'ignore', i], 'warning');
    if (asTarget.has(name)) {
      complain('ignored-target', `"${name}" is the target and cannot be ignored.`, ['data', 'ignore', i]);
    } else if (named.has(name)) {
      complain('ignored-feature', `"${name}" stands among "features" and "ignore": keep one.`, [
        'data',
        'ignore',
        i,
      ]);
    }
  }
  for (const [i, name] of (config.features ?? []).entries()) {
    if (asTarget.has(name)) {
      const message = `"${name}" is the target and cannot be a feature too.`;
      complain('target-among-features', message, ['data', 'features', i]);
    } else if (asFeature.has(name)) {
      complain('repeated-feature', `"${name}" stands twice among "features".`, ['data', 'features', i]);
    }
    asFeature.add(name);
  }
  if (config.group !== undefined && config.order !== undefined) {
    complain('group-and-order', 'Rows are split by "group" or by "order": remove one of them.', [
      'data',
      'order',
    ]);
  }
  const group = config.group === undefined ? undefined : findCells(config.group, ['data', 'group'])[0];
  const order = config.order === undefined ? undefined : findCells(config.order, ['data', 'order'])[0];

  const apart = new Set([...config.target, ...config.ignore, config.group, config.order]);
  const isApart = ({ name }: Column): boolean => apart.has(name) || apart.has(arrayName(name));
  const features = config.features
    ? config.features.flatMap((name, i) => find(name, ['data', 'features', i]))
    : table.columns.filter((column) => !isApart(column));
  if (features.length === 0 && problems.length === 0) {
    complain('no-features', `${config.train} has no column left to learn from besides the target.`, [
      'data',
      'train',
    ]);
  }
  return { roles: { targets, features, group, order }, problems };
}

/** The key of the spec that names this column; `file` where none does. */
export function columnPath(config: DataConfig, name: string, file: Path = ['data', 'train']): Path {
  const target = config.target.indexOf(name);
  if (target >= 0) return targetPath(config, target);
  const feature = config.features?.indexOf(name) ?? -1;
  if (feature >= 0) return ['data', 'features', feature];
  if (config.group === name) return ['data', 'group'];
  if (config.order === name) return ['data', 'order'];
  const array = arrayName(name);
  return array === name ? file : columnPath(config, array, file);
}

function targetPath(config: DataConfig, index: number): Path {
  return config.target.length > 1 ? ['data', 'target', index] : ['data', 'target'];
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `"${name}"`);
  return `it has ${shown.join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}.`;
}
