import { describeTable, type ColumnDescription } from '../data/describe.js';
import type { DataFiles } from '../data/files.js';
import { readTable } from '../data/index.js';
import { findLeaks } from '../data/leak.js';
import type { TableProblem } from '../data/problem.js';
import { findCells, type ArrayColumn, type CellColumn, type Column, type Table } from '../data/table.js';
import { decideTask, distinctValues } from '../data/target.js';
import type { Task } from '../data/task.js';
import { judgeColumn, percent, type Verdict } from './propose/columns.js';
import { proposeNetwork } from './propose/network.js';
import { rankTargets } from './propose/target.js';
import { explainImbalance, explainTask, rowsWith } from './propose/task.js';
import { count, writeSpec, type Draft } from './propose/write.js';

export interface Proposal {
  /** The whole `*.nn.json`, with a reason beside each choice. */
  readonly text: string;
  readonly target: string;
  readonly task: Task;
  /** What was decided and why, a sentence each. */
  readonly reasons: readonly string[];
  /** Columns that the spec leaves out. */
  readonly ignored: readonly string[];
  /** Other columns that could be the target, the likeliest first. */
  readonly otherTargets: readonly string[];
  /** Every column, as the proposal saw it. */
  readonly columns: readonly ColumnDescription[];
}

export interface ProposalResult {
  /** Null where there is nothing to learn; the problems say why. */
  readonly proposal: Proposal | null;
  readonly problems: readonly TableProblem[];
}

export interface ProposeOptions {
  /** Chosen by the user; else guessed. */
  readonly target?: string;
}

/** How the table was read, which the spec must repeat. */
export interface Reading {
  readonly header: boolean;
  readonly missingValues: readonly string[];
}

/**
 * Looks at a table that nobody has described yet and writes a first spec for it. `fileName` is its path as the
 * spec will name it.
 */
export async function proposeFromFile(
  files: DataFiles,
  fileName: string,
  options: ProposeOptions = {},
): Promise<ProposalResult> {
  let reading: Reading = { header: true, missingValues: [] };
  // Labels that lie apart from their images have no name but the one that a spec gives them.
  const targets = [options.target ?? 'label'];
  let read = await readTable(files, fileName, { ...reading, targets });
  if (read.problems.some(({ code }) => code === 'header-looks-like-data')) {
    reading = { ...reading, header: false };
    read = await readTable(files, fileName, { ...reading, targets });
  }
  const missingValues = findMissingWords(read.table, read.problems);
  if (missingValues.length > 0) {
    reading = { ...reading, missingValues };
    read = await readTable(files, fileName, { ...reading, targets });
  }
  if (!read.table) return { proposal: null, problems: read.problems };
  const result = proposeSpec(read.table, fileName, reading, options);
  const problems = [...read.problems, ...result.problems];
  // What opens is to train as it stands: a table that must be mended first is.
  const ignored = new Set(result.proposal?.ignored);
  const isSound = problems.every(
    ({ severity, name }) => severity !== 'error' || (name !== undefined && ignored.has(name)),
  );
  return { proposal: isSound ? result.proposal : null, problems };
}

/** As `proposeFromFile`, for a table that is already read. */
export function proposeSpec(
  table: Table,
  fileName: string,
  reading: Reading,
  options: ProposeOptions = {},
): ProposalResult {
  const [first, second] = table.columns;
  if (first && !second) {
    const hint =
      first.kind === 'array'
        ? 'there is nothing to predict from it.'
        : 'are its cells separated by a comma, semicolon, tab or bar?';
    return refuse('one-column', `${fileName} has only one column, "${first.name}": ${hint}`);
  }
  const descriptions = describeTable(table);
  const candidates = rankTargets(descriptions);
  const chosen = options.target ?? candidates[0]?.column.name;
  const target = chosen === undefined ? undefined : findCells(table, chosen);
  if (!target)
    return refuse(
      'no-target',
      `No column of ${fileName} looks like something to predict: ${whyNone(descriptions)}.`,
    );

  const rows = rowsWith(table, [target]);
  if (rows.length < 5) {
    return refuse('too-few-rows', `${fileName} has only ${count(rows.length, 'row')} to learn from.`);
  }
  const task = decideTask([target], rows);
  const others = descriptions.filter(({ name }) => name !== target.name);
  const array = findLargestArray(table);
  const verdicts = array ? setAside(table, target, array) : judgeColumns(table, others, target, rows, task);
  const features = array ? [] : others.filter(({ name }) => verdicts.get(name)!.use === 'feature');
  if (features.length === 0 && !array) {
    return refuse(
      'no-features',
      `No column of ${fileName} is left to predict "${target.name}" from: ${whyNone(others)}.`,
    );
  }

  const featureColumns = array ? [array] : features.map(({ name }) => findCells(table, name)!);
  const missing = chooseMissing(table, [target, ...featureColumns], features, target);
  const used = missing?.policy === 'drop' ? rowsWith(table, [target, ...featureColumns]) : rows;
  const classes = distinctValues(target, used);
  const inputs = array
    ? array.shape.reduce((product, size) => product * size, 1)
    : features.reduce((sum, column) => sum + (column.kind === 'text' ? column.distinct : 1), 0);
  const outputs = task === 'classification' ? classes.length : 1;
  const named = (use: 'order' | 'group') => {
    for (const [name, verdict] of verdicts) if (verdict.use === use) return { name, reason: verdict.reason };
    return null;
  };
  const draft: Draft = {
    fileName,
    rows: used.length,
    columns: table.columns.length,
    ...reading,
    shape: array ? array.shape : null,
    target: target.name,
    targetReason:
      options.target === undefined ? (candidates[0]?.reason ?? 'as it was chosen') : 'as it was chosen',
    task,
    taskReason: explainTask(target, task, classes),
    ignore: [...verdicts].flatMap(([name, verdict]) =>
      verdict.use === 'ignore' ? [{ name, reason: verdict.reason }] : [],
    ),
    group: named('group'),
    order: named('order'),
    missing,
    balanced: task === 'regression' ? null : explainImbalance(target, used),
    validation: used.length < 20 ? 0 : 0.2,
    inputs,
    network: proposeNetwork({ rows: used.length, inputs, outputs }),
  };
  return {
    proposal: {
      text: writeSpec(draft),
      target: target.name,
      task,
      reasons: summarize(draft),
      columns: descriptions,
      ignored: draft.ignore.map(({ name }) => name),
      otherTargets: candidates.map(({ column }) => column.name).filter((name) => name !== target.name),
    },
    problems: [],
  };
}

function refuse(code: string, message: string): ProposalResult {
  return { proposal: null, problems: [{ severity: 'error', code, message }] };
}

function whyNone(columns: readonly ColumnDescription[]): string {
  const reasons = columns.map((column) => {
    const verdict = judgeColumn(column);
    return `"${column.name}" is ${verdict.use === 'feature' ? 'text of too many kinds' : verdict.reason}`;
  });
  return reasons.slice(0, 5).join('; ') || 'there is no other';
}

/** Where rows hold arrays, as of pictures, the largest is learnt from: it is the data, and the others describe it. */
function findLargestArray(table: Table): ArrayColumn | undefined {
  const arrays = table.columns.filter((column) => column.kind === 'array');
  return arrays.sort((a, b) => b.values.length - a.values.length)[0];
}

function setAside(table: Table, target: CellColumn, array: ArrayColumn): Map<string, Verdict> {
  const others = table.columns.filter((column) => column !== target && column !== array);
  const reason = `stands beside "${array.name}", which is learnt from`;
  return new Map(others.map(({ name }) => [name, { use: 'ignore', reason }]));
}

/** At most one column orders the rows or groups them; the next of that kind, and what gives the target away, is ignored. */
function judgeColumns(
  table: Table,
  columns: readonly ColumnDescription[],
  target: CellColumn,
  rows: Uint32Array,
  task: Task,
): Map<string, Verdict> {
  const leaks = new Set(
    findLeaks(
      target,
      columns.map(({ name }) => findCells(table, name)!),
      rows,
      task !== 'regression',
    ).map(({ name }) => name),
  );
  let isSplit = false;
  const verdicts = new Map<string, Verdict>();
  for (const column of columns) {
    let verdict = judgeColumn(column);
    if (verdict.use === 'feature' && leaks.has(column.name)) {
      verdict = { use: 'ignore', reason: `gives "${target.name}" away: the same under another name` };
    }
    if (verdict.use === 'order' || verdict.use === 'group') {
      if (isSplit) verdict = { use: 'ignore', reason: verdict.use === 'order' ? 'a date' : 'an identifier' };
      isSplit = true;
    }
    verdicts.set(column.name, verdict);
  }
  return verdicts;
}

/** Losing a few rows is better than inventing cells; losing many is not. */
function chooseMissing(
  table: Table,
  columns: readonly Column[],
  features: readonly ColumnDescription[],
  target: CellColumn,
): Draft['missing'] {
  const complete = rowsWith(table, columns).length;
  const lost = table.rowCount - complete;
  if (lost === 0) return null;
  const gaps = features.filter(({ missing }) => missing > 0).map(({ name }) => name);
  const where = gaps.length > 0 ? gaps.slice(0, 3).join(', ') + (gaps.length > 3 ? ' …' : '') : target.name;
  if (lost <= 0.1 * table.rowCount) {
    return {
      policy: 'drop',
      reason: `${count(lost, 'row')} of ${table.rowCount} ${lost === 1 ? 'lacks' : 'lack'} a value (${where}): few enough to leave out`,
    };
  }
  return {
    policy: 'mean',
    reason: `leaving out the incomplete rows would cost ${percent(lost / table.rowCount)} of them: gaps are filled with the column's mean or commonest word (${where})`,
  };
}

/** Words that say nothing, wherever they stand. */
const emptyWords = ['?', 'nan', 'NaN', 'null', 'NULL', 'n/a', 'N/A', '#N/A', 'na'];
/** Words that may be a category of text, but among numbers say nothing. */
const emptyAmongNumbers = new Set([
  ...emptyWords,
  '-',
  '--',
  '.',
  'None',
  'none',
  'unknown',
  'missing',
  'NONE',
]);

/** Words that stand for a missing value in this table. */
function findMissingWords(table: Table | null, problems: readonly TableProblem[]): string[] {
  const found = new Set<string>();
  for (const { code, cell } of problems) {
    const isStrange = code === 'text-among-numbers' || code === 'text-column';
    if (isStrange && cell !== undefined && emptyAmongNumbers.has(cell)) found.add(cell);
  }
  for (const column of table?.columns ?? []) {
    if (column.kind === 'text')
      for (const word of emptyWords) if (column.words.includes(word)) found.add(word);
  }
  return [...found];
}

function summarize(draft: Draft): string[] {
  const { network } = draft;
  return [
    `Target "${draft.target}": ${draft.targetReason}.`,
    `Task ${draft.task}: ${draft.taskReason}.`,
    ...draft.ignore.map(({ name, reason }) => `"${name}" is ignored: ${reason}.`),
    ...(draft.group ? [`Split by "${draft.group.name}": ${draft.group.reason}.`] : []),
    ...(draft.order ? [`Split in the order of "${draft.order.name}": ${draft.order.reason}.`] : []),
    ...(draft.missing ? [`Missing values, "${draft.missing.policy}": ${draft.missing.reason}.`] : []),
    `Hidden layers of ${network.hidden.join(' and ')} units for ${count(draft.rows, 'row')} and ${count(draft.inputs, 'input')}.`,
  ];
}
