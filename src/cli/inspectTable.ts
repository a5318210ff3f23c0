import Table from 'cli-table3';
import { formatCount, formatNumber } from '../display/numbers.js';
import { sparkline } from '../display/sparkline.js';
import { formatBytes, formatShape } from '../display/units.js';
import type { WeightFinding } from '../inspect/findings/weightRule.js';
import { printable, shorten } from './fileText.js';
import type { InspectedModel, InspectedTensor } from './inspected.js';
import { severityStyles } from './showProblem.js';
import { paint, type Terminal } from './terminal.js';

const rowLimit = 10_000;
const findingLimit = 50;

/** The tensors as a table for people, with a line above that says what the file is. */
export function showModel(terminal: Terminal, { model, bytes, tensors, findings }: InspectedModel): void {
  const parameters = model.tensors.reduce((sum, { size }) => sum + size, 0);
  const story = [
    paint(terminal, 'bold', model.format),
    formatBytes(bytes),
    `${formatCount(model.tensors.length)} tensor${model.tensors.length === 1 ? '' : 's'}`,
    `${formatCount(parameters)} parameters`,
  ];
  terminal.out(`${story.join(' · ')}\n`);
  for (const [key, value] of Object.entries(model.metadata).slice(0, 12)) {
    terminal.out(
      paint(terminal, 'dim', `  ${printable(key)}: ${printable(shorten(value.replace(/\s+/g, ' '), 72))}`) +
        '\n',
    );
  }
  const table = new Table({
    head: ['tensor', 'type', 'shape', 'parameters', 'mean', 'std', 'min', 'max', 'zeros', 'histogram'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
  });
  for (const tensor of tensors.slice(0, rowLimit)) table.push(toRow(terminal, tensor));
  if (tensors.length > 0) terminal.out(`${table.toString()}\n`);
  if (tensors.length > rowLimit) {
    terminal.out(`… and ${formatCount(tensors.length - rowLimit)} more; --json shows all.\n`);
  }
  for (const finding of findings.slice(0, findingLimit)) terminal.out(`${showFinding(terminal, finding)}\n`);
  if (findings.length > findingLimit) {
    terminal.out(`… and ${formatCount(findings.length - findingLimit)} more findings; --json shows all.\n`);
  }
}

/** `warning dead-rows fc1.weight: 3 of 128 rows are all zeros` */
function showFinding(terminal: Terminal, { severity, code, parameter, message }: WeightFinding): string {
  const name = printable(shorten(parameter, 100));
  return `${paint(terminal, severityStyles[severity], severity)} ${code} ${paint(terminal, 'bold', name)}: ${message}`;
}

function toRow(terminal: Terminal, { tensor, statistics }: InspectedTensor): string[] {
  const { name, dtype, shape, size } = tensor;
  const start = [printable(shorten(name, 60)), dtype, formatShape(shape), formatCount(size)];
  if (!statistics) return [...start, ...Array<string>(5).fill('–'), paint(terminal, 'red', 'cannot be read')];
  const { mean, std, min, max, zeros, nan, inf, histogram } = statistics;
  const notFinite = [
    nan > 0 ? `${formatCount(nan)} NaN` : '',
    inf > 0 ? `${formatCount(inf)} Inf` : '',
  ].filter(Boolean);
  const shape8 = sparkline(histogram.counts, 16);
  return [
    ...start,
    ...[mean, std, min, max].map((value) => formatNumber(value)),
    formatCount(zeros),
    notFinite.length > 0 ? `${shape8} ${paint(terminal, 'red', notFinite.join(', '))}` : shape8,
  ];
}
