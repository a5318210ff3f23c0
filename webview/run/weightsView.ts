import { formatCount, formatLoss } from '../../src/display/numbers.js';
import { formatShape } from '../../src/display/units.js';
import type { Plot } from '../chart/plot.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';
import { createSegmented, type Segmented } from '../parts/segmented.js';
import { Ridges } from '../weights/ridges.js';
import { createSpectrumPlot } from '../weights/spectrumPlot.js';
import { Statistics, type StatedMoment } from '../weights/statistics.js';
import { TensorFigure } from '../weights/tensorFigure.js';
import { TimeSlider } from '../weights/timeSlider.js';
import { createValuesPlot, type CountedValues } from '../weights/valuesPlot.js';
import type { Panel, Part } from './panel.js';
import type { Watched } from './viewState.js';
import { WeightsReader, type Moment } from './weightsReader.js';

/** How often a live run's new checkpoints are looked for, in ms. */
const refreshMs = 1000;

const histories = { weights: 'weights', gradient: 'gradients', change: 'change' } as const;

/** What the chosen layer learnt: its values at a checkpoint, their distribution over time, and their spectrum. */
export class WeightsView implements Part {
  readonly interval = 100;
  readonly element = element('section', {
    id: 'picked',
    attributes: { 'aria-label': 'Weights of the chosen layer' },
  });
  readonly #reader: WeightsReader;
  readonly #title = element('h2', { class: 'mono' });
  readonly #shape = element('span', { class: 'muted small' });
  readonly #parameters = element('span');
  readonly #losses = element('span', { class: 'losses num muted small wide' });
  readonly #follow = element(
    'button',
    {
      class: 'icon',
      title: 'Follow the cursor in the spec',
      attributes: { type: 'button', 'aria-label': 'Follow the cursor in the spec' },
    },
    icon('link'),
  );
  readonly #watched: Segmented<Watched>;
  readonly #slider: TimeSlider;
  readonly #picture: TensorFigure;
  readonly #values: Plot;
  readonly #ridges: Ridges;
  readonly #spectrum: Plot;
  readonly #statistics = new Statistics();
  #chooser: Segmented<string> | null = null;
  #offered = '';
  #askedAt = -Infinity;
  #askedEpochs = -1;
  #askedOf = '';
  #drawn: Moment | string | null = null;

  constructor(readonly panel: Panel) {
    this.#reader = new WeightsReader(panel, () => panel.frames.invalidate(this.element, true));
    this.#watched = createSegmented<Watched>(
      'What to show',
      [
        { value: 'weights', label: 'Weights' },
        { value: 'gradient', label: 'Gradient' },
        { value: 'change', label: 'Change' },
      ],
      (watched) => panel.choose({ watched }),
    );
    this.#follow.onclick = () => panel.choose({ follow: !panel.view.follow });
    this.#slider = new TimeSlider(
      (epoch) => panel.choose({ epoch }),
      () => this.#reader.now?.key.epoch === this.#epoch(),
    );
    this.#picture = new TensorFigure(panel, 'tensor');
    this.#values = createValuesPlot(panel, 'values', () => this.#counted(), {
      isLog: () => panel.view.logCounts,
      setLog: (logCounts) => panel.choose({ logCounts }),
    });
    this.#ridges = new Ridges(panel, 'ridges', { onChoose: (epoch) => this.#chooseNear(epoch) });
    this.#spectrum = createSpectrumPlot(panel, 'spectrum', () => {
      const { now, start } = this.#reader;
      if (!now?.spectrum) return null;
      return {
        now: now.spectrum,
        when: epochWords(now.key.epoch),
        before: start?.spectrum ?? null,
        beforeWhen: start ? epochWords(start.key.epoch) : '',
      };
    });
    this.element.append(
      element(
        'div',
        { class: 'picked-head' },
        this.#title,
        this.#shape,
        element('span', { class: 'grow' }),
        this.#parameters,
        this.#watched.element,
        this.#follow,
      ),
      element('div', { class: 'picked-head' }, this.#slider.element, this.#losses),
      element(
        'div',
        { class: 'charts' },
        this.#picture.element,
        this.#values.element,
        this.#ridges.element,
        this.#spectrum.element,
        this.#statistics.element,
      ),
    );
    this.element.addEventListener('keydown', (event) => {
      const target = event.target as HTMLElement;
      if (event.key !== ' ' || target.closest('button, [role="radio"]')) return;
      event.preventDefault();
      this.#slider.togglePlay();
    });
  }

  draw(): void {
    const { panel } = this;
    const { model, view } = panel;
    const layer = model.run.layers.find(({ name }) => name === model.layers[panel.chosen]?.name);
    this.element.hidden = !layer;
    if (!layer) return;
    const parameter =
      layer.parameters.find(({ name }) => shortName(name, layer.name) === view.parameter) ??
      layer.parameters[0]!;
    setText(this.#title, parameter.name);
    setText(this.#shape, formatShape(parameter.shape));
    this.#offer(layer);
    this.#watched.choose(view.watched);
    setAttribute(this.#follow, 'aria-pressed', String(view.follow));
    this.#refresh(parameter.name);

    const { epochs, best } = this.#reader.checkpoints;
    const epoch = this.#epoch();
    const to = Math.max(model.plannedEpochs, epochs.at(-1) ?? 0);
    this.#slider.show({ word: 'epoch', from: 0, to, times: epochs, best }, epoch);
    const metrics = model.epochs.find((one) => one.epoch === epoch);
    const validation = model.hasValidation ? ` · validation ${formatLoss(metrics?.validationLoss)}` : '';
    setText(this.#losses, metrics ? `loss ${formatLoss(metrics.loss)}${validation}` : '');
    if (epoch !== null && view.watched !== 'gradient') {
      const quantity = view.watched;
      const first = epochs[0]!;
      const start =
        quantity === 'weights' && first !== epoch
          ? { parameter: parameter.name, epoch: first, quantity }
          : null;
      this.#reader.want({ parameter: parameter.name, epoch, quantity }, start);
    } else this.#reader.wantNone();
    this.#show(parameter.name);
  }

  recolor(): void {
    for (const part of [this.#picture, this.#values, this.#ridges, this.#spectrum]) part.recolor();
  }

  dispose(): void {
    this.#reader.dispose();
    this.#slider.dispose();
    for (const part of [this.#picture, this.#values, this.#ridges, this.#spectrum]) part.dispose();
  }

  /** The chosen epoch, or the newest there is a checkpoint of. */
  #epoch(): number | null {
    const { epochs } = this.#reader.checkpoints;
    const { epoch } = this.panel.view;
    return epoch !== null && epochs.includes(epoch) ? epoch : (epochs.at(-1) ?? null);
  }

  #chooseNear(epoch: number): void {
    const { epochs } = this.#reader.checkpoints;
    const nearest = epochs.reduce<number | null>(
      (best, at) => (best === null || Math.abs(at - epoch) < Math.abs(best - epoch) ? at : best),
      null,
    );
    if (nearest !== null && nearest !== this.#epoch())
      this.panel.choose({ epoch: nearest === epochs.at(-1) ? null : nearest });
  }

  #offer(layer: { readonly name: string; readonly parameters: readonly { readonly name: string }[] }): void {
    const names = layer.parameters.map(({ name }) => shortName(name, layer.name));
    if (names.join() !== this.#offered) {
      this.#offered = names.join();
      this.#chooser =
        names.length < 2
          ? null
          : createSegmented(
              'Parameter',
              names.map((value) => ({ value, label: value })),
              (parameter) => this.panel.choose({ parameter }),
            );
      this.#parameters.replaceChildren(...(this.#chooser ? [this.#chooser.element] : []));
    }
    this.#chooser?.choose(names.find((name) => name === this.panel.view.parameter) ?? names[0]!);
  }

  /** Looks for new checkpoints and moments of a live run, and for those of another parameter at once. */
  #refresh(parameter: string): void {
    const { model, view } = this.panel;
    const of = `${parameter} ${view.watched}`;
    const now = performance.now();
    const isNew = of !== this.#askedOf;
    const hasGrown = model.epochs.length !== this.#askedEpochs && now - this.#askedAt >= refreshMs;
    if (!isNew && !hasGrown) return;
    this.#askedOf = of;
    if (hasGrown || this.#askedEpochs < 0) {
      this.#askedAt = now;
      this.#askedEpochs = model.epochs.length;
      this.#reader.refreshCheckpoints();
    }
    if (isNew) this.#reader.history = null;
    this.#reader.wantHistory({ parameter, quantity: histories[view.watched] });
  }

  #show(parameter: string): void {
    const { now, start, history, failure } = this.#reader;
    const { watched } = this.panel.view;
    const words =
      failure ??
      (watched === 'gradient'
        ? 'Of gradients a run keeps how they were distributed, not each value.'
        : this.#saysOfCheckpoints());
    const drawn = words ?? now;
    if (drawn !== null && drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#picture.show(typeof drawn === 'string' ? { words: drawn } : drawn);
    }
    this.#picture.draw();
    this.#values.draw();
    this.#ridges.show(history, this.#epoch());
    this.#ridges.draw();
    this.#spectrum.element.hidden = watched === 'gradient' || now?.spectrum === null;
    if (!this.#spectrum.element.hidden) this.#spectrum.draw();
    this.#statistics.show(state(start), state(now));
    this.#statistics.element.hidden = watched === 'gradient';
    setAttribute(this.element, 'aria-label', `Weights of ${parameter}`);
  }

  /** Why there is nothing to be seen; null where there is. */
  #saysOfCheckpoints(): string | null {
    const { checkpoints, isListed } = this.#reader;
    const { live, epochs } = this.panel.model;
    if (checkpoints.epochs.length > 0) return null;
    if (epochs.length === 0) return 'The first checkpoint is written after the first epoch.';
    if (!isListed) return 'Reading the weights…';
    return live ? 'The first checkpoint is being written.' : 'No checkpoint of this run is there any more.';
  }

  #counted(): CountedValues | null {
    const { now, history } = this.#reader;
    if (this.panel.view.watched !== 'gradient') {
      if (!now) return null;
      const { histogram, moments } = now.summary;
      return { ...histogram, mean: moments.mean, std: moments.std, when: epochWords(now.key.epoch) };
    }
    const epoch = this.#epoch();
    if (!history || history.epochs.length === 0) return null;
    const at = history.epochs.reduce(
      (best, one, i) =>
        Math.abs(one - (epoch ?? Infinity)) < Math.abs(history.epochs[best]! - (epoch ?? Infinity))
          ? i
          : best,
      history.epochs.length - 1,
    );
    const { bins, span } = history;
    return {
      edges: Float64Array.from({ length: bins + 1 }, (_, i) => -span + (2 * span * i) / bins),
      counts: history.counts.subarray(at * bins, (at + 1) * bins),
      mean: history.means[at]!,
      std: history.stds[at]!,
      when: epochWords(history.epochs[at]!),
    };
  }
}

const epochWords = (epoch: number): string => `epoch ${formatCount(epoch)}`;

/** `weight` of `hidden.weight`. */
const shortName = (parameter: string, layer: string): string =>
  parameter.startsWith(`${layer}.`) ? parameter.slice(layer.length + 1) : parameter;

const state = (moment: Moment | null): StatedMoment | null =>
  moment && {
    when: epochWords(moment.key.epoch),
    summary: moment.summary,
    spectrum: moment.spectrum ?? null,
  };
