import { formatCount, formatNumber, formatScientific, unknown } from '../display/numbers.js';
import { sparkline } from '../display/sparkline.js';
import { formatShape } from '../display/units.js';
import type { ComparedTensor } from './compared.js';
import { printable } from './fileText.js';
import { showTable, type Column } from './fittedTable.js';
import { paint, type Style, type Terminal } from './terminal.js';

const statuses = ['changed', 'same', 'added', 'removed', 'reshaped'] as const;
const styles: Partial<Record<ComparedTensor['status'], Style>> = {
  same: 'dim',
  added: 'green',
  removed: 'red',
  reshaped: 'yellow',
};
const barColumns = 12;
const histogramColumns = 16;
const columns: readonly Column[] = [
  { head: 'tensor', align: 'left' },
  { head: 'status', align: 'left' },
  { head: 'shape', align: 'right', spare: 2 },
  { head: '‖Δ‖', align: 'right', spare: 3 },
  { head: '‖Δ‖/‖w‖', align: 'right' },
  { head: '', align: 'left', spare: 1 },
  { head: 'cosine', align: 'right', spare: 4 },
  { head: 'max |Δ|', align: 'right', spare: 5 },
  { head: 'Δ', align: 'left' },
];

/**
 * Two files as a table for people: what differs, each with ‖Δ‖/‖w‖ as a bar and a small histogram of Δ; what is the same
 * is counted.
 */
export function showDifference(terminal: Terminal, tensors: readonly ComparedTensor[]): void {
  const counts = statuses
    .map((status) => ({ status, count: tensors.filter((tensor) => tensor.status === status).length }))
    .filter(({ count }) => count > 0);
  const story = counts.map(({ status, count }) => `${formatCount(count)} ${status}`).join(' · ');
  terminal.out(`${paint(terminal, 'bold', story || 'no tensors')}\n`);
  const shown = tensors.filter(({ status }) => status !== 'same');
  if (shown.length === 0) return;
  const largest = Math.max(0, ...shown.map(({ difference }) => difference?.relative ?? 0));
  showTable(
    terminal,
    columns,
    shown.map((tensor) => toRow(terminal, tensor, largest)),
  );
}

function toRow(terminal: Terminal, tensor: ComparedTensor, largest: number): string[] {
  const { name, other, status, before, after, difference } = tensor;
  const names = printable(other === undefined ? name : `${name} → ${other}`);
  const shapes = [before, after].filter((shape) => shape !== undefined).map(formatShape);
  const style = styles[status];
  const start = [
    names,
    style ? paint(terminal, style, status) : status,
    status === 'reshaped' ? shapes.join(' → ') : shapes[0]!,
  ];
  // A dash is "not comparable", never 0.
  if (!difference) return [...start, unknown, unknown, '', unknown, unknown, ''];
  const { l2, relative, cosine, maxAbs } = difference;
  const share = largest > 0 ? (relative ?? 0) / largest : 0;
  return [
    ...start,
    formatNumber(l2),
    formatScientific(relative),
    '█'.repeat(Math.round(share * barColumns)),
    formatNumber(cosine, 4),
    formatNumber(maxAbs),
    sparkline(tensor.counts ?? [], histogramColumns),
  ];
}
