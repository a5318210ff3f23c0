import type { Options } from '../../engine/option.js';

/** The keys of `data`: which files and columns, and how they are made ready for the network. */
export const dataOptions: Options = {
  train: {
    kind: 'string',
    required: true,
    doc: 'The file that is learnt from, relative to this spec: see “Data files”.',
  },
  target: {
    kind: 'any',
    of: [{ kind: 'string' }, { kind: 'list', of: { kind: 'string' } }],
    required: true,
    doc: 'The column to predict, or a list of columns. Of images the file with their labels, or what these are to be called. A text (`language`) needs none.',
  },
  features: {
    kind: 'list',
    of: { kind: 'string' },
    doc: 'The columns to predict from; text becomes one input per category. Left out: every column that is neither target nor ignored.',
  },
  ignore: {
    kind: 'list',
    of: { kind: 'string' },
    default: [],
    doc: 'Columns that are not used, such as row numbers.',
  },
  missing: {
    kind: 'choice',
    values: ['error', 'drop', 'mean'],
    default: 'error',
    doc: 'What to do with missing cells: report them, drop their rows, or fill in the mean of the training rows (for text the most frequent category).',
  },
  missingValues: {
    kind: 'list',
    of: { kind: 'string' },
    default: [],
    doc: 'Words that mean a missing cell, besides the empty cell and `NA`.',
  },
  scale: {
    kind: 'choice',
    values: ['standard', 'minmax', 'none'],
    default: 'standard',
    doc: 'How numeric columns are scaled: to mean 0 and standard deviation 1, to 0…1, or not at all. Fitted on the training rows alone.',
  },
  scaleTarget: {
    kind: 'choice',
    values: ['none', 'standard'],
    default: 'none',
    doc: 'Whether the target of a regression is learnt at mean 0 and standard deviation 1; outputs and metrics stay in the original units.',
  },
  header: {
    kind: 'boolean',
    default: true,
    doc: 'Whether the first row names the columns; without it they are called `column1`, `column2`, …',
  },
  validation: {
    kind: 'any',
    of: [{ kind: 'number', minimum: 0, below: 1 }, { kind: 'string' }],
    default: 0.2,
    doc: 'What the network is checked on after each epoch: a fraction of the rows, or a file. 0 trains on every row.',
  },
  test: {
    kind: 'any',
    of: [{ kind: 'number', minimum: 0, below: 1 }, { kind: 'string' }],
    doc: 'Rows kept aside for the end: a fraction, or a file. Left out: none.',
  },
  group: {
    kind: 'string',
    doc: 'Rows with the same value in this column stay on one side of the split, so that nobody is in training and validation at once.',
  },
  order: {
    kind: 'string',
    doc: 'Rows are sorted by this column and the last part validates, as time demands.',
  },
  shape: {
    kind: 'list',
    of: { kind: 'number', integer: true, minimum: 1 },
    doc: 'The shape of one input where it is not flat: `[channels, height, width]`. Left out: that of the images or arrays in the file; `[784]` makes images of 28 × 28 flat.',
  },
  classWeights: {
    kind: 'choice',
    values: ['balanced'],
    doc: 'Weighs the loss so that rare classes count as much as frequent ones.',
  },
  context: {
    kind: 'number',
    integer: true,
    minimum: 1,
    doc: 'How many characters one row holds, for the task `language`: each is predicted from those before it. Left out: 64.',
  },
};
