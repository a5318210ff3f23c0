import type { ModelTensorKey } from '../../src/protocol/models.js';
import type { TensorPair } from '../../src/protocol/differencePanel.js';
import { formatNumber } from '../../src/display/numbers.js';
import type { Plot } from '../chart/plot.js';
import { element, setText } from '../parts/element.js';
import { TensorFigure } from '../weights/tensorFigure.js';
import { TensorReader, type ReadTensor } from '../weights/tensorReader.js';
import { createValuesPlot } from '../weights/valuesPlot.js';
import { createBeforeAfterPlot } from './beforeAfterPlot.js';
import type { DifferenceHost, Part } from './panel.js';
import { isComparable } from './rows.js';

/** How the chosen tensor moved: Δ as a picture, how Δ is distributed, and the values before and after. */
export class DetailView implements Part {
  readonly interval = 0;
  readonly element = element('section', { id: 'detail', attributes: { 'aria-label': 'The chosen tensor' } });
  /** Hidden where there is nothing to show; the part itself stays, so that it is seen when it comes into sight. */
  readonly #shownPart = element('div', { class: 'detail' });
  readonly #reader: TensorReader;
  readonly #title = element('h2', { class: 'mono ellipsis' });
  readonly #facts = element('span', { class: 'muted small' });
  readonly #picture: TensorFigure;
  readonly #values: Plot;
  readonly #both: Plot;
  #drawn: ReadTensor | string | null = null;

  constructor(readonly host: DifferenceHost) {
    this.#reader = new TensorReader(
      (name, args) => host.request(name, args),
      () => host.frames.invalidate(this.element, true),
      { spectra: false },
    );
    this.#picture = new TensorFigure(host, 'tensor', ['row', 'column']);
    this.#values = createValuesPlot(
      host,
      'values',
      () => {
        const delta = this.#shown[0];
        if (!delta) return null;
        const { histogram, moments } = delta.summary;
        return { ...histogram, mean: moments.mean, std: moments.std, when: 'Δ' };
      },
      { isLog: () => host.view.logCounts, setLog: (logCounts) => host.choose({ logCounts }) },
    );
    this.#values.figure.setTitle('Δ values');
    this.#both = createBeforeAfterPlot(host, 'both', () => {
      const [, before, after] = this.#shown;
      return before && after ? [before.summary, after.summary] : null;
    });
    this.element.append(this.#shownPart);
    this.#shownPart.append(
      element('div', { class: 'detail-head' }, this.#title, this.#facts),
      element('div', { class: 'charts' }, this.#picture.element, this.#values.element, this.#both.element),
    );
  }

  draw(): void {
    const { chosen } = this.host;
    this.#shownPart.hidden = chosen === null;
    if (chosen === null) return;
    setText(this.#title, `Δ ${chosen.name}`);
    const words = this.#wordsFor(chosen);
    this.#reader.want(words === null ? keysOf(chosen) : []);
    const [delta] = this.#shown;
    const { moments } = delta?.summary ?? {};
    setText(
      this.#facts,
      words !== null || !moments
        ? 'after − before'
        : `after − before · ${formatNumber(moments.min)} … ${formatNumber(moments.max)} · σ ${formatNumber(moments.std)}`,
    );
    this.element.classList.toggle('reading-values', words === null && !delta);
    const drawn = words ?? this.#reader.failure ?? delta ?? null;
    if (drawn !== null && drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#picture.show(typeof drawn === 'string' ? { words: drawn } : drawn);
    }
    this.#picture.draw();
    for (const plot of [this.#values, this.#both]) {
      plot.element.hidden = words !== null;
      if (words === null) plot.draw();
    }
  }

  recolor(): void {
    for (const part of [this.#picture, this.#values, this.#both]) part.recolor();
  }

  dispose(): void {
    this.#reader.dispose();
    for (const part of [this.#picture, this.#values, this.#both]) part.dispose();
  }

  /** What was read of the chosen pair; nothing of another one. */
  get #shown(): readonly ReadTensor[] {
    const { chosen } = this.host;
    const [delta] = this.#reader.shown;
    return chosen && delta?.key.tensor === chosen.after ? this.#reader.shown : [];
  }

  #wordsFor(pair: TensorPair): string | null {
    if (pair.before === null) return 'The tensor is in the second file alone.';
    if (pair.after === null) return 'The tensor is in the first file alone.';
    return isComparable(pair, this.host.snapshot)
      ? null
      : 'Its shape is another one: the values cannot be held against each other.';
  }
}

function keysOf({ before, after }: TensorPair): readonly ModelTensorKey[] {
  const [first, second] = [
    { model: 0, tensor: before!, slice: null },
    { model: 1, tensor: after!, slice: null },
  ];
  return [
    { ...second, minus: { model: 0, tensor: before! } },
    { ...first, minus: null },
    { ...second, minus: null },
  ];
}
