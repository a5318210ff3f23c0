import { formatCount, formatNumber, formatPercent } from '../../src/display/numbers.js';
import type { ExplainedRecord } from '../../src/protocol/explain.js';
import { element, icon, setText } from '../parts/element.js';
import type { Part } from '../parts/part.js';
import { isWrong } from './model.js';
import type { Panel, Shown } from './panel.js';

const page = 100;
const svg = 'http://www.w3.org/2000/svg';
const [stripWidth, stripHeight] = [86, 12];

/** The list of rows: ↑ ↓ choose, Enter opens the data file. */
export class RowsView implements Part {
  readonly interval = 200;
  readonly element = element('section', { id: 'rows', attributes: { 'aria-label': 'Rows' } });
  readonly #count = element('span', { class: 'muted small' });
  readonly #order = element('span', { class: 'muted small' });
  readonly #head = element('tr');
  readonly #body = element('tbody');
  readonly #more = element('button', { class: 'link small', attributes: { type: 'button' } });
  readonly #scroller = element('div', { class: 'list' });
  #limit = page;
  #drawn: unknown[] = [];

  constructor(readonly panel: Panel) {
    this.#more.onclick = () => {
      this.#limit += page;
      this.draw();
    };
    this.#scroller.append(
      element(
        'table',
        { attributes: { 'aria-label': 'Rows' } },
        element('thead', {}, this.#head),
        this.#body,
      ),
      this.#more,
    );
    this.element.append(
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, 'Rows'),
        this.#order,
        element('span', { class: 'grow' }),
        this.#count,
      ),
      this.#scroller,
    );
    this.#body.addEventListener('click', ({ target }) => {
      const row = (target as Element).closest('tr')?.dataset['row'];
      if (row !== undefined) panel.chooseRow(Number(row));
    });
    this.#body.addEventListener('dblclick', ({ target }) => {
      const row = (target as Element).closest('tr')?.dataset['row'];
      if (row !== undefined) panel.chooseRow(Number(row), true);
    });
    this.#body.addEventListener('keydown', (event) => {
      const places = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
      const row = panel.shown?.row.row;
      if (places !== undefined) panel.stepRow(places);
      else if (event.key === 'Enter' && row !== undefined) panel.chooseRow(row, true);
      else return;
      event.preventDefault();
      this.draw();
      this.#body.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    });
  }

  draw(): void {
    const { shown } = this.panel;
    if (!shown) {
      this.#body.replaceChildren();
      this.#drawn = [];
      setText(this.#count, '');
      this.#more.hidden = true;
      return;
    }
    if (this.#drawn[0] !== shown || this.#drawn[1] !== this.#limit) {
      const focused = this.#body.contains(document.activeElement);
      this.#drawn = [shown, this.#limit];
      this.#fill(shown);
      if (focused) this.#body.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    }
  }

  #fill(shown: Shown): void {
    const { listed, facts, row: chosen } = shown;
    setText(this.#order, facts.hasClasses ? 'closest calls first' : '');
    setText(this.#count, formatCount(listed.length));
    const columns = [
      'Row',
      facts.hasClasses ? 'Class' : 'Actual',
      facts.output === 'logit' ? `P(${shown.output})` : 'f(x)',
      '− φ share +',
    ];
    this.#head.replaceChildren(
      ...columns.map((words, at) =>
        element('th', { class: at === 2 ? 'num' : '', attributes: { scope: 'col' } }, words),
      ),
    );
    // The chosen row is always there, wherever it stands in the order.
    const limit = Math.max(this.#limit, listed.indexOf(chosen) + 1);
    this.#body.replaceChildren(...listed.slice(0, limit).map((row) => makeRow(shown, row, row === chosen)));
    this.#more.hidden = listed.length <= limit;
    this.#more.textContent = `Show ${Math.min(page, listed.length - limit)} more of ${formatCount(listed.length)}`;
    this.#keepInSight();
  }

  /** Scrolls the list alone: the page stays where it is. */
  #keepInSight(): void {
    const row = this.#body.querySelector<HTMLElement>('[aria-selected="true"]');
    if (!row) return;
    const { offsetTop, offsetHeight } = row;
    const { scrollTop, clientHeight } = this.#scroller;
    if (offsetTop - 24 < scrollTop) this.#scroller.scrollTop = offsetTop - 24;
    else if (offsetTop + offsetHeight > scrollTop + clientHeight)
      this.#scroller.scrollTop = offsetTop + offsetHeight - clientHeight;
  }
}

function makeRow(shown: Shown, row: ExplainedRecord, isChosen: boolean): HTMLTableRowElement {
  const { facts, summary } = shown;
  const probability = row.probability[summary.output]!;
  const figure =
    facts.output === 'logit'
      ? probability < 0.001
        ? '< 0.1 %'
        : formatPercent(probability)
      : formatNumber(row.prediction[summary.output]);
  const wrong = isWrong(row) && facts.hasClasses;
  return element(
    'tr',
    {
      attributes: {
        'data-row': String(row.row),
        tabindex: isChosen ? '0' : '-1',
        'aria-selected': String(isChosen),
      },
    },
    element('td', {}, String(row.row)),
    element(
      'td',
      {},
      row.truth ?? '–',
      wrong && icon('error', 'tone-error'),
      wrong && element('span', { class: 'visually-hidden' }, ` taken for ${row.predicted}`),
    ),
    element('td', { class: 'num' }, figure),
    element('td', {}, makeStrip(shown, row)),
  );
}

/** Shares of the features, those that lower to the left of the middle, those that raise to the right. */
function makeStrip({ summary }: Shown, row: ExplainedRecord): HTMLElement {
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('width', String(stripWidth));
  drawing.setAttribute('height', String(stripHeight));
  const total = summary.order.reduce((sum, feature) => sum + Math.abs(summary.phi(row, feature)), 0) || 1;
  const reach = { positive: 0, negative: 0 };
  const middle = stripWidth / 2;
  const add = (x: number, width: number, name: string): void => {
    const rect = document.createElementNS(svg, 'rect');
    rect.setAttribute('x', x.toFixed(1));
    rect.setAttribute('y', name === 'middle' ? '0' : '1');
    rect.setAttribute('width', width.toFixed(1));
    rect.setAttribute('height', String(name === 'middle' ? stripHeight : stripHeight - 2));
    rect.setAttribute('class', name);
    drawing.append(rect);
  };
  for (const feature of summary.order) {
    const phi = summary.phi(row, feature);
    const width = (middle * Math.abs(phi)) / total;
    if (width < 0.4) continue;
    const name = phi > 0 ? 'positive' : 'negative';
    add(
      phi > 0 ? middle + reach.positive : middle - reach.negative - width,
      Math.max(0.4, width - 0.6),
      name,
    );
    reach[name] += width;
  }
  add(middle - 0.5, 1, 'middle');
  return element(
    'span',
    { class: 'strip', attributes: { 'aria-hidden': 'true' } },
    drawing as unknown as HTMLElement,
  );
}
