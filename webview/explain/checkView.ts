import { formatNumber } from '../../src/display/numbers.js';
import type { RandomizationCheck } from '../../src/protocol/explain.js';
import { element, setText } from '../parts/element.js';
import type { Part } from '../parts/part.js';
import type { Panel } from './panel.js';

/** From this correlation on an explanation hardly depends on the weights. */
const alike = 0.7;

/** Whether the explanation depends on what was learnt at all: a button, and its number. */
export class CheckView implements Part {
  readonly interval = 250;
  readonly element = element('section', {
    id: 'check',
    class: 'block',
    attributes: { 'aria-label': 'Sanity check' },
  });
  readonly #button = element(
    'button',
    {
      title: 'Draws all weights anew, explains some rows again, and compares (Adebayo et al. 2018)',
      attributes: { type: 'button' },
    },
    'Check against random weights',
  );
  readonly #words = element('p', { class: 'small muted', attributes: { role: 'status' } });

  constructor(readonly panel: Panel) {
    this.element.append(element('h2', {}, 'Does it depend on what was learnt?'), this.#button, this.#words);
    setText(
      this.#words,
      'Not checked. An explanation that random weights leave as it is says nothing of the model.',
    );
    this.#button.onclick = () => {
      this.#button.disabled = true;
      setText(this.#words, 'Explaining with random weights…');
      panel
        .request('randomize', null)
        .then((check) => setText(this.#words, check ? describeCheck(check) : 'Cancelled.'))
        .catch((error: unknown) => panel.fail(error))
        .finally(() => (this.#button.disabled = false));
    };
  }

  draw(): void {
    this.#button.disabled = this.panel.model.state === 'explaining' || this.panel.model.rows.length === 0;
  }
}

/** The number, and what it means. */
export function describeCheck({ rows, ofSizes, ofValues }: RandomizationCheck): string {
  if (ofSizes === null) return 'With so few features there are no ranks to compare.';
  const verdict =
    ofSizes >= alike
      ? 'random weights leave the order of the features much as it is: it hardly depends on what was learnt'
      : 'it depends on the trained weights';
  const signed = ofValues === null ? '' : `, of φ ${formatNumber(ofValues, 2)}`;
  return `Rank correlation of |φ| with random weights ${formatNumber(ofSizes, 2)}${signed} (mean of ${rows} rows): ${verdict}.`;
}
