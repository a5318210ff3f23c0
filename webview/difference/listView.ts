import { formatNumber } from '../../src/display/numbers.js';
import { formatShape } from '../../src/display/units.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';
import { MiniHistogram } from '../parts/miniHistogram.js';
import { VirtualRows } from '../parts/virtualRows.js';
import type { DifferenceHost, Part } from './panel.js';
import { listDifferences, type DifferenceRow, type Status } from './rows.js';

const rowHeight = 22;

export const marks: Readonly<Record<Status, readonly [icon: string, tone: string, words: string]>> = {
  changed: ['diff-modified', 'tone-info', 'changed'],
  same: ['dash', 'muted', 'same'],
  reshaped: ['arrow-both', 'tone-warning', 'reshaped'],
  added: ['diff-added', 'tone-ok', 'added'],
  removed: ['diff-removed', 'tone-error', 'removed'],
  unreadable: ['error', 'tone-error', 'cannot be read'],
  waiting: ['', 'muted', '…'],
};

interface Row {
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly mark: HTMLElement;
  readonly status: HTMLElement;
  readonly shape: HTMLElement;
  readonly bar: HTMLElement;
  readonly relative: HTMLElement;
  readonly cosine: HTMLElement;
  readonly most: HTMLElement;
  readonly l2: HTMLElement;
  readonly histogram: MiniHistogram;
  index: number;
  drawn: object | null;
}

/** Every tensor of both files, or every layer: what became of it, and how far it moved. ↑↓ choose one. */
export class ListView implements Part {
  readonly interval = 200;
  readonly element = element('section', {
    id: 'list',
    attributes: { 'aria-label': 'Tensors of both files' },
  });
  readonly #scroller = element('div', {
    class: 'rows',
    attributes: { role: 'grid', tabindex: '0', 'aria-label': 'Tensors of both files' },
  });
  readonly #virtual: VirtualRows<Row>;
  #rows: readonly DifferenceRow[] = [];
  #most = 0;

  constructor(readonly host: DifferenceHost) {
    const heads = [
      ['name', 'Tensor'],
      ['status', 'Status'],
      ['num shape', 'Shape'],
      ['moved', '‖Δ‖/‖w‖'],
      ['num cosine', 'Cosine'],
      ['num most', 'max |Δ|'],
      ['num l2', '‖Δ‖'],
      ['histogram', 'Δ values'],
    ] as const;
    this.#virtual = new VirtualRows(
      this.#scroller,
      rowHeight,
      () => this.#makeRow(),
      (row, index) => this.#fill(row, index),
      (first, end) =>
        host.differences.want(this.#rows.slice(first, end).flatMap(({ pair }) => (pair ? [pair] : []))),
    );
    this.#scroller.onkeydown = (event) => this.#onKey(event);
    this.element.append(
      element(
        'div',
        { class: 'row head-row', attributes: { 'aria-hidden': 'true' } },
        ...heads.map(([style, words]) => element('span', { class: style }, words)),
      ),
      this.#scroller,
    );
  }

  draw(): void {
    const { differences, view } = this.host;
    this.#rows = listDifferences(differences.rows, view.shown, view.order);
    this.#most = this.#rows.reduce((most, { relative }) => Math.max(most, relative ?? 0), 0);
    this.#scroller.style.height = `${Math.min(12, Math.max(3, this.#rows.length)) * rowHeight}px`;
    if (this.#virtual.count !== this.#rows.length) this.#virtual.setCount(this.#rows.length);
    setAttribute(this.#scroller, 'aria-rowcount', String(this.#rows.length));
    this.#virtual.draw();
  }

  dispose(): void {
    this.#virtual.dispose();
  }

  #makeRow(): Row {
    const histogram = new MiniHistogram();
    const cell = (style: string): HTMLElement =>
      element('span', { class: style, attributes: { role: 'gridcell' } });
    const made = {
      name: cell('name mono'),
      mark: element('i', { attributes: { 'aria-hidden': 'true' } }),
      status: element('span'),
      shape: cell('num shape muted'),
      bar: element('i', { class: 'share' }),
      relative: element('span'),
      cosine: cell('num cosine'),
      most: cell('num most'),
      l2: cell('num l2'),
      histogram,
      index: -1,
      drawn: null,
    };
    const status = cell('status');
    status.append(made.mark, ' ', made.status);
    const moved = cell('moved');
    moved.append(element('span', { class: 'track' }, made.bar), made.relative);
    const values = cell('histogram');
    values.append(histogram.element);
    const at = element(
      'div',
      { class: 'row', attributes: { role: 'row' } },
      made.name,
      status,
      made.shape,
      moved,
      made.cosine,
      made.most,
      made.l2,
      values,
    );
    const row: Row = { ...made, element: at };
    at.onclick = () => this.#goTo(row.index);
    return row;
  }

  #fill(row: Row, index: number): void {
    const { name, pair, status, shapes, difference, relative, l2 } = this.#rows[index]!;
    row.index = index;
    row.element.id = `row-${index}`;
    setAttribute(row.element, 'aria-rowindex', String(index + 1));
    const isChosen = pair !== null && pair === this.host.chosen;
    setAttribute(row.element, 'aria-selected', String(isChosen));
    row.element.classList.toggle('active', isChosen);
    if (isChosen) setAttribute(this.#scroller, 'aria-activedescendant', row.element.id);
    setText(row.name, name);
    const title = pair?.other ? `${name} → ${pair.other}` : name;
    if (row.name.title !== title) row.name.title = title;
    const [sign, tone, words] = marks[status];
    row.mark.className = sign === '' ? '' : `codicon codicon-${sign} ${tone}`;
    setText(row.status, words);
    row.status.title = difference?.problem ?? '';
    setText(row.shape, shapeWords(shapes));
    row.bar.style.width = `${this.#most > 0 ? (100 * (relative ?? 0)) / this.#most : 0}%`;
    row.bar.parentElement!.classList.toggle('none', relative === null);
    setText(row.relative, formatNumber(relative));
    setText(row.cosine, formatCosine(difference?.cosine ?? null));
    setText(row.most, formatNumber(difference?.maxAbs, 2));
    setText(row.l2, formatNumber(l2));
    const histogram = difference?.histogram ?? null;
    row.histogram.element.classList.toggle('empty', histogram === null);
    if (histogram === null || row.drawn === histogram) return;
    row.drawn = histogram;
    row.histogram.draw(histogram);
  }

  #goTo(index: number): void {
    const to = Math.min(this.#rows.length - 1, Math.max(0, index));
    const row = this.#rows[to];
    if (!row) return;
    if (row.pair) this.host.choose({ tensor: row.name });
    this.#virtual.reveal(to);
    this.#virtual.invalidate();
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#rows.findIndex(({ pair }) => pair !== null && pair === this.host.chosen);
    const { page } = this.#virtual;
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: this.#rows.length - 1,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#goTo(to);
  }
}

/** Four decimals: what is close to 1 is to be told apart. */
const formatCosine = (cosine: number | null): string =>
  cosine === null ? formatNumber(null) : cosine.toFixed(4).replace('-', '−');

function shapeWords([before, after]: DifferenceRow['shapes']): string {
  if (before && after && before.join() !== after.join())
    return `${formatShape(before)} → ${formatShape(after)}`;
  const shape = before ?? after;
  return shape ? formatShape(shape) : '';
}

export const statusIcon = (status: Status): HTMLElement => icon(marks[status][0], marks[status][1]);
