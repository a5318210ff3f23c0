import { formatCount, formatNumber } from '../display/numbers.js';
import { sparkline } from '../display/sparkline.js';
import { formatModelBytes, formatShape } from '../display/units.js';
import type { WeightFinding } from '../inspect/findings/weightRule.js';
import { printable, shorten } from './fileText.js';
import { showTable, type Column } from './fittedTable.js';
import type { InspectedModel, InspectedTensor } from './inspected.js';
import { severityStyles } from './showProblem.js';
import { paint, type Terminal } from './terminal.js';

const rowLimit = 10_000;
const findingLimit = 50;

const columns: readonly Column[] = [
  { head: 'tensor', align: 'left' },
  { head: 'type', align: 'left', spare: 1 },
  { head: 'shape', align: 'right' },
  { head: 'parameters', align: 'right', spare: 2 },
  { head: 'mean', align: 'right' },
  { head: 'std', align: 'right' },
  { head: 'min', align: 'right', spare: 3 },
  { head: 'max', align: 'right', spare: 4 },
  { head: 'zeros', align: 'right', spare: 5 },
  { head: 'histogram', align: 'left' },
];

/** The tensors as a table for people, with a line above that says what the file is. */
export function showModel(terminal: Terminal, { model, bytes, tensors, findings }: InspectedModel): void {
  const parameters = model.tensors.reduce((sum, { size }) => sum + size, 0);
  const valueBytes = model.tensors.reduce((sum, tensor) => sum + tensor.bytes, 0);
  const story = [
    paint(terminal, 'bold', model.format),
    formatModelBytes(bytes, valueBytes),
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
  const rows = tensors.slice(0, rowLimit).map((tensor) => toRow(terminal, tensor));
  if (rows.length > 0) showTable(terminal, columns, rows);
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
  const start = [printable(name), printable(dtype), formatShape(shape), formatCount(size)];
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
