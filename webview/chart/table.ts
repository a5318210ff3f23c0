import { element } from '../parts/element.js';

/** A chart as numbers. The first column names the row. */
export interface Table {
  readonly head: readonly string[];
  readonly count: number;
  /** The row at `index`, the most interesting first. */
  readonly row: (index: number) => readonly string[];
}

const page = 100;

/** The table of a chart: as many rows as asked for, kept in place while they change. */
export class TableView {
  readonly element = element('div', { class: 'twin', attributes: { tabindex: '0', role: 'region' } });
  readonly #head = element('tr');
  readonly #body = element('tbody');
  readonly #more = element('button', { class: 'link small', attributes: { type: 'button' } });
  #limit = page;

  constructor(label: string) {
    this.element.setAttribute('aria-label', `${label}, as a table`);
    this.element.append(element('table', {}, element('thead', {}, this.#head), this.#body), this.#more);
  }

  show(table: Table): void {
    this.#head.replaceChildren(
      ...table.head.map((name, column) =>
        element('th', { class: column > 0 ? 'num' : '', attributes: { scope: 'col' } }, name),
      ),
    );
    const shown = Math.min(this.#limit, table.count);
    const rows = Array.from({ length: shown }, (_, index) => {
      const cells = table
        .row(index)
        .map((cell, column) => element('td', { class: column > 0 ? 'num' : '' }, cell));
      return element('tr', {}, ...cells);
    });
    this.#body.replaceChildren(...rows);
    this.#more.hidden = shown === table.count;
    this.#more.textContent = `Show ${Math.min(page, table.count - shown)} more of ${table.count}`;
    this.#more.onclick = () => {
      this.#limit += page;
      this.show(table);
    };
  }
}
