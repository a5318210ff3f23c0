import { toCsv } from '../chart/csv.js';
import type { Table } from '../chart/table.js';
import { element, icon } from '../parts/element.js';
import type { ChartHost } from '../parts/part.js';

interface ListingOptions {
  /** A word for the file that it is saved as, and for the style sheet. */
  readonly name: string;
  readonly title: string;
  readonly table: Table;
  /** Columns of words, which stand at the left; the first always does. */
  readonly words?: readonly number[];
  /** What stands in a cell in the place of its text, if anything. */
  readonly cell?: (row: number, column: number) => Node | null;
}

/** A titled table of some rows that can be saved as CSV. */
export function createListing(host: ChartHost, options: ListingOptions): HTMLElement {
  const { name, title, table, words = [], cell } = options;
  const style = (column: number): string => (column === 0 || words.includes(column) ? '' : 'num');
  const head = table.head.map((text, column) =>
    element('th', { class: style(column), attributes: { scope: 'col' } }, text),
  );
  const rows = Array.from({ length: table.count }, (_, row) =>
    element(
      'tr',
      {},
      ...table
        .row(row)
        .map((text, column) =>
          element('td', { class: style(column) }, cell?.(row, column) ?? document.createTextNode(text)),
        ),
    ),
  );
  const save = element(
    'button',
    {
      class: 'icon',
      title: 'Save as CSV',
      attributes: { type: 'button', 'aria-label': `${title}: save as CSV` },
    },
    icon('export'),
  );
  save.onclick = () => host.saveChart({ name, picture: null, csv: toCsv(table), asTable: true });
  return element(
    'div',
    { class: `listed ${name}` },
    element('header', {}, element('h3', {}, title), save),
    element(
      'div',
      { class: 'rows', attributes: { tabindex: '0', role: 'region', 'aria-label': title } },
      element(
        'table',
        { attributes: { 'aria-label': title } },
        element('thead', {}, element('tr', {}, ...head)),
        element('tbody', {}, ...rows),
      ),
    ),
  );
}
