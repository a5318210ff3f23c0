import { formatCount, formatNumber, formatPercent, formatScientific } from '../../src/display/numbers.js';
import type { Spectrum, TensorSummary } from '../../src/protocol/tensorView.js';
import { element, setText } from '../parts/element.js';
import { placeWords } from './place.js';

interface Fact {
  readonly name: string;
  readonly say: (moment: StatedMoment) => string | null;
  /** Said only where there is room for one tensor's figures alone. */
  readonly alone?: boolean;
}

const stated =
  (say: (summary: TensorSummary) => string): Fact['say'] =>
  ({ summary }) =>
    summary && say(summary);
const spectral =
  (say: (spectrum: Spectrum) => string): Fact['say'] =>
  ({ spectrum }) =>
    spectrum && say(spectrum);

const share = (count: number, of: number): string =>
  count === 0 ? '0' : `${formatCount(count)} (${formatPercent(count / of)})`;
const oddWords = (count: number, first: number | null, shape: readonly number[]): string =>
  first === null ? '0' : `${formatCount(count)}, first at ${placeWords(first, shape)}`;

/** What is said of a tensor, in the order of the list. */
const facts: readonly Fact[] = [
  { name: 'Mean', say: stated(({ moments }) => formatScientific(moments.mean, 3)) },
  { name: 'Standard deviation', say: stated(({ moments }) => formatNumber(moments.std)) },
  { name: 'Minimum', say: stated(({ moments }) => formatNumber(moments.min)) },
  { name: 'Maximum', say: stated(({ moments }) => formatNumber(moments.max)) },
  { name: 'L2 norm', say: stated(({ moments }) => formatNumber(moments.l2)) },
  { name: 'L1 norm', alone: true, say: stated(({ moments }) => formatNumber(moments.l1)) },
  {
    name: 'Max norm',
    alone: true,
    say: stated(({ moments: { min, max } }) =>
      formatNumber(min === null || max === null ? null : Math.max(Math.abs(min), Math.abs(max))),
    ),
  },
  { name: 'Median', say: stated(({ quantiles }) => formatScientific(quantiles[3], 3)) },
  {
    name: '25 … 75 %',
    alone: true,
    say: stated(({ quantiles }) => `${formatNumber(quantiles[2], 2)} … ${formatNumber(quantiles[4], 2)}`),
  },
  {
    name: '5 … 95 %',
    alone: true,
    say: stated(({ quantiles }) => `${formatNumber(quantiles[1], 2)} … ${formatNumber(quantiles[5], 2)}`),
  },
  {
    name: '1 … 99 %',
    say: stated(({ quantiles }) => `${formatNumber(quantiles[0], 2)} … ${formatNumber(quantiles[6], 2)}`),
  },
  { name: 'Skew', say: stated(({ moments }) => formatNumber(moments.skew)) },
  { name: 'Kurtosis', say: stated(({ moments }) => formatNumber(moments.kurtosis)) },
  { name: 'Zeros', alone: true, say: stated(({ moments }) => share(moments.zeros, moments.count)) },
  {
    name: 'NaN',
    alone: true,
    say: stated(({ moments, shape }) => oddWords(moments.nan, moments.firstNan, shape)),
  },
  {
    name: 'Infinities',
    alone: true,
    say: stated(({ moments, shape }) => oddWords(moments.inf, moments.firstInfinity, shape)),
  },
  {
    name: 'Zeros, NaN, Inf',
    alone: false,
    say: stated(
      ({ moments }) =>
        `${formatCount(moments.zeros)}, ${formatCount(moments.nan)}, ${formatCount(moments.inf)}`,
    ),
  },
  { name: 'Spectral norm', say: spectral(({ figures }) => formatNumber(figures?.spectralNorm)) },
  { name: 'Condition number', say: spectral(({ figures }) => formatNumber(figures?.condition)) },
  {
    name: 'Rank',
    alone: true,
    say: spectral(({ figures, values }) => `${formatCount(figures?.rank)} of ${formatCount(values.length)}`),
  },
  {
    name: 'Stable rank',
    say: spectral(
      ({ figures, values }) => `${formatNumber(figures?.stableRank)} of ${formatCount(values.length)}`,
    ),
  },
];

/** One moment of a tensor, as far as it is known. */
export interface StatedMoment {
  readonly when: string;
  readonly summary: TensorSummary | null;
  readonly spectrum: Spectrum | null;
}

/**
 * Moments, quantiles and what the spectrum says: of a tensor at the start and at the moment shown, or `alone` and
 * then in full. Every cell keeps its place.
 */
export class Statistics {
  readonly element = element('section', { class: 'statistics', attributes: { 'aria-label': 'Statistics' } });
  readonly #facts: readonly Fact[];
  readonly #when: readonly HTMLElement[];
  readonly #cells: readonly (readonly HTMLElement[])[];

  constructor(kind: 'compared' | 'alone' = 'compared') {
    const isAlone = kind === 'alone';
    this.#facts = facts.filter(({ alone }) => alone === undefined || alone === isAlone);
    const styles = isAlone ? ['num'] : ['num muted', 'num'];
    this.#cells = this.#facts.map(() => styles.map((style) => element('td', { class: style })));
    this.#when = styles.map(() => element('th', { class: 'num', attributes: { scope: 'col' } }));
    const rows = this.#facts.map(({ name }, i) =>
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

  /** The moments from left to right, as many as there are columns. */
  show(...moments: readonly (StatedMoment | null)[]): void {
    this.#when.forEach((when, column) => {
      const moment = moments[column] ?? null;
      setText(when, moment?.when ?? '');
      this.#facts.forEach(({ say }, row) =>
        setText(this.#cells[row]![column]!, (moment && say(moment)) || '–'),
      );
    });
  }
}
