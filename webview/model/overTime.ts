import { rebin } from '../../src/display/rebin.js';
import type { Distribution } from '../../src/protocol/models.js';
import type { History } from '../../src/protocol/weights.js';
import { element, setText } from '../parts/element.js';
import { Queue } from '../parts/queue.js';
import { Ridges } from '../weights/ridges.js';
import { TimeSlider } from '../weights/timeSlider.js';
import type { ModelHost } from './panel.js';

/** Bins of a ridge: few values make few. */
const binsFor = (size: number): number => (size < 1000 ? 16 : size < 10_000 ? 32 : 64);

/** The chosen tensor in the files of other moments: which of them is shown, and how its values were distributed. */
export class OverTime {
  readonly bar = element('div', { class: 'detail-head', id: 'time' });
  readonly ridges: Ridges;
  readonly #slider: TimeSlider;
  readonly #file = element('span', { class: 'mono small muted ellipsis' });
  #model = 0;
  #tensor: number | null = null;
  #distributions: Queue<Distribution> | null = null;
  #history: History | null = null;
  #known = 0;

  /** `isShown` tells whether the model's values are drawn; `onChange`, that another model is to be shown. */
  constructor(
    readonly host: ModelHost,
    isShown: (model: number) => boolean,
    readonly onChange: () => void,
  ) {
    this.#slider = new TimeSlider(
      (time) => this.#choose(time ?? this.#times.at(-1)!),
      () => isShown(this.#model),
    );
    this.ridges = new Ridges(host, 'ridges', {
      word: () => host.series?.word ?? 'epoch',
      onChoose: (time) => this.#choose(time),
    });
    this.bar.append(this.#slider.element, this.#file);
  }

  /** The number of the model whose values are shown: 0 is the file of the editor. */
  get model(): number {
    return this.#model;
  }

  /** When a model was: `epoch 12`; empty where there is one moment alone. */
  wordsOf(model: number): string {
    const { series } = this.host;
    return series ? `${series.word} ${this.#timeOf(model)}` : '';
  }

  draw(tensor: number | null): void {
    const { series } = this.host;
    this.bar.hidden = this.ridges.element.hidden = series === null;
    if (!series) return;
    const [from, to] = [this.#times[0]!, this.#times.at(-1)!];
    this.#slider.show({ word: series.word, from, to, times: this.#times, best: null }, this.#time);
    setText(this.#file, series.moments.find(({ model }) => model === this.#model)?.name ?? '');
    if (tensor !== this.#tensor) this.#measure(tensor);
    if (this.#distributions && this.#distributions.known !== this.#known) this.#history = this.#makeHistory();
    this.ridges.show(this.#history, this.#time);
    this.ridges.draw();
  }

  togglePlay(): void {
    if (this.host.series) this.#slider.togglePlay();
  }

  recolor(): void {
    this.ridges.recolor();
  }

  dispose(): void {
    this.#distributions?.dispose();
    this.#slider.dispose();
    this.ridges.dispose();
  }

  get #times(): readonly number[] {
    return this.host.series?.moments.map(({ time }) => time) ?? [];
  }

  get #time(): number {
    return this.#timeOf(this.#model);
  }

  #timeOf(model: number): number {
    return this.host.series?.moments.find((moment) => moment.model === model)?.time ?? 0;
  }

  #choose(time: number): void {
    const moment = this.host.series?.moments.find((each) => each.time === time);
    if (!moment || moment.model === this.#model) return;
    this.#model = moment.model;
    this.onChange();
  }

  /** Begins to ask how another tensor is distributed; the files from the first on. */
  #measure(tensor: number | null): void {
    this.#distributions?.dispose();
    this.#tensor = tensor;
    [this.#history, this.#known] = [null, 0];
    const { series } = this.host;
    if (tensor === null || !series) return;
    const models = series.moments.map(({ model }) => model);
    this.#distributions = new Queue<Distribution>(
      models.length,
      (numbers) =>
        this.host.request('distributions', { models: numbers.map((number) => models[number]!), tensor }),
      ({ model }) => models.indexOf(model),
      () => this.onChange(),
    );
    this.#distributions.want([]);
  }

  /** All that is known, in bins that its moments share. */
  #makeHistory(): History {
    const distributions = this.#distributions!;
    this.#known = distributions.known;
    const known = this.host.series!.moments.flatMap(({ time }, i) => {
      const found = distributions.get(i);
      return found && found.min !== null && found.max !== null
        ? [{ ...found, time, minimum: found.min, maximum: found.max }]
        : [];
    });
    const bins = binsFor(this.host.snapshot.listing.tensors[this.#tensor!]!.size);
    const span = known.reduce(
      (most, { minimum, maximum }) => Math.max(most, Math.abs(minimum), Math.abs(maximum)),
      1e-30,
    );
    return {
      epochs: known.map(({ time }) => time),
      span,
      bins,
      counts: Float32Array.from(known.flatMap((each) => rebin(each, -span, span, bins))),
      means: Float64Array.from(known, ({ mean }) => mean ?? NaN),
      stds: Float64Array.from(known, ({ std }) => std ?? NaN),
    };
  }
}
