import { formatCount, formatLoss, formatNumber, formatPercent } from '../../src/display/numbers.js';
import type { RunResults, SplitResults } from '../../src/protocol/results.js';
import type { Plot } from '../chart/plot.js';
import { element, setText } from '../parts/element.js';
import { mostConfused } from '../results/confusion.js';
import { ConfusionFigure } from '../results/confusionFigure.js';
import { createListing } from '../results/listing.js';
import { drawRowPicture } from '../results/rowPicture.js';
import { createScatterPlot } from '../results/scatterPlot.js';
import { tabulateSplits } from '../results/splitMetrics.js';
import type { Panel, Part } from './panel.js';

type Classes = Extract<SplitResults['judged'], { kind: 'classes' }>;

/** Pairs of classes that are listed; a matrix of fewer classes is read by itself. */
const mostPairs = 12;
const manyClasses = 12;

const trueMinus = (numbers: string): string => numbers.replaceAll('-', '−');

/** How the network of the best checkpoint does on the rows that were held back, once training has ended. */
export class ResultsView implements Part {
  readonly interval = 250;
  readonly element = element('section', { id: 'results', attributes: { 'aria-label': 'Results' } });
  readonly #of = element('span', { class: 'muted small' });
  readonly #words = element('p', { class: 'block small muted' });
  readonly #body = element('div', { class: 'charts' });
  readonly #target = element('select', { attributes: { 'aria-label': 'Target' } });
  readonly #confusion: ConfusionFigure;
  readonly #scatter: Plot;
  /** What is shown in pictures and rows: validation, or without it the test. */
  #shown: { readonly name: 'validation' | 'test'; readonly split: SplitResults } | null = null;
  /** The state of the run that they were asked for. */
  #askedFor = '';

  constructor(readonly panel: Panel) {
    this.element.append(
      element('div', { class: 'section-head' }, element('h2', {}, 'Results'), this.#of),
      this.#words,
      this.#body,
    );
    this.#confusion = new ConfusionFigure(panel, 'confusion');
    this.#scatter = createScatterPlot(panel, 'scatter', [this.#target], () => {
      const judged = this.#shown?.split.judged;
      return judged?.kind === 'values' ? (judged.targets[this.#target.selectedIndex] ?? null) : null;
    });
    this.#target.onchange = () => panel.frames.invalidate(this.element, true);
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
    const judged = this.#shown?.split.judged;
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

  #show({ validation, test, reason }: RunResults): void {
    const split = validation ?? test;
    if (!split) {
      this.#shown = null;
      this.#say(reason ?? 'No rows were held back: there is nothing to judge the network by.');
      this.#body.replaceChildren();
      return;
    }
    const name = validation ? 'validation' : 'test';
    this.#shown = { name, split };
    this.#words.hidden = true;
    setText(this.#of, `best checkpoint, ${formatCount(split.rows)} ${name} rows`);
    const splits = [
      ...(validation ? [['Validation', validation] as const] : []),
      ...(test ? [['Test', test] as const] : []),
    ];
    const metrics = createListing(this.panel, {
      name: 'metrics',
      title: 'Metrics',
      table: tabulateSplits(splits),
    });
    const { judged } = split;
    const lists = judged.kind === 'classes' ? this.#listClasses(judged) : [];
    this.#body.replaceChildren(
      ...this.#picture(judged),
      element('div', { class: 'figures' }, metrics, ...lists),
      ...(judged.worst.length > 0 ? [this.#listWorst(split)] : []),
    );
    this.panel.frames.invalidate(this.element, true);
  }

  #picture(judged: SplitResults['judged']): HTMLElement[] {
    if (judged.kind === 'values') {
      this.#target.replaceChildren(...judged.targets.map(({ name }) => element('option', {}, name)));
      this.#target.hidden = judged.targets.length < 2;
      return [this.#scatter.element];
    }
    if (!judged.confusion) return [];
    const classes = judged.classes.map(({ name }) => name);
    this.#confusion.show({ classes, counts: judged.confusion }, judged.accuracy);
    return [this.#confusion.element];
  }

  #listClasses({ classes, confusion }: Classes): HTMLElement[] {
    const scores = createListing(this.panel, {
      name: 'classes',
      title: 'Classes',
      table: {
        head: ['Class', 'Rows', 'Precision', 'Recall', 'F1'],
        count: classes.length,
        row: (index) => {
          const { name, support, precision, recall, f1 } = classes[index]!;
          return [
            name,
            formatCount(support),
            formatPercent(precision),
            formatPercent(recall),
            formatPercent(f1),
          ];
        },
      },
    });
    if (!confusion || classes.length < manyClasses) return [scores];
    const pairs = mostConfused({ classes: classes.map(({ name }) => name), counts: confusion }, mostPairs);
    const confused = createListing(this.panel, {
      name: 'confused',
      title: 'Most often confused',
      words: [1],
      table: {
        head: ['Actual', 'Predicted', 'Rows', 'Of the class'],
        count: pairs.length,
        row: (index) => {
          const { actual, predicted, count, share } = pairs[index]!;
          return [actual, predicted, formatCount(count), formatPercent(share)];
        },
      },
    });
    return [confused, scores];
  }

  #listWorst({ judged, places, file }: SplitResults): HTMLElement {
    const { worst } = judged;
    const isClass = judged.kind === 'classes';
    const words = (row: number): string => {
      const { line = null, file: own = null } = places[row] ?? {};
      if (own !== null) return own.split('/').at(-1)!;
      return line === null ? `row ${formatCount(worst[row]!.row)}` : `line ${formatCount(line)}`;
    };
    return createListing(this.panel, {
      name: 'worst',
      title: `Most wrong in ${file}`,
      words: [1, 2],
      table: {
        head: ['Row', 'Actual', 'Predicted', isClass ? '−log p' : '|error|'],
        count: worst.length,
        row: (index) => {
          const { actual, predicted, loss } = worst[index]!;
          if (isClass) return [words(index), actual, predicted, formatLoss(loss)];
          return [words(index), trueMinus(actual), trueMinus(predicted), formatNumber(loss)];
        },
      },
      cell: (row, column) => {
        const { actual, predicted } = worst[row]!;
        if (column === 0) return this.#placeOf(row, words(row), places[row], file);
        const isWrong = column === 2 && isClass && actual !== predicted;
        return isWrong ? element('span', { class: 'flag' }, predicted) : null;
      },
    });
  }

  /** The row's picture, if it is one, and a link to where it stands, if that can be opened. */
  #placeOf(
    row: number,
    words: string,
    place: SplitResults['places'][number] | undefined,
    file: string,
  ): Node {
    if (!place) return document.createTextNode(words);
    const { line, file: own, picture } = place;
    const shown = element('span', { class: 'place' });
    if (picture) shown.append(drawRowPicture(picture, `Picture of ${words}`));
    if (line === null && own === null) shown.append(words);
    else {
      const title = own === null ? `Show it in ${file}` : `Open ${own}`;
      const link = element('button', { class: 'link small', title, attributes: { type: 'button' } }, words);
      link.onclick = () =>
        this.panel.ask('revealRow', { split: this.#shown?.name ?? 'validation', worst: row });
      shown.append(link);
    }
    return shown;
  }
}
