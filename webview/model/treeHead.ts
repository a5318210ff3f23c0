import { element, setAttribute } from '../parts/element.js';
import type { SortKey } from './moduleTree.js';
import type { ModelHost } from './panel.js';

const columns: readonly { readonly key: SortKey | null; readonly words: string; readonly style: string }[] = [
  { key: 'name', words: 'Tensor', style: 'name' },
  { key: null, words: 'Values', style: 'histogram' },
  { key: null, words: 'Shape', style: 'num shape' },
  { key: null, words: 'Type', style: 'dtype' },
  { key: 'size', words: 'Parameters', style: 'num size' },
  { key: 'bytes', words: 'Bytes', style: 'num bytes' },
  { key: 'mean', words: 'Mean', style: 'num mean' },
  { key: 'std', words: 'σ', style: 'num std' },
];

/** The heads of the tree's columns: a click puts the rows in order, a second one the other way, a third as in the file. */
export class TreeHead {
  readonly element: HTMLElement;
  readonly #heads = new Map<SortKey, HTMLElement>();

  constructor(readonly host: ModelHost) {
    this.element = element(
      'div',
      { class: 'row head-row' },
      ...columns.map((column) => this.#makeHead(column)),
    );
  }

  /** Marks the column that the rows are in order by. */
  draw(): void {
    const { sort, descending } = this.host.view;
    const way = descending ? 'descending' : 'ascending';
    for (const [key, head] of this.#heads) setAttribute(head, 'data-sort', key === sort ? way : 'none');
  }

  #makeHead({ key, words, style }: (typeof columns)[number]): HTMLElement {
    if (key === null) return element('span', { class: style }, words);
    const button = element(
      'button',
      { class: 'sort', attributes: { type: 'button', 'aria-label': `Sort by ${words}` } },
      words,
    );
    button.onclick = () => {
      const { sort, descending } = this.host.view;
      const startsDescending = key !== 'name';
      if (sort !== key) this.host.choose({ sort: key, descending: startsDescending });
      else if (descending === startsDescending) this.host.choose({ descending: !descending });
      else this.host.choose({ sort: 'order', descending: false });
    };
    const head = element('span', { class: style }, button);
    this.#heads.set(key, head);
    return head;
  }
}
