import { resolve } from 'node:path';
import Papa from 'papaparse';
import type { Model, Prediction } from '../model/model.js';
import { nodeFileSystem } from '../runs/node.js';
import { readText, type Command } from './command.js';
import { exitCodes } from './exitCodes.js';
import { encodeFile, openCheckpoint } from './openCheckpoint.js';

export const predict: Command = {
  name: 'predict',
  usage: 'RUN|MODEL DATA [--out FILE] [--json]',
  summary:
    'Predicts the rows of a table, or images, with a run’s best checkpoint, or with a checkpoint file.',
  help: [
    ['RUN', 'the folder of a run: its best checkpoint is taken'],
    ['MODEL', 'a checkpoint (*.safetensors), or an ONNX model whose input takes the first columns of DATA'],
    ['DATA', 'a table, images or a text such as the network was trained on; the target may be missing'],
    ['--out FILE', 'writes there instead of to the terminal'],
    ['--json', 'all probabilities and labels as JSON, instead of a table'],
  ],
  options: { out: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 2,
  run: async ({ positionals, options, terminal }) => {
    const [modelPath, dataPath] = positionals.map((path) => resolve(path)) as [string, string];
    const out = readText(options, 'out');
    const model = await openCheckpoint(modelPath, dataPath);
    const predictions = model.predict(await encodeFile(model, dataPath, terminal));
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
