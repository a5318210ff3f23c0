import type { ProposedNetwork } from './network.js';
import { percent } from './columns.js';
import type { Task } from '../../data/task.js';

/** All that a proposed spec says, with the reasons that stand beside it. */
export interface Draft {
  readonly fileName: string;
  readonly rows: number;
  readonly columns: number;
  readonly header: boolean;
  /** Of the array that each row holds; null where rows hold single values. */
  readonly shape: readonly number[] | null;
  readonly target: string;
  readonly targetReason: string;
  readonly task: Task;
  readonly taskReason: string;
  readonly ignore: readonly { readonly name: string; readonly reason: string }[];
  readonly group: { readonly name: string; readonly reason: string } | null;
  readonly order: { readonly name: string; readonly reason: string } | null;
  readonly missing: { readonly policy: 'drop' | 'mean'; readonly reason: string } | null;
  readonly missingValues: readonly string[];
  readonly balanced: string | null;
  readonly validation: number;
  readonly inputs: number;
  readonly network: ProposedNetwork;
}

/** One line of the text: what is said, and why. */
interface Entry {
  readonly text: string;
  readonly comment?: string;
}

/** The draft as a spec: JSON with a reason beside each choice, ready to train and to change. */
export function writeSpec(draft: Draft): string {
  const { network } = draft;
  const isRegression = draft.task === 'regression';
  const data: Entry[] = [
    entry('train', draft.fileName),
    ...(draft.header ? [] : [entry('header', false, 'the first line is data already')]),
    entry('target', draft.target, `to predict: ${draft.targetReason}`),
    ...writeIgnore(draft.ignore),
    ...(draft.missingValues.length > 0
      ? [entry('missingValues', draft.missingValues, 'what this table writes where it knows nothing')]
      : []),
    ...(draft.missing ? [entry('missing', draft.missing.policy, draft.missing.reason)] : []),
    ...(draft.shape
      ? []
      : [entry('scale', 'standard', 'numbers get mean 0 and spread 1, so that none outweighs the others')]),
    ...(isRegression
      ? [
          entry(
            'scaleTarget',
            'standard',
            'learnt on the same scale; outputs and errors stay in the original units',
          ),
        ]
      : []),
    ...(draft.group ? [entry('group', draft.group.name, draft.group.reason)] : []),
    ...(draft.order ? [entry('order', draft.order.name, draft.order.reason)] : []),
    ...(draft.balanced === null ? [] : [entry('classWeights', 'balanced', draft.balanced)]),
    entry(
      'validation',
      draft.validation,
      draft.validation === 0
        ? 'too few rows to hold any back: nothing tells how well it does on new ones'
        : `${percent(draft.validation)} of the rows are held back to judge by`,
    ),
  ];
  const layers = network.hidden.flatMap((units, i): Entry[] => {
    const isFirst = i === 0;
    const comment = isFirst
      ? `${units} units for ${count(draft.inputs, 'input')} and ${count(draft.rows, 'row')}`
      : undefined;
    const options = network.l2 > 0 ? `, "l2": ${network.l2}` : '';
    return [
      {
        text: `{ "type": "dense", "name": "hidden${i + 1}", "units": ${units}, "activation": "relu"${options} }`,
        ...(comment === undefined ? {} : { comment }),
      },
      ...(network.dropout > 0 ? [{ text: `{ "type": "dropout", "rate": ${network.dropout} }` }] : []),
    ];
  });
  if (draft.shape && draft.shape.length > 1) {
    layers.unshift({ text: '{ "type": "flatten" }', comment: `${draft.shape.join(' × ')} in a row` });
  }
  layers.push({ text: '{ "type": "dense", "name": "output" }', comment: 'its units come from the target' });
  const training: Entry[] = [
    entry('epochs', network.epochs, 'at most'),
    entry('batchSize', network.batchSize),
    entry('seed', 1, 'the same seed gives the same split and the same weights'),
    ...(draft.validation > 0
      ? [
          {
            text: `"earlyStopping": { "patience": ${network.patience} }`,
            comment: `stops once the validation loss has not fallen for ${network.patience} epochs`,
          },
        ]
      : []),
  ];
  return [
    `// A first network for ${draft.fileName}: ${count(draft.rows, 'row')}, ${count(draft.columns, 'column')}.`,
    '// Each choice has its reason beside it; change what you know better.',
    '{',
    '  "data": {',
    ...indent(data, 4),
    '  },',
    ...indent([entry('task', draft.task, draft.taskReason)], 2, ','),
    '  "layers": [',
    ...indent(layers, 4),
    '  ],',
    `  "optimizer": { "type": "adam", "learningRate": ${network.learningRate} },`,
    '  "training": {',
    ...indent(training, 4),
    '  }',
    '}',
    '',
  ].join('\n');
}

function entry(key: string, value: unknown, comment?: string): Entry {
  const written = Array.isArray(value)
    ? `[${value.map((item) => JSON.stringify(item)).join(', ')}]`
    : JSON.stringify(value);
  return { text: `${JSON.stringify(key)}: ${written}`, ...(comment === undefined ? {} : { comment }) };
}

/** One name a line: each has a reason of its own. */
function writeIgnore(ignore: Draft['ignore']): Entry[] {
  if (ignore.length === 0) return [];
  const names = indent(
    ignore.map(({ name, reason }) => ({ text: JSON.stringify(name), comment: reason })),
    6,
  );
  return [{ text: ['"ignore": [', ...names, '    ]'].join('\n') }];
}

/** Entries with commas between them and their comments behind; `end` follows the last. */
function indent(entries: readonly Entry[], spaces: number, end = ''): string[] {
  return entries.map(({ text, comment }, i) => {
    const mark = i < entries.length - 1 ? ',' : end;
    return `${' '.repeat(spaces)}${text}${mark}${comment === undefined ? '' : ` // ${oneLine(comment)}`}`;
  });
}

/** A cell in a comment must not end it. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
