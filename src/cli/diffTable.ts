import Table from 'cli-table3';
import { formatCount, formatNumber, formatScientific, unknown } from '../display/numbers.js';
import { formatShape } from '../display/units.js';
import type { ComparedTensor } from './compared.js';
import { printable, shorten } from './fileText.js';
import { paint, type Style, type Terminal } from './terminal.js';

const statuses = ['changed', 'same', 'added', 'removed', 'reshaped'] as const;
const styles: Partial<Record<ComparedTensor['status'], Style>> = {
  same: 'dim',
  added: 'green',
  removed: 'red',
  reshaped: 'yellow',
};
const barColumns = 16;

/** Two files as a table for people: what differs, each with ‖Δ‖/‖w‖ as a bar; what is the same is counted. */
export function showDifference(terminal: Terminal, tensors: readonly ComparedTensor[]): void {
  const counts = statuses
    .map((status) => ({ status, count: tensors.filter((tensor) => tensor.status === status).length }))
    .filter(({ count }) => count > 0);
  const story = counts.map(({ status, count }) => `${formatCount(count)} ${status}`).join(' · ');
  terminal.out(`${paint(terminal, 'bold', story || 'no tensors')}\n`);
  const shown = tensors.filter(({ status }) => status !== 'same');
  if (shown.length === 0) return;
  const largest = Math.max(0, ...shown.map(({ difference }) => difference?.relative ?? 0));
  const table = new Table({
    head: ['tensor', 'status', 'shape', '‖Δ‖', '‖Δ‖/‖w‖', 'cosine', 'max |Δ|', ''],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'left'],
  });
  for (const tensor of shown) table.push(toRow(terminal, tensor, largest));
  terminal.out(`${table.toString()}\n`);
}

function toRow(terminal: Terminal, tensor: ComparedTensor, largest: number): string[] {
  const { name, other, status, before, after, difference } = tensor;
  const names = printable(shorten(other === undefined ? name : `${name} → ${other}`, 60));
  const shapes = [before, after].filter((shape) => shape !== undefined).map(formatShape);
  const style = styles[status];
  const start = [
    names,
    style ? paint(terminal, style, status) : status,
    status === 'reshaped' ? shapes.join(' → ') : shapes[0]!,
  ];
  // A dash is "not comparable", never 0.
  if (!difference) return [...start, unknown, unknown, unknown, unknown, ''];
  const { l2, relative, cosine, maxAbs } = difference;
  const share = largest > 0 ? (relative ?? 0) / largest : 0;
  return [
    ...start,
    formatNumber(l2),
    formatScientific(relative),
    formatNumber(cosine, 4),
    formatNumber(maxAbs),
    '█'.repeat(Math.round(share * barColumns)),
  ];
}
