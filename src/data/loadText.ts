import type { LoadedRows, LoadInput, Split } from './dataset.js';
import type { DataFiles } from './files.js';
import { counted, ProblemList, type DataProblem } from './problem.js';
import { judgeShares, sharesOf } from './shares.js';
import { readText, tokenize, vocabularyOf, type Characters } from './text.js';
import { cutWindows } from './windows.js';

/** Characters a row where the spec does not say. */
const defaultContext = 64;

const keys = ['train', 'validation', 'test'] as const;
type Key = (typeof keys)[number];

/** A text, or the part of one that a side gets. */
interface Part {
  readonly key: Key;
  readonly file: string;
  readonly characters: Characters;
  /** Somebody asked for it, so that its absence is worth a word. */
  readonly isWanted: boolean;
}

/**
 * Rows from a text, for the task `language`: its characters are the tokens, the vocabulary is that of the training
 * part. The text is split by position: the last part is the test, the one before it validates.
 */
export async function loadText(
  { data }: LoadInput,
  files: DataFiles,
): Promise<{ readonly rows: LoadedRows | null; readonly problems: readonly DataProblem[] }> {
  const problems = new ProblemList<DataProblem>();
  const parts = await readParts(data, files, problems);
  const rows = parts && cutRows(parts, data.context ?? defaultContext, problems);
  if (!rows) return { rows: null, problems: problems.list() };
  const { missing, missingValues, header } = data;
  const { vocabulary, context } = rows;
  return {
    rows: {
      preprocessing: {
        version: 1,
        task: 'language',
        features: [],
        inputs: context,
        inputShape: [context],
        target: { kind: 'class', column: 'next', classes: vocabulary, positions: context },
        missing,
        missingValues,
        header,
      },
      ...rows.splits,
      outputs: vocabulary.length,
    },
    problems: problems.list(),
  };
}

async function readParts(
  data: LoadInput['data'],
  files: DataFiles,
  problems: ProblemList<DataProblem>,
): Promise<readonly Part[] | null> {
  const shares = sharesOf(data);
  const badShare = judgeShares(shares);
  if (badShare) problems.add(badShare);
  const texts = new Map<Key, Characters>();
  for (const key of keys) {
    const path = data[key];
    if (typeof path !== 'string') continue;
    const text = await readText(files, path);
    if ('problem' in text) problems.add({ ...text.problem, path: ['data', key] });
    else texts.set(key, text);
  }
  const whole = texts.get('train');
  if (problems.hasErrors || !whole) return null;
  const testStart = whole.length - Math.round(shares.test * whole.length);
  const validationStart = Math.max(0, testStart - Math.round(shares.validation * whole.length));
  const ownPart = (key: 'validation' | 'test', start: number, end: number): Part => ({
    key,
    file: texts.has(key) ? (data[key] as string) : data.train,
    characters: texts.get(key) ?? whole.subarray(start, end),
    isWanted: texts.has(key) || shares[key] > 0,
  });
  return [
    { key: 'train', file: data.train, characters: whole.subarray(0, validationStart), isWanted: true },
    ownPart('validation', validationStart, testStart),
    ownPart('test', testStart, whole.length),
  ];
}

interface Rows {
  readonly vocabulary: readonly string[];
  readonly context: number;
  readonly splits: Pick<LoadedRows, 'train' | 'validation' | 'test'>;
}

function cutRows(parts: readonly Part[], context: number, problems: ProblemList<DataProblem>): Rows | null {
  const [training] = parts as readonly [Part, ...Part[]];
  const vocabulary = vocabularyOf(training.characters);
  const complain = (severity: 'error' | 'warning', code: string, message: string, key: Key): void => {
    problems.add({ severity, code, message, path: ['data', key] });
  };
  if (vocabulary.length < 2) {
    const found = counted(vocabulary.length, 'different character');
    const message = `${training.file} has ${found} to train on: there is nothing to tell apart.`;
    complain('error', 'one-class', message, 'train');
    return null;
  }
  const splits = new Map<Key, Split | null>();
  let rowNumber = 0;
  for (const { key, file, characters, isWanted } of parts) {
    const { tokens, unknown } = tokenize(characters, vocabulary);
    const split = cutWindows(tokens, context, file === training.file ? rowNumber : 0);
    rowNumber += split?.count ?? 0;
    splits.set(key, split);
    if (unknown.size > 0) {
      const [character, count] = [...unknown][0]!;
      const more = unknown.size > 1 ? ` and ${counted(unknown.size - 1, 'other character')}` : '';
      const message = `${JSON.stringify(character)} (${counted(count, 'time')})${more} of the ${key} part of ${file} ${unknown.size > 1 ? 'do' : 'does'} not occur in the training part and ${unknown.size > 1 ? 'are' : 'is'} left out.`;
      complain('warning', 'unseen-character', message, key);
    }
    if (!split && isWanted) {
      const message = `The ${key} part of ${file} has ${counted(tokens.length, 'character')}, too few for one row of ${context} and the character that follows it: shorten "context", or take more text.`;
      complain(key === 'train' ? 'error' : 'warning', `no-${key}-rows`, message, key);
    }
  }
  const train = splits.get('train');
  if (!train) return null;
  return {
    vocabulary,
    context,
    splits: { train, validation: splits.get('validation') ?? null, test: splits.get('test') ?? null },
  };
}
