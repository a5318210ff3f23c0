import { formatCount, formatNumber, formatPercent } from '../../src/display/numbers.js';
import { element, icon, setText } from '../parts/element.js';
import { createSegmented, type Segmented } from '../parts/segmented.js';
import { statusIcon } from './listView.js';
import type { DifferenceHost, Part } from './panel.js';
import { describeMatching, type Order, type Shown, type Status } from './rows.js';

const counted: readonly (readonly [Status, string])[] = [
  ['changed', 'Changed'],
  ['same', 'Same values'],
  ['reshaped', 'Reshaped'],
  ['added', 'Added'],
  ['removed', 'Removed'],
];

/** Which files are compared, what became of their tensors in numbers, and what is listed. */
export class HeaderView implements Part {
  readonly interval = 200;
  readonly element = element('header', { class: 'head' });
  readonly #counts: readonly HTMLElement[];
  readonly #moved = element('dd', { class: 'mono' });
  readonly #progress = element('span', { class: 'muted small', attributes: { role: 'status' } });
  readonly #shown: Segmented<Shown>;
  readonly #order: Segmented<Order>;

  constructor(readonly host: DifferenceHost) {
    const { labels, pairs } = host.snapshot;
    const swap = element(
      'button',
      { title: 'Compare the other way round', attributes: { type: 'button' } },
      icon('arrow-swap'),
      'Swap',
    );
    swap.onclick = () => void host.request('swap', null);
    this.#counts = counted.map(() => element('dd'));
    this.#shown = createSegmented<Shown>(
      'Which tensors',
      [
        { value: 'all', label: 'All' },
        { value: 'changed', label: 'Changed' },
        { value: 'other', label: 'Shape or name' },
      ],
      (shown) => host.choose({ shown }),
    );
    this.#order = createSegmented<Order>(
      'Order',
      [
        { value: 'file', label: 'File order' },
        { value: 'relative', label: 'Most moved' },
        { value: 'layers', label: 'By layer' },
      ],
      (order) => host.choose({ order }),
    );
    const readout = (head: readonly (Node | string)[], value: HTMLElement): HTMLElement =>
      element('div', { class: 'readout' }, element('dt', {}, ...head), value);
    const matched = pairs.filter(({ before, after }) => before !== null && after !== null).length;
    this.element.append(
      element(
        'div',
        { class: 'title' },
        element('h1', {}, 'Compare weights'),
        element('span', { class: 'mono ellipsis' }, labels[0]),
        icon('arrow-right'),
        element('span', { class: 'mono ellipsis' }, labels[1]),
        element('span', { class: 'grow' }),
        swap,
      ),
      element(
        'dl',
        { class: 'readouts' },
        ...counted.map(([status, words], i) => readout([statusIcon(status), ` ${words}`], this.#counts[i]!)),
        readout(['Moved most'], this.#moved),
        readout(
          ['Names matched'],
          element(
            'dd',
            {},
            `${formatCount(matched)} `,
            element('small', { class: 'muted' }, describeMatching(pairs)),
          ),
        ),
      ),
      element(
        'div',
        { class: 'tree-head' },
        this.#shown.element,
        this.#order.element,
        this.#progress,
        element('span', { class: 'grow' }),
        element(
          'span',
          { class: 'muted small wide' },
          '‖Δ‖/‖w‖: how far a tensor moved, in units of its own length',
        ),
      ),
    );
  }

  draw(): void {
    const { differences, view } = this.host;
    this.#shown.choose(view.shown);
    this.#order.choose(view.order);
    const { rows } = differences;
    counted.forEach(([status], i) =>
      setText(this.#counts[i]!, formatCount(rows.filter((row) => row.status === status).length)),
    );
    const most = rows.reduce<(typeof rows)[number] | null>(
      (best, row) => ((row.relative ?? 0) > (best?.relative ?? 0) ? row : best),
      null,
    );
    setText(this.#moved, most ? `${most.name} ‖Δ‖/‖w‖ ${formatNumber(most.relative)}` : '–');
    setText(
      this.#progress,
      differences.isComplete ? '' : `comparing, ${formatPercent(differences.share, 0)}`,
    );
  }
}
