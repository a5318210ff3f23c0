import type { ModelTensorKey } from '../../src/protocol/models.js';
import { formatBytes, formatShape } from '../../src/display/units.js';
import { formatCount } from '../../src/display/numbers.js';
import type { Plot } from '../chart/plot.js';
import { element, icon, setText } from '../parts/element.js';
import { createSpectrumPlot } from '../weights/spectrumPlot.js';
import { SliceControls } from '../weights/sliceControls.js';
import { Statistics } from '../weights/statistics.js';
import { TensorFigure } from '../weights/tensorFigure.js';
import { TensorReader, type ReadTensor } from '../weights/tensorReader.js';
import { createValuesPlot } from '../weights/valuesPlot.js';
import { OverTime } from './overTime.js';
import type { ModelHost, Part } from './panel.js';

/** The chosen tensor: its values as a picture, how they are distributed, its spectrum, and its figures. */
export class DetailView implements Part {
  readonly interval = 0;
  readonly element = element('section', { id: 'detail', attributes: { 'aria-label': 'The chosen tensor' } });
  /** Hidden where there is nothing to show; the part itself stays, so that it is seen when it comes into sight. */
  readonly #shownPart = element('div', { class: 'detail' });
  readonly #reader: TensorReader;
  readonly #title = element('h2', { class: 'mono ellipsis' });
  readonly #facts = element('span', { class: 'muted small' });
  readonly #slice = new SliceControls(() => this.host.frames.invalidate(this.element, true));
  readonly #picture: TensorFigure;
  readonly #values: Plot;
  readonly #spectrum: Plot;
  readonly #time: OverTime;
  readonly #statistics = new Statistics('alone');
  #drawn: ReadTensor | string | null = null;

  /** A value that is to be shown once its tensor is. */
  #pointed: { readonly tensor: number | null; readonly index: number } | null = null;

  /** `findings` stand below the statistics. */
  constructor(
    readonly host: ModelHost,
    findings: HTMLElement,
  ) {
    this.#reader = new TensorReader(
      (name, args) => host.request(name, args),
      () => host.frames.invalidate(this.element, true),
      { spectra: true },
    );
    this.#time = new OverTime(
      host,
      (model) => this.#reader.shown[0]?.key.model === model,
      () => host.frames.invalidate(this.element, true),
    );
    this.#picture = new TensorFigure(host, 'tensor', ['row', 'column']);
    this.#values = createValuesPlot(
      host,
      'values',
      () => {
        const [now] = this.#reader.shown;
        if (!now) return null;
        const { histogram, moments } = now.summary;
        return {
          ...histogram,
          mean: moments.mean,
          std: moments.std,
          when: this.#time.wordsOf(now.key.model) || 'values',
        };
      },
      {
        isLog: () => host.view.logCounts,
        setLog: (logCounts) => host.choose({ logCounts }),
      },
    );
    this.#spectrum = createSpectrumPlot(host, 'spectrum', () => {
      const spectrum = this.#reader.shown[0]?.spectrum;
      return spectrum ? { now: spectrum, when: 'singular values', before: null, beforeWhen: '' } : null;
    });
    const save = element(
      'button',
      {
        class: 'icon',
        title: 'Save the values as .npy or CSV',
        attributes: { type: 'button', 'aria-label': 'Save the values as .npy or CSV' },
      },
      icon('export'),
    );
    save.onclick = () => {
      const key = this.#key();
      if (key) host.ask('saveValues', key);
    };
    this.element.append(this.#shownPart);
    this.#shownPart.append(
      element(
        'div',
        { class: 'detail-head' },
        this.#title,
        this.#facts,
        element('span', { class: 'grow' }),
        this.#slice.element,
        save,
      ),
      this.#time.bar,
      element(
        'div',
        { class: 'charts' },
        this.#picture.element,
        this.#values.element,
        this.#time.ridges.element,
        this.#spectrum.element,
      ),
      element('div', { class: 'side' }, this.#statistics.element, findings),
    );
    this.element.addEventListener('keydown', (event) => {
      const target = event.target as HTMLElement;
      if (event.key !== ' ' || target.closest('button, summary, input[type="number"], select')) return;
      event.preventDefault();
      this.#time.togglePlay();
    });
  }

  /** Shows where value number `index` of the chosen tensor stands, in row-major order. */
  point(index: number): void {
    this.#pointed = { tensor: this.host.chosen, index };
    this.#slice.showWhole();
    this.host.frames.invalidate(this.element, true);
  }

  draw(): void {
    const { chosen, snapshot } = this.host;
    const tensor = chosen === null ? null : snapshot.listing.tensors[chosen]!;
    this.#shownPart.hidden = tensor === null;
    if (tensor === null || chosen === null) return;
    setText(this.#title, tensor.name);
    this.#title.title = tensor.name;
    setText(
      this.#facts,
      `${formatShape(tensor.shape)} ${tensor.dtype} · ${formatCount(tensor.size)} values · ${formatBytes(tensor.bytes)}`,
    );
    const problem = tensor.problem ?? (tensor.size === 0 ? 'The tensor holds no values.' : null);
    this.#slice.show(tensor.shape);
    this.#time.draw(problem === null ? chosen : null);
    const key = this.#key();
    this.#reader.want(problem === null && key ? [key] : []);
    this.#show(problem ?? this.#reader.failure, chosen);
  }

  #key(): ModelTensorKey | null {
    const { chosen } = this.host;
    return chosen === null
      ? null
      : { model: this.#time.model, tensor: chosen, slice: this.#slice.slice, minus: null };
  }

  recolor(): void {
    for (const part of [this.#picture, this.#values, this.#spectrum, this.#time]) part.recolor();
  }

  dispose(): void {
    this.#reader.dispose();
    for (const part of [this.#picture, this.#values, this.#spectrum, this.#time]) part.dispose();
  }

  #show(words: string | null, chosen: number): void {
    const [now] = this.#reader.shown;
    const isNow = now?.key.tensor === chosen && now.key.model === this.#time.model;
    const drawn = words ?? now ?? null;
    this.element.classList.toggle('reading-values', words === null && !isNow);
    if (drawn !== null && drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#picture.show(typeof drawn === 'string' ? { words: drawn } : drawn);
    }
    if (isNow && now.key.slice === null && this.#pointed?.tensor === chosen) {
      this.#picture.point(this.#pointed.index);
      this.#pointed = null;
    }
    this.#picture.draw();
    this.#values.draw();
    this.#spectrum.element.hidden = now?.spectrum === null || words !== null;
    if (!this.#spectrum.element.hidden) this.#spectrum.draw();
    this.#statistics.show(now ? { when: '', summary: now.summary, spectrum: now.spectrum ?? null } : null);
  }
}
