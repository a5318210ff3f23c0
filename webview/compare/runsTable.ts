import type { ComparedRun } from '../../src/protocol/comparePanel.js';
import { formatCount, formatLoss } from '../../src/display/numbers.js';
import { describeRunState } from '../../src/display/runStates.js';
import { formatDuration } from '../../src/display/units.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';
import { describeMetric } from '../parts/metrics.js';
import { bestOf, metricAtBest } from './model.js';
import type { ComparePanel, Part } from './panel.js';
import { Swatch } from './swatch.js';

interface Column {
  readonly head: string;
  readonly isNumber: boolean;
  readonly text: (run: ComparedRun) => string;
  /** The better, the smaller; null takes no part. */
  readonly rank?: (run: ComparedRun) => number | null;
}

const leading: readonly Column[] = [
  {
    head: 'Best loss',
    isNumber: true,
    text: (run) => formatLoss(bestOf(run)?.loss),
    rank: (run) => bestOf(run)?.loss ?? null,
  },
  { head: 'Epoch', isNumber: true, text: (run) => formatCount(bestOf(run)?.epoch) },
];
const trailing: readonly Column[] = [
  {
    head: 'Epochs',
    isNumber: true,
    text: ({ record }) => `${formatCount(record.epochs)} / ${formatCount(record.plannedEpochs)}`,
  },
  { head: 'Parameters', isNumber: true, text: ({ record }) => formatCount(record.parameters) },
  { head: 'Time', isNumber: true, text: ({ seconds }) => formatDuration(seconds) },
  {
    head: 'Findings',
    isNumber: false,
    text: ({ findings }) => [...new Set(findings.map(({ code }) => code))].join(', ') || 'none',
  },
];

/** The smaller, the better, turned round where more is better. */
const isError = (metric: string): boolean => /error/i.test(metric);

function metricColumn(metric: string): Column {
  const { short, format } = describeMetric(metric);
  return {
    head: short,
    isNumber: true,
    text: (run) => format(metricAtBest(run, metric)),
    rank: (run) => {
      const value = metricAtBest(run, metric);
      return value === null ? null : isError(metric) ? value : -value;
    },
  };
}

interface Row {
  readonly element: HTMLTableRowElement;
  readonly box: HTMLInputElement;
  readonly swatch: Swatch;
  readonly name: HTMLElement;
  readonly state: HTMLElement;
  readonly cells: readonly HTMLElement[];
}

/** A row a run, best first: its looks, how it ended, how good it was. Bold is the best of a column. */
export class RunsTable implements Part {
  readonly interval = 500;
  readonly element = element('section', { class: 'runs', attributes: { 'aria-label': 'Runs' } });
  readonly #head = element('tr');
  readonly #body = element('tbody');
  readonly #rows = new Map<string, Row>();
  #columns: readonly Column[] = [];

  constructor(readonly panel: ComparePanel) {
    this.element.append(element('table', {}, element('thead', {}, this.#head), this.#body));
    this.#body.onkeydown = (event) => this.#onKey(event);
  }

  draw(): void {
    const { model } = this.panel;
    this.#layOut([...leading, ...model.metricNames.map(metricColumn), ...trailing]);
    const best = this.#columns.map(({ rank }) => {
      const ranks = rank ? model.runs.flatMap((run) => rank(run) ?? []) : [];
      return new Set(ranks).size > 1 ? Math.min(...ranks) : null;
    });
    for (const run of model.runs) {
      let row = this.#rows.get(run.directory);
      if (!row) this.#rows.set(run.directory, (row = this.#makeRow(run.directory)));
      if (!row.element.isConnected) this.#body.append(row.element);
      this.#drawRow(row, run, best);
    }
  }

  #layOut(columns: readonly Column[]): void {
    if (columns.map(({ head }) => head).join() === this.#columns.map(({ head }) => head).join()) return;
    this.#columns = columns;
    const heads = [
      element(
        'th',
        { attributes: { scope: 'col' } },
        element('span', { class: 'visually-hidden' }, 'Curves'),
      ),
      element('th', { attributes: { scope: 'col' } }, 'Run'),
      element('th', { attributes: { scope: 'col' } }, 'Status'),
      ...columns.map(({ head, isNumber }) =>
        element('th', { class: isNumber ? 'num' : '', attributes: { scope: 'col' } }, head),
      ),
    ];
    this.#head.replaceChildren(...heads);
    this.#body.replaceChildren();
    this.#rows.clear();
  }

  #makeRow(directory: string): Row {
    const box = element('input', { attributes: { type: 'checkbox', tabindex: '-1' } });
    const swatch = new Swatch();
    const name = element('button', { class: 'link mono', attributes: { type: 'button', tabindex: '-1' } });
    const state = element('td', { attributes: { 'data-label': 'Status' } });
    const cells = this.#columns.map(({ head, isNumber }) =>
      element('td', { class: isNumber ? 'num' : '', attributes: { 'data-label': head } }),
    );
    const row = element(
      'tr',
      {},
      element('td', { class: 'box' }, box),
      element('td', { class: 'run' }, swatch.element, name),
      state,
      ...cells,
    );
    box.onchange = () => this.#toggle(directory);
    name.onclick = () => this.panel.ask('showRun', { directory });
    name.title = 'Open this run';
    row.onclick = (event) => {
      if (event.target !== box) this.panel.choose({ chosen: directory });
    };
    return { element: row, box, swatch, name, state, cells };
  }

  #drawRow(row: Row, run: ComparedRun, best: readonly (number | null)[]): void {
    const look = this.panel.look(run);
    const { icon: iconName, words } = describeRunState(run.state);
    row.box.checked = !this.panel.view.hidden.includes(run.directory);
    row.box.setAttribute('aria-label', `Show the curves of ${run.name}`);
    row.swatch.draw(look);
    setText(row.name, run.name);
    if (row.state.textContent !== ` ${words}`)
      row.state.replaceChildren(element('span', {}, icon(iconName), ` ${words}`));
    this.#columns.forEach(({ text, rank }, i) => {
      const cell = row.cells[i]!;
      setText(cell, text(run));
      const isBest = best[i] !== null && rank?.(run) === best[i];
      cell.classList.toggle('best', isBest);
    });
    setAttribute(row.element, 'aria-selected', String(look.isChosen));
    row.element.tabIndex = look.isChosen ? 0 : -1;
  }

  #onKey(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const { runs } = this.panel.model;
    const at = runs.findIndex(({ directory }) => this.#rows.get(directory)?.element === event.target);
    const here = runs[at];
    if (!here) return;
    if (event.key === ' ') this.#toggle(here.directory);
    else if (event.key === 'Enter') this.panel.ask('showRun', { directory: here.directory });
    else {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: runs.length - 1 }[event.key];
      if (to === undefined) return;
      const next = runs[Math.min(runs.length - 1, Math.max(0, to))]!;
      this.panel.choose({ chosen: next.directory });
      const row = this.#rows.get(next.directory)!.element;
      row.tabIndex = 0;
      row.focus();
    }
    event.preventDefault();
  }

  #toggle(directory: string): void {
    const { hidden } = this.panel.view;
    const others = hidden.filter((one) => one !== directory);
    this.panel.choose({ hidden: others.length < hidden.length ? others : [...hidden, directory] });
  }
}
