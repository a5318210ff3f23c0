import { formatCount, formatLoss, formatNumber, formatPercent } from '../../src/display/numbers.js';
import type { RunResults, SplitResults } from '../../src/protocol/results.js';
import type { Plot } from '../chart/plot.js';
import { element, setText } from '../parts/element.js';
import { ConfusionFigure } from '../results/confusionFigure.js';
import { createScatterPlot } from '../results/scatterPlot.js';
import type { Panel, Part } from './panel.js';

/** How the network of the best checkpoint does on the rows that were held back, once training has ended. */
export class ResultsView implements Part {
  readonly interval = 250;
  readonly element = element('section', { id: 'results', attributes: { 'aria-label': 'Results' } });
  readonly #of = element('span', { class: 'muted small' });
  readonly #words = element('p', { class: 'block small muted' });
  readonly #body = element('div', { class: 'charts' });
  readonly #confusion: ConfusionFigure;
  readonly #scatter: Plot;
  #results: RunResults | null = null;
  /** The state of the run that they were asked for. */
  #askedFor = '';

  constructor(readonly panel: Panel) {
    this.element.append(
      element('div', { class: 'section-head' }, element('h2', {}, 'Results'), this.#of),
      this.#words,
      this.#body,
    );
    this.#confusion = new ConfusionFigure(panel, 'confusion');
    this.#scatter = createScatterPlot(panel, 'scatter', () => {
      const judged = this.#results?.validation?.judged;
      return judged?.kind === 'values' ? (judged.targets[0] ?? null) : null;
    });
  }

  draw(): void {
    const { model } = this.panel;
    const isOver = !model.live && model.epochs.length > 0;
    if (!isOver) {
      this.#say('Shown once training has ended.');
      return;
    }
    const state = `${model.run.status} ${model.epochs.length}`;
    if (state !== this.#askedFor) {
      this.#askedFor = state;
      this.#say('Judging the rows that were held back…');
      this.panel.request('results', null).then(
        (results) => this.#show(results),
        (error: unknown) => this.#say(error instanceof Error ? error.message : String(error)),
      );
    }
    const judged = this.#results?.validation?.judged;
    if (judged?.kind === 'values') this.#scatter.draw();
    else if (judged) this.#confusion.draw();
  }

  recolor(): void {
    this.#confusion.recolor();
    this.#scatter.recolor();
  }

  dispose(): void {
    this.#confusion.dispose();
    this.#scatter.dispose();
  }

  #say(words: string): void {
    setText(this.#words, words);
    this.#words.hidden = false;
  }

  #show(results: RunResults): void {
    this.#results = results;
    const { validation, test, reason } = results;
    if (!validation) {
      this.#say(reason ?? 'No rows were held back: there is nothing to judge the network by.');
      this.#body.replaceChildren();
      return;
    }
    this.#words.hidden = true;
    setText(this.#of, `best checkpoint, ${formatCount(validation.rows)} validation rows`);
    const { judged } = validation;
    if (judged.kind === 'classes' && judged.confusion) {
      const classes = judged.classes.map(({ name }) => name);
      this.#confusion.show({ classes, counts: judged.confusion }, judged.accuracy);
    }
    const picture =
      judged.kind === 'values' ? this.#scatter.element : judged.confusion ? this.#confusion.element : null;
    this.#body.replaceChildren(
      ...(picture ? [picture] : []),
      element('div', { class: 'figures' }, describeSplits(validation, test), classTable(validation)),
      this.#worstTable(validation),
    );
    this.panel.frames.invalidate(this.element, true);
  }

  #worstTable({ judged, lines, file }: SplitResults): HTMLElement {
    const isClass = judged.kind === 'classes';
    const rows = judged.worst.map(({ row, actual, predicted, loss }, at) => {
      const line = lines[at] ?? null;
      const place = line === null ? `row ${formatCount(row)}` : `line ${formatCount(line)}`;
      const link = element(
        'button',
        { class: 'link small', title: `Show it in ${file}`, attributes: { type: 'button' } },
        place,
      );
      link.onclick = () => this.panel.ask('revealRow', { split: 'validation', worst: at });
      return element(
        'tr',
        {},
        element('td', {}, line === null ? place : link),
        element('td', {}, actual),
        element('td', { class: isClass && actual !== predicted ? 'flag' : '' }, predicted),
        element('td', { class: 'num' }, isClass ? formatLoss(loss) : formatNumber(loss)),
      );
    });
    return makeTable(
      'worst',
      `Most wrong in ${file}`,
      ['Row', 'Actual', 'Predicted', isClass ? '−log p' : '|error|'],
      rows,
    );
  }
}

/** Validation and test side by side, each a column. */
function describeSplits(validation: SplitResults, test: SplitResults | null): HTMLElement {
  const splits = [validation, ...(test ? [test] : [])];
  const facts: [string, (split: SplitResults) => string][] = [['Rows', ({ rows }) => formatCount(rows)]];
  if (validation.judged.kind === 'classes') {
    const of =
      (say: (judged: Extract<SplitResults['judged'], { kind: 'classes' }>) => string) =>
      ({ judged }: SplitResults): string =>
        judged.kind === 'classes' ? say(judged) : '–';
    facts.push(
      ['Accuracy', of(({ accuracy }) => formatPercent(accuracy))],
      ['Mean −log p', of(({ loss }) => formatLoss(loss))],
    );
  } else {
    validation.judged.targets.forEach(({ name }, at) => {
      const of =
        (say: (target: Extract<SplitResults['judged'], { kind: 'values' }>['targets'][number]) => string) =>
        ({ judged }: SplitResults): string =>
          judged.kind === 'values' ? say(judged.targets[at]!) : '–';
      const prefix =
        validation.judged.kind === 'values' && validation.judged.targets.length > 1 ? `${name}: ` : '';
      facts.push(
        [`${prefix}R²`, of(({ r2 }) => formatNumber(r2, 4))],
        [`${prefix}Mean absolute error`, of(({ meanAbsoluteError }) => formatNumber(meanAbsoluteError))],
        [
          `${prefix}Root mean square error`,
          of(({ rootMeanSquareError }) => formatNumber(rootMeanSquareError)),
        ],
      );
    });
  }
  const rows = facts.map(([name, say]) =>
    element(
      'tr',
      {},
      element('th', { class: 'muted', attributes: { scope: 'row' } }, name),
      ...splits.map((split) => element('td', { class: 'num' }, say(split))),
    ),
  );
  return makeTable('splits', 'Metrics', ['', 'Validation', ...(test ? ['Test'] : [])], rows);
}

function classTable({ judged }: SplitResults): HTMLElement | string {
  if (judged.kind !== 'classes') return '';
  const rows = judged.classes.map(({ name, support, precision, recall, f1 }) =>
    element(
      'tr',
      {},
      element('td', { class: 'mono' }, name),
      ...[formatCount(support), formatPercent(precision), formatPercent(recall), formatPercent(f1)].map(
        (words) => element('td', { class: 'num' }, words),
      ),
    ),
  );
  return makeTable('classes', 'Classes', ['Class', 'Rows', 'Precision', 'Recall', 'F1'], rows);
}

function makeTable(
  name: string,
  title: string,
  head: readonly string[],
  rows: readonly HTMLTableRowElement[],
): HTMLElement {
  const cells = head.map((words, at) =>
    element('th', { class: isNumber(head, at) ? 'num' : '', attributes: { scope: 'col' } }, words),
  );
  return element(
    'div',
    { class: `listed ${name}` },
    element('h3', {}, title),
    element(
      'table',
      { attributes: { 'aria-label': title } },
      element('thead', {}, element('tr', {}, ...cells)),
      element('tbody', {}, ...rows),
    ),
  );
}

/** Columns of text stand left: the first, and what is actual and predicted. */
const isNumber = (head: readonly string[], at: number): boolean =>
  at > 0 && head[at] !== 'Actual' && head[at] !== 'Predicted';
