import { rebin } from '../../src/display/rebin.js';
import type { ModelSeries, Moment } from '../../src/protocol/modelPanel.js';
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
  #tensor: number | null = null;
  /** Of the tensor, by model: those of files that stay are not asked for again. */
  readonly #known = new Map<number, Distribution>();
  #queue: Queue<Distribution> | null = null;
  #series: ModelSeries | null = null;
  #history: History | null = null;

  /** `isShown` tells whether the model's values are drawn; `onNews`, that more is known. */
  constructor(
    readonly host: ModelHost,
    isShown: (model: number) => boolean,
    readonly onNews: () => void,
  ) {
    this.#slider = new TimeSlider(
      (time) => this.#choose(time ?? this.#times.at(-1)!),
      () => isShown(this.model),
    );
    this.ridges = new Ridges(host, 'ridges', {
      word: () => host.series?.word ?? 'epoch',
      onChoose: (time) => this.#choose(time),
    });
    this.bar.append(this.#slider.element, this.#file);
  }

  /** The number of the model whose values are shown: 0 is the file of the editor. */
  get model(): number {
    return this.#moment?.model ?? 0;
  }

  /** When a model was: `epoch 12`; empty where there is one moment alone. */
  wordsOf(model: number): string {
    const { series } = this.host;
    const moment = series?.moments.find((each) => each.model === model);
    return series && moment ? `${series.word} ${moment.time}` : '';
  }

  draw(tensor: number | null): void {
    const { series } = this.host;
    this.bar.hidden = this.ridges.element.hidden = series === null;
    if (!series) return;
    const [from, to] = [this.#times[0]!, this.#times.at(-1)!];
    const best = series.moments.find(({ marks }) => marks.includes('best'))?.time ?? null;
    const { time, name, marks } = this.#moment!;
    this.#slider.show({ word: series.word, from, to, times: this.#times, best }, time);
    setText(this.#file, [name, ...marks].join(' · '));
    if (tensor !== this.#tensor || series !== this.#series) this.#measure(tensor);
    this.#history ??= this.#makeHistory();
    this.ridges.show(this.#history, time);
    this.ridges.draw();
  }

  togglePlay(): void {
    if (this.host.series) this.#slider.togglePlay();
  }

  recolor(): void {
    this.ridges.recolor();
  }

  dispose(): void {
    this.#queue?.dispose();
    this.#slider.dispose();
    this.ridges.dispose();
  }

  get #times(): readonly number[] {
    return this.host.series?.moments.map(({ time }) => time) ?? [];
  }

  /** That of the file that was chosen, else of the editor's own. */
  get #moment(): Moment | undefined {
    const { series, view } = this.host;
    const chosen = series?.moments.find(({ name }) => name === view.moment);
    return chosen ?? series?.moments.find(({ model }) => model === 0);
  }

  #choose(time: number): void {
    const moment = this.host.series?.moments.find((each) => each.time === time);
    if (moment && moment !== this.#moment) this.host.choose({ moment: moment.name });
  }

  /** Begins to ask how a tensor is distributed where that is not known; the files from the first on. */
  #measure(tensor: number | null): void {
    this.#queue?.dispose();
    if (tensor !== this.#tensor) this.#known.clear();
    this.#tensor = tensor;
    const series = (this.#series = this.host.series);
    this.#history = null;
    if (tensor === null || !series) return;
    const models = series.moments.map(({ model }) => model).filter((model) => !this.#known.has(model));
    const queue = new Queue<Distribution>(
      models.length,
      (numbers) =>
        this.host.request('distributions', { models: numbers.map((number) => models[number]!), tensor }),
      ({ model }) => models.indexOf(model),
      () => {
        models.forEach((model, number) => {
          const found = queue.get(number);
          if (found) this.#known.set(model, found);
        });
        this.#history = null;
        this.onNews();
      },
    );
    this.#queue = queue;
    queue.want([]);
  }

  /** All that is known, in bins that its moments share; null where nothing is. */
  #makeHistory(): History | null {
    if (this.#tensor === null || this.#known.size === 0) return null;
    const known = this.host.series!.moments.flatMap(({ time, model }) => {
      const found = this.#known.get(model);
      return found && found.min !== null && found.max !== null
        ? [{ ...found, time, minimum: found.min, maximum: found.max }]
        : [];
    });
    const bins = binsFor(this.host.snapshot.listing.tensors[this.#tensor]!.size);
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
