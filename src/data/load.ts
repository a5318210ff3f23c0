import { tableOptionsFor } from './apply.js';
import { columnPath, resolveColumns, type ColumnRoles } from './columns.js';
import type { DataConfig, Dataset, LoadInput, LoadResult, ReadFile, Split } from './dataset.js';
import { encodeFeatures } from './features.js';
import { readTable } from './index.js';
import { findLeaks } from './leak.js';
import { balanceClasses, fitPreprocessing } from './prepare.js';
import type { Preprocessing } from './preprocessing.js';
import { ProblemList, type DataProblem, type TableProblem } from './problem.js';
import { describeEncoding, selectRows } from './rows.js';
import { sha256 } from './sha256.js';
import type { TableOptions } from './source.js';
import { sides, splitRows } from './split.js';
import { findColumn, type Column, type Table } from './table.js';
import { decideTask, encodeTarget, fitTarget, outputWidth, targetColumns } from './target.js';

/**
 * From a spec's `data` to encoded rows: reads the files, splits, fits scaling and categories on the training rows,
 * encodes all. The user's mistakes are problems at the key that names them; with an error there is no dataset.
 */
export async function loadData(input: LoadInput, readFile: ReadFile): Promise<LoadResult> {
  const loading = new Loading(input, readFile);
  const dataset = await loading.load();
  const problems = loading.problems.list();
  const failed = problems.some((problem) => problem.severity === 'error');
  return { dataset: failed ? null : dataset, problems };
}

interface Part {
  readonly table: Table;
  readonly columns: ColumnRoles;
  readonly rows: Uint32Array;
  readonly file: string;
  readonly key: 'train' | 'validation' | 'test';
}

class Loading {
  readonly problems = new ProblemList<DataProblem>();
  private readonly files: Uint8Array[] = [];
  /** Of the training file, where it is the only one: taken while its text is read. */
  private digest: Promise<string> | null = null;
  private readonly config: DataConfig;

  constructor(
    private readonly input: LoadInput,
    private readonly readFile: ReadFile,
  ) {
    this.config = input.data;
  }

  async load(): Promise<Dataset | null> {
    const { config } = this;
    if (this.input.task === 'language') {
      const message = `The task "language" reads text, but ${config.train} is read as a table: choose another task.`;
      this.complain('language-needs-text', message, ['task']);
      return null;
    }
    const shares = this.checkShares();
    const table = await this.readTable('train', config.train, {
      header: config.header,
      missingValues: config.missingValues,
    });
    if (!table || !shares) return null;
    const { roles, problems } = resolveColumns(table, config);
    this.problems.addAll(problems);
    if (this.problems.hasErrors) return null;

    const needed = [roles.group, roles.order].filter((column) => column !== undefined);
    const selected = selectRows(
      table,
      config.train,
      roles.features,
      [...roles.targets, ...needed],
      config.missing,
    );
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
      this.addTableProblems(findLeaks(roles.targets[0]!, roles.features, rows, isClass), 'train');
    }

    const classes = isClass
      ? Int32Array.from(encodeTarget(fit.target, roles.targets, rows).targets)
      : undefined;
    const side = splitRows(rows, {
      ...shares,
      seed: this.input.seed,
      classes,
      group: roles.group,
      order: roles.order,
    });
    const trainRows = rows.filter((_, i) => side[i] === sides.train);
    this.judgeSplit(side, roles, shares);

    const prepared = fitPreprocessing(roles, trainRows, rows.length, config, task, fit.target);
    this.problems.addAll(prepared.problems);
    if (this.problems.hasErrors) return null;
    const { preprocessing } = prepared;

    const part = { table, columns: roles, file: config.train, key: 'train' } as const;
    const train = this.encode(preprocessing, { ...part, rows: trainRows });
    const drawn = (to: number): Split | null => {
      const picked = rows.filter((_, i) => side[i] === to);
      return picked.length === 0 ? null : this.encode(preprocessing, { ...part, rows: picked });
    };
    const validation =
      typeof config.validation === 'string'
        ? await this.readPart(preprocessing, 'validation', config.validation)
        : drawn(sides.validation);
    const test =
      typeof config.test === 'string'
        ? await this.readPart(preprocessing, 'test', config.test)
        : drawn(sides.test);

    const outputs = outputWidth(preprocessing.target, task);
    const classWeights = this.weighClasses(preprocessing, train);
    return {
      preprocessing,
      train,
      validation,
      test,
      outputs,
      ...(classWeights ? { classWeights } : {}),
      sha256: await (this.digest ?? sha256(this.files)),
    };
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

  /** The shares that are drawn from the training file, 0 for a side that has a file of its own. */
  private checkShares(): { validation: number; test: number } | null {
    const { validation, test = 0 } = this.config;
    const shares = {
      validation: typeof validation === 'number' ? validation : 0,
      test: typeof test === 'number' ? test : 0,
    };
    for (const key of ['validation', 'test'] as const) {
      if (shares[key] >= 0 && shares[key] < 1) continue;
      this.complain('bad-share', `"${key}" is a share of the rows from 0 to below 1, not ${shares[key]}.`, [
        'data',
        key,
      ]);
      return null;
    }
    if (shares.validation + shares.test >= 1) {
      const message = `"validation" (${shares.validation}) and "test" (${shares.test}) together leave no rows to train on.`;
      this.complain('bad-share', message, ['data', 'test']);
      return null;
    }
    return shares;
  }

  private async readTable(key: Part['key'], file: string, options: TableOptions): Promise<Table | null> {
    let bytes: Uint8Array;
    try {
      bytes = await this.readFile(file);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.complain('unreadable-file', message, ['data', key]);
      return null;
    }
    this.files.push(bytes);
    const { validation, test } = this.config;
    if (typeof validation !== 'string' && typeof test !== 'string') this.digest = sha256([bytes]);
    const { table, problems } = await readTable(bytes, file, options);
    this.addTableProblems(
      problems.filter(({ name }) => name === undefined || table === null || this.isUsed(name)),
      key,
    );
    return table;
  }

  /** Nobody wants to hear of mistakes in columns that are not read. */
  private isUsed(name: string): boolean {
    const { target, features, ignore, group, order } = this.config;
    if (target.includes(name) || name === group || name === order) return true;
    return features ? features.includes(name) : !ignore.includes(name);
  }

  /** A validation or test file of its own, encoded as the training rows were. */
  private async readPart(
    preprocessing: Preprocessing,
    key: 'validation' | 'test',
    file: string,
  ): Promise<Split | null> {
    const table = await this.readTable(key, file, tableOptionsFor(preprocessing));
    if (!table) return null;
    const find = (name: string): Column[] => {
      const column = findColumn(table, name);
      if (!column) {
        this.complain('missing-column', `${file} has no column "${name}", which ${this.config.train} has.`, [
          'data',
          key,
        ]);
      }
      return column ? [column] : [];
    };
    const features = preprocessing.features.flatMap((feature) => find(feature.column));
    const targets = targetColumns(preprocessing.target).flatMap(find);
    if (this.problems.hasErrors) return null;
    const selected = selectRows(table, file, features, targets, this.config.missing);
    this.addTableProblems(selected.problems, key);
    const columns = { features, targets, group: undefined, order: undefined };
    return this.encode(preprocessing, { table, columns, rows: selected.rows, file, key });
  }

  private encode(preprocessing: Preprocessing, { table, columns, rows, file, key }: Part): Split {
    const encoded = encodeFeatures(preprocessing.features, columns.features, rows);
    this.addTableProblems(describeEncoding(table, file, encoded), key);
    const { targets, unknown } = encodeTarget(preprocessing.target, columns.targets, rows);
    if (unknown.length > 0) {
      const message = `${file} has the class "${unknown[0]}" in "${columns.targets[0]!.name}", which ${this.config.train} has not.`;
      this.complain('unknown-class', message, ['data', key]);
    }
    return { count: rows.length, inputs: encoded.inputs, targets, rowNumbers: rows };
  }

  private judgeSplit(
    side: Uint8Array,
    roles: ColumnRoles,
    shares: { readonly validation: number; readonly test: number },
  ): void {
    for (const key of ['validation', 'test'] as const) {
      if (shares[key] === 0 || side.includes(sides[key])) continue;
      const path = roles.group ? ['data', 'group'] : ['data', key];
      const message = roles.group
        ? `"${roles.group.name}" has too few groups: none is left for "${key}".`
        : side.length * shares[key] >= 1
          ? `Every class has too few of the ${side.length} rows to hold ${shares[key]} of them back: there are no ${key} rows. Is the target a class?`
          : `${side.length} rows are too few to hold ${shares[key]} of them back: there are no ${key} rows.`;
      this.problems.add({
        severity: roles.group ? 'error' : 'warning',
        code: `no-${key}-rows`,
        message,
        path,
      });
    }
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
