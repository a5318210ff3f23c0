import type { OptionRow } from '../../src/protocol/comparePanel.js';
import { element } from '../parts/element.js';
import { commonValue, differs } from './model.js';
import type { ComparePanel, Part } from './panel.js';
import { Swatch } from './swatch.js';

/** The options of the specs, a row each, a column a run. Bold is what differs from most. */
export class OptionsTable implements Part {
  readonly interval = 1000;
  readonly element = element('section', { class: 'options', attributes: { 'aria-label': 'Options' } });
  readonly #box = element('input', { attributes: { type: 'checkbox' } });
  readonly #scroll = element('div', {
    class: 'scroll',
    attributes: { tabindex: '0', role: 'region', 'aria-label': 'Options of the runs' },
  });
  readonly #count = element('span', { class: 'muted small' });
  #shown = '';

  constructor(readonly panel: ComparePanel) {
    this.#box.onchange = () => panel.choose({ onlyDiffering: this.#box.checked });
    this.element.append(
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, 'Options'),
        this.#count,
        element('span', { class: 'grow' }),
        element('label', { class: 'small' }, this.#box, 'only what differs'),
      ),
      this.#scroll,
    );
  }

  draw(): void {
    const { model, view } = this.panel;
    this.#box.checked = view.onlyDiffering;
    const keep = (rows: readonly OptionRow[]): readonly OptionRow[] =>
      view.onlyDiffering ? rows.filter(differs) : rows;
    const rows = [...keep(model.options), ...keep(model.circumstances)];
    const looks = model.runs.map((run) => this.panel.look(run));
    const state = JSON.stringify([rows, looks, model.runs.map(({ name }) => name)]);
    if (state === this.#shown) return;
    this.#shown = state;
    this.#count.textContent = view.onlyDiffering ? `${rows.length} differ` : `${rows.length}`;
    this.#scroll.replaceChildren(
      rows.length > 0 ? this.#table(rows) : element('p', { class: 'muted block' }, 'The specs say the same.'),
    );
  }

  #table(rows: readonly OptionRow[]): HTMLElement {
    const { runs } = this.panel.model;
    const head = runs.map((run) => {
      const swatch = new Swatch();
      swatch.draw(this.panel.look(run));
      return element('th', { class: 'mono', attributes: { scope: 'col' } }, swatch.element, run.name);
    });
    const body = rows.map((row) => {
      const common = commonValue(row);
      const cells = row.values.map((value, i) => {
        const isOdd = common !== undefined ? value !== common : differs(row);
        const text = value ?? '–';
        return element(
          'td',
          { class: isOdd ? 'odd' : 'muted', title: text, attributes: { 'data-label': runs[i]?.name ?? '' } },
          text,
        );
      });
      return element(
        'tr',
        {},
        element('th', { class: 'mono', attributes: { scope: 'row' } }, row.name),
        ...cells,
      );
    });
    return element(
      'table',
      {},
      element(
        'thead',
        {},
        element('tr', {}, element('th', { attributes: { scope: 'col' } }, 'Option'), ...head),
      ),
      element('tbody', {}, ...body),
    );
  }
}
