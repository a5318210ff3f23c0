import { formatCount, formatNumber, formatScientific } from '../../src/display/numbers.js';
import type { Spectrum, TensorSummary } from '../../src/protocol/tensorView.js';
import { element, setText } from '../parts/element.js';

type Say = (summary: TensorSummary) => string;

const number: (pick: (summary: TensorSummary) => number | null | undefined) => Say = (pick) => (summary) =>
  formatNumber(pick(summary));

/** What is said of a tensor, in the order of the list. */
const facts: readonly (readonly [string, Say])[] = [
  ['Mean', ({ moments }) => formatScientific(moments.mean, 3)],
  ['Standard deviation', number(({ moments }) => moments.std)],
  ['Minimum', number(({ moments }) => moments.min)],
  ['Maximum', number(({ moments }) => moments.max)],
  ['L2 norm', number(({ moments }) => moments.l2)],
  ['Median', ({ quantiles }) => formatScientific(quantiles[3], 3)],
  ['1 … 99 %', ({ quantiles }) => `${formatNumber(quantiles[0], 2)} … ${formatNumber(quantiles[6], 2)}`],
  ['Skew', number(({ moments }) => moments.skew)],
  ['Kurtosis', number(({ moments }) => moments.kurtosis)],
  [
    'Zeros, NaN, Inf',
    ({ moments }) =>
      `${formatCount(moments.zeros)}, ${formatCount(moments.nan)}, ${formatCount(moments.inf)}`,
  ],
];

const spectral: readonly (readonly [string, (spectrum: Spectrum) => string])[] = [
  ['Spectral norm', ({ figures }) => formatNumber(figures?.spectralNorm)],
  ['Condition number', ({ figures }) => formatNumber(figures?.condition)],
  [
    'Stable rank',
    ({ figures, values }) => `${formatNumber(figures?.stableRank)} of ${formatCount(values.length)}`,
  ],
];

/** One moment of a tensor, as far as it is known. */
export interface StatedMoment {
  readonly when: string;
  readonly summary: TensorSummary | null;
  readonly spectrum: Spectrum | null;
}

/** Moments, quantiles and what the spectrum says, at the start and at the moment shown. Every cell keeps its place. */
export class Statistics {
  readonly element = element('section', { class: 'statistics', attributes: { 'aria-label': 'Statistics' } });
  readonly #when = [element('th', { class: 'num' }), element('th', { class: 'num' })] as const;
  readonly #cells: readonly (readonly [HTMLElement, HTMLElement])[];

  constructor() {
    const names = [...facts, ...spectral].map(([name]) => name);
    this.#cells = names.map(() => [element('td', { class: 'num muted' }), element('td', { class: 'num' })]);
    for (const cell of this.#when) cell.setAttribute('scope', 'col');
    const rows = names.map((name, i) =>
      element(
        'tr',
        {},
        element('th', { class: 'muted', attributes: { scope: 'row' } }, name),
        ...this.#cells[i]!,
      ),
    );
    this.element.append(
      element('h2', { class: 'visually-hidden' }, 'Statistics'),
      element(
        'table',
        {},
        element('thead', {}, element('tr', {}, element('th', {}, 'Statistics'), ...this.#when)),
        element('tbody', {}, ...rows),
      ),
    );
  }

  show(before: StatedMoment | null, now: StatedMoment | null): void {
    [before, now].forEach((moment, column) => {
      setText(this.#when[column]!, moment?.when ?? '');
      facts.forEach(([, say], row) =>
        setText(this.#cells[row]![column]!, moment?.summary ? say(moment.summary) : '–'),
      );
      spectral.forEach(([, say], row) =>
        setText(this.#cells[facts.length + row]![column]!, moment?.spectrum ? say(moment.spectrum) : '–'),
      );
    });
  }
}
