import { basename, resolve } from 'node:path';
import Papa from 'papaparse';
import { filesBeside } from '../data/node.js';
import { FormatError } from '../formats/formatError.js';
import { openFile } from '../formats/node.js';
import { locateCheckpoint } from '../model/locate.js';
import { openModel, type Model, type Prediction } from '../model/model.js';
import { nodeFileSystem } from '../runs/node.js';
import { readKernels } from '../training/node.js';
import { RefusedError } from '../training/refusedError.js';
import { readText, type Command } from './command.js';
import { exitCodes } from './exitCodes.js';
import { kernelDirectory } from './kernels.js';
import { shortPath } from './shortPath.js';

export const predict: Command = {
  name: 'predict',
  usage: 'RUN|MODEL DATA [--out FILE] [--json]',
  summary: 'Predicts the rows of a table with a run’s best checkpoint, or with a checkpoint file.',
  help: [
    ['RUN', 'the folder of a run: its best checkpoint is taken'],
    ['MODEL', 'a checkpoint (*.safetensors)'],
    ['DATA', 'a table with the columns that the network was trained on; the target may be missing'],
    ['--out FILE', 'writes there instead of to the terminal'],
    ['--json', 'all probabilities and labels as JSON, instead of a table'],
  ],
  options: { out: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 2,
  run: async ({ positionals, options, terminal }) => {
    const [modelPath, dataPath] = positionals.map((path) => resolve(path)) as [string, string];
    const out = readText(options, 'out');
    const model = await openCheckpoint(modelPath);
    const { rows, problems } = await model.encode(filesBeside(dataPath), basename(dataPath));
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (!rows) throw new RefusedError(firstOf(errors.map(({ message }) => message)), 'data-problems');
    for (const { message } of problems) terminal.error(`netweight: ${message}\n`);
    const predictions = model.predict(rows);
    const spoilt = predictions.filter(({ output }) => !output.every(Number.isFinite)).length;
    if (spoilt > 0) {
      terminal.error(
        `netweight: ${spoilt} of ${predictions.length} predictions are not finite numbers: the network's training diverged, or these rows are far from those it saw.\n`,
      );
    }
    const text = options['json'] ? formatJson(model, predictions) : formatTable(model, predictions);
    if (out === undefined) terminal.out(text);
    else await nodeFileSystem.replace(resolve(out), new TextEncoder().encode(text));
    return exitCodes.done;
  },
};

function firstOf(messages: readonly string[]): string {
  const more = messages.length > 1 ? ` (and ${messages.length - 1} more)` : '';
  return `${messages[0]}${more}`;
}

async function openCheckpoint(path: string): Promise<Model> {
  const checkpoint = await locateCheckpoint(nodeFileSystem, path);
  if (checkpoint === null) {
    throw new RefusedError(`There is no run or checkpoint ${path}. Check the path.`, 'no-model');
  }
  const file = await openFile(checkpoint);
  try {
    return await openModel(file, basename(checkpoint), await readKernels(kernelDirectory()));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { message } = error;
    const place = message.includes(basename(checkpoint)) ? '' : `${shortPath(checkpoint)}: `;
    throw new RefusedError(`${place}${message}. Name a run or one of its checkpoints.`, 'no-model');
  } finally {
    await file.close();
  }
}

function formatJson(model: Model, rows: readonly Prediction[]): string {
  return `${JSON.stringify({ classes: model.classes, rows })}\n`;
}

/** A CSV table: the row's number, what is predicted, and the probabilities behind it. */
function formatTable({ preprocessing, classes }: Model, rows: readonly Prediction[]): string {
  const { target, task } = preprocessing;
  if (target.kind === 'values') {
    return toCsv(['row', ...target.columns], rows, ({ row, output }) => [row, ...output]);
  }
  const probabilities = (task === 'binary' ? classes!.slice(1) : classes!).map((name) => `p(${name})`);
  if (target.kind === 'labels') {
    return toCsv(['row', ...probabilities], rows, ({ row, output }) => [row, ...output]);
  }
  const label = ({ row, output, label }: Prediction) => [row, String(label), ...output];
  return toCsv(['row', target.column, ...probabilities], rows, label);
}

function toCsv(
  head: readonly string[],
  rows: readonly Prediction[],
  cells: (prediction: Prediction) => readonly (string | number)[],
): string {
  const format = (cell: string | number): string | number =>
    typeof cell === 'number' && !Number.isInteger(cell) ? Number(cell.toPrecision(7)) : cell;
  const data = rows.map((prediction) => cells(prediction).map(format));
  return `${Papa.unparse({ fields: [...head], data }, { newline: '\n' })}\n`;
}
