import { tableOptionsFor } from './apply.js';
import { columnPath, resolveColumns, type ColumnRoles } from './columns.js';
import type { DataConfig, LoadedRows, LoadInput, Split } from './dataset.js';
import { encodeFeatures } from './features.js';
import type { DataFiles } from './files.js';
import { readTable } from './index.js';
import { findLeaks } from './leak.js';
import { matchFeatures } from './matchFeatures.js';
import { balanceClasses, fitPreprocessing } from './prepare.js';
import type { Preprocessing } from './preprocessing.js';
import { ProblemList, type DataProblem, type TableProblem } from './problem.js';
import { describeEncoding, selectRows } from './rows.js';
import { judgeShares, judgeSplit, sharesOf } from './shares.js';
import type { TableOptions } from './source.js';
import { sides, splitRows } from './split.js';
import { arrayName, findCells, type Table } from './table.js';
import { decideTask, encodeTarget, fitTarget, outputWidth, targetColumns } from './target.js';

/** Rows from tables: of columns, or of pictures and other arrays. */
export async function loadTable(
  input: LoadInput,
  files: DataFiles,
): Promise<{ readonly rows: LoadedRows | null; readonly problems: readonly DataProblem[] }> {
  const loading = new TableLoading(input, files);
  const rows = await loading.load();
  return { rows, problems: loading.problems.list() };
}

/** The rows of a file that go to one side. */
interface Part {
  readonly table: Table;
  readonly columns: Pick<ColumnRoles, 'features' | 'targets'>;
  readonly rows: Uint32Array;
  readonly file: string;
  readonly key: 'train' | 'validation' | 'test';
}

class TableLoading {
  readonly problems = new ProblemList<DataProblem>();
  private readonly config: DataConfig;

  constructor(
    private readonly input: LoadInput,
    private readonly files: DataFiles,
  ) {
    this.config = input.data;
  }

  async load(): Promise<LoadedRows | null> {
    const { config } = this;
    const shares = sharesOf(config);
    const badShare = judgeShares(shares);
    if (badShare) this.problems.add(badShare);
    const table = await this.readTable('train', config.train, {
      header: config.header,
      missingValues: config.missingValues,
      targets: config.target,
      purpose: 'train',
      ...(config.features && { columns: config.features }),
      ...(config.shape && { shape: config.shape }),
    });
    if (!table || badShare) return null;
    const { roles, problems } = resolveColumns(table, config);
    this.problems.addAll(problems);
    if (this.problems.hasErrors) return null;

    const needed = [...roles.targets, roles.group, roles.order].filter((column) => column !== undefined);
    const selected = selectRows(table, config.train, roles.features, needed, config.missing);
    this.addTableProblems(selected.problems, 'train');
    const { rows } = selected;
    // Of the rows that are left when some must not be, nothing can be said.
    if (rows.length === 0 || this.problems.hasErrors) return null;

    const task = this.input.task ?? decideTask(roles.targets, rows);
    const fit = fitTarget(roles.targets, rows, task);
    if ('problem' in fit) {
      this.problems.add({ ...fit.problem, path: ['data', 'target'], file: config.train });
      return null;
    }
    const isClass = fit.target.kind === 'class';
    if (roles.targets.length === 1) {
      const cells = roles.features.filter((column) => column.kind !== 'array');
      this.addTableProblems(findLeaks(roles.targets[0]!, cells, rows, isClass), 'train');
    }

    const classes = isClass
      ? Int32Array.from(encodeTarget(fit.target, roles.targets, rows).targets)
      : undefined;
    const { group, order } = roles;
    const side = splitRows(rows, { ...shares, seed: this.input.seed, classes, group, order });
    this.problems.addAll(judgeSplit(side, shares, group?.name));
    const trainRows = rows.filter((_, i) => side[i] === sides.train);

    const prepared = fitPreprocessing(roles, trainRows, rows.length, config, task, fit.target);
    this.problems.addAll(prepared.problems);
    if (this.problems.hasErrors) return null;
    const { preprocessing } = prepared;

    const part = { table, columns: roles, file: config.train, key: 'train' } as const;
    const train = this.encode(preprocessing, { ...part, rows: trainRows });
    const heldBack = async (key: 'validation' | 'test'): Promise<Split | null> => {
      const given = config[key];
      if (typeof given === 'string') return this.readPart(preprocessing, key, given);
      const picked = rows.filter((_, i) => side[i] === sides[key]);
      return picked.length === 0 ? null : this.encode(preprocessing, { ...part, rows: picked });
    };
    const validation = await heldBack('validation');
    const test = await heldBack('test');
    const outputs = outputWidth(preprocessing.target, task);
    const classWeights = this.weighClasses(preprocessing, train);
    return { preprocessing, train, validation, test, outputs, ...(classWeights && { classWeights }) };
  }

  private complain(code: string, message: string, path: DataProblem['path']): void {
    this.problems.add({ severity: 'error', code, message, path });
  }

  /** Problems of a table become problems of the spec, at the key that names the column or the file. */
  private addTableProblems(problems: readonly TableProblem[], key: Part['key']): void {
    for (const { name, cell: _, ...problem } of problems) {
      const file = ['data', key] as const;
      let path: DataProblem['path'] = file;
      if (problem.code === 'missing-values') path = ['data', 'missing'];
      else if (problem.code === 'header-looks-like-data') path = ['data', 'header'];
      else if (name !== undefined) path = columnPath(this.config, name, file);
      this.problems.add({ ...problem, path });
    }
  }

  private async readTable(key: Part['key'], file: string, options: TableOptions): Promise<Table | null> {
    const { table, problems } = await readTable(this.files, file, options);
    this.addTableProblems(
      problems.filter(({ name }) => name === undefined || table === null || this.isUsed(name)),
      key,
    );
    return table;
  }

  /** Nobody wants to hear of mistakes in columns that are not read. */
  private isUsed(name: string): boolean {
    const { target, features, ignore, group, order } = this.config;
    const names = [name, arrayName(name)];
    if (names.some((one) => target.includes(one) || one === group || one === order)) return true;
    return features
      ? names.some((one) => features.includes(one))
      : !names.some((one) => ignore.includes(one));
  }

  /** A validation or test file of its own, encoded as the training rows were. */
  private async readPart(
    preprocessing: Preprocessing,
    key: 'validation' | 'test',
    file: string,
  ): Promise<Split | null> {
    const options = { ...tableOptionsFor(preprocessing), purpose: key };
    const table = await this.readTable(key, file, options);
    if (!table) return null;
    const { columns: features, problems } = matchFeatures(preprocessing, table, file);
    for (const { suggestion: _, ...problem } of problems)
      this.problems.add({ ...problem, path: ['data', key] });
    const targets = targetColumns(preprocessing.target).flatMap((name) => {
      const column = findCells(table, name);
      if (column) return [column];
      this.complain('missing-column', `${file} has no target "${name}", as ${this.config.train} has.`, [
        'data',
        key,
      ]);
      return [];
    });
    if (this.problems.hasErrors) return null;
    const selected = selectRows(table, file, features, targets, this.config.missing);
    this.addTableProblems(selected.problems, key);
    return this.encode(preprocessing, {
      table,
      columns: { features, targets },
      rows: selected.rows,
      file,
      key,
    });
  }

  private encode(preprocessing: Preprocessing, { table, columns, rows, file, key }: Part): Split {
    const encoded = encodeFeatures(preprocessing.features, columns.features, rows);
    this.addTableProblems(describeEncoding(table, file, encoded), key);
    const { targets, unknown } = encodeTarget(preprocessing.target, columns.targets, rows);
    if (unknown.length > 0) {
      const message = `${file} has the class "${unknown[0]}" in "${columns.targets[0]!.name}", which ${this.config.train} has not.`;
      this.complain('unknown-class', message, ['data', key]);
    }
    const { lines, files } = table;
    return {
      count: rows.length,
      inputs: encoded.inputs,
      targets,
      rowNumbers: rows,
      ...(lines && { lines: rows.map((row) => lines[row]!) }),
      ...(files && { files: Array.from(rows, (row) => files[row]!) }),
    };
  }

  private weighClasses(preprocessing: Preprocessing, train: Split): number[] | null {
    if (this.config.classWeights === undefined) return null;
    if (preprocessing.target.kind !== 'class') {
      const message = `"classWeights" needs classes, but the task is ${preprocessing.task}: remove it.`;
      this.complain('class-weights-without-classes', message, ['data', 'classWeights']);
      return null;
    }
    return balanceClasses(train.targets, preprocessing.target.classes.length);
  }
}
