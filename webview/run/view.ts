import type { Peer } from '../../src/protocol/peer.js';
import type { RunPanelCalls, RunPanelEvents, RunSnapshot } from '../../src/protocol/runPanel.js';
import type { SavedChart } from '../../src/protocol/savedChart.js';
import { Crosshair } from '../chart/crosshair.js';
import { Frames } from '../chart/frames.js';
import { GrowingRange } from '../chart/range.js';
import { createAnnouncer } from '../parts/announcer.js';
import { TimeZoom } from '../chart/timeZoom.js';
import { element } from '../parts/element.js';
import { onThemeChange, readColors, type Colors } from '../theme/colors.js';
import { FindingsView } from './findingsView.js';
import { createFlowPlot } from './flowPlot.js';
import { createGradientPlot } from './gradientPlot.js';
import { HeaderView } from './headerView.js';
import { LayersView } from './layersView.js';
import { createLossPlot } from './lossPlot.js';
import { createMetricPlot } from './metricPlot.js';
import { RunModel } from './model.js';
import { NoticeView } from './noticeView.js';
import type { Panel, Part } from './panel.js';
import { createRatePlot } from './ratePlot.js';
import { ResultsView } from './resultsView.js';
import { Speaker } from './speech.js';
import { describeStatus, isInterrupted } from './status.js';
import { TextView } from './textView.js';
import type { ViewState } from './viewState.js';
import { WeightsView } from './weightsView.js';

export type HostPeer = Peer<
  { readonly calls: object; readonly events: object },
  { readonly calls: RunPanelCalls; readonly events: RunPanelEvents }
>;

export interface ViewOptions {
  readonly peer: HostPeer;
  readonly view: ViewState;
  readonly save: (view: ViewState) => void;
}

/** The run panel for one snapshot; a new snapshot makes a new one. */
export class RunView implements Panel {
  readonly element = element('main', { class: 'run' });
  readonly model: RunModel;
  readonly frames = new Frames();
  readonly crosshair: Crosshair;
  readonly time = new TimeZoom(
    () => this.model.shownEpochs,
    () => this.view.time,
    (time) => this.choose({ time }),
  );
  readonly ranges = { gradient: new GrowingRange(), update: new GrowingRange() };
  colors: Colors;
  view: ViewState;
  chosen = 0;
  readonly #options: ViewOptions;
  readonly #header: HeaderView;
  readonly #notice: NoticeView;
  readonly #weights: WeightsView;
  readonly #parts: readonly Part[];
  readonly #speaker = new Speaker();
  readonly #announcer = createAnnouncer();
  readonly #stopWatching: () => void;
  /** A run whose process died sends nothing more: only the clock tells. */
  readonly #clock = setInterval(() => this.frames.invalidate(), 15_000);
  readonly #plots = element('div', { class: 'plots' });
  readonly #measure = new ResizeObserver(() => this.#keepInSight());

  constructor(snapshot: RunSnapshot, options: ViewOptions) {
    this.#options = options;
    this.view = options.view;
    this.model = new RunModel(snapshot);
    this.colors = readColors();
    this.crosshair = new Crosshair(1, () => this.model.shownEpochs);
    this.#findChosen();
    this.#header = new HeaderView(this);
    this.#notice = new NoticeView(this);
    const findings = new FindingsView(this);
    const loss = createLossPlot(this);
    const metric = createMetricPlot(this);
    const rate = createRatePlot(this);
    const gradients = createGradientPlot(this);
    const flow = createFlowPlot(this);
    this.#weights = new WeightsView(this);
    const text = new TextView(this);
    const results = new ResultsView(this);
    const layers = new LayersView(this);
    this.#parts = [
      this.#header,
      this.#notice,
      findings,
      loss,
      metric,
      rate,
      gradients,
      flow,
      this.#weights,
      text,
      results,
      layers,
    ];
    // The order here is the order of Tab: header, findings, charts, lists. The style sheet places them.
    const charts = element(
      'div',
      { class: 'charts' },
      loss.element,
      metric.element,
      rate.element,
      gradients.element,
      flow.element,
    );
    this.#plots.append(charts, text.element, this.#weights.element, results.element);
    this.element.append(
      this.#announcer.element,
      this.#header.element,
      this.#notice.element,
      element('div', { class: 'page' }, findings.element, this.#plots, layers.element),
    );
    for (const part of this.#parts) this.frames.add(part);
    this.#measure.observe(this.#header.element);
    this.#measure.observe(this.#plots);
    this.#stopWatching = onThemeChange(() => this.#recolor());
    this.#speak();
  }

  dispose(): void {
    this.#stopWatching();
    this.#measure.disconnect();
    clearInterval(this.#clock);
    this.frames.dispose();
    for (const part of this.#parts) part.dispose?.();
  }

  apply(update: RunPanelEvents['update']): void {
    this.model.apply(update);
    this.frames.invalidate();
    this.#speak();
  }

  choose(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.#findChosen();
    this.#options.save(this.view);
    for (const part of this.#parts) this.frames.invalidate(part.element, true);
  }

  ask<K extends keyof RunPanelCalls>(name: K, args: RunPanelCalls[K]['args']): void {
    this.#notice.showRequest(null);
    this.#options.peer.call(name, args as never).catch((error: unknown) => {
      this.#notice.showRequest(error instanceof Error ? error.message : String(error));
    });
  }

  /** A layer that was asked for, as by its lens: chosen, and its weights brought into sight. */
  showLayer(layer: string): void {
    if (!this.#chooseLayer(layer)) return;
    this.frames.settle();
    this.#keepInSight();
    this.#weights.element.scrollIntoView();
  }

  /** The cursor in the spec came to stand on a layer. */
  followCursor(layer: string): void {
    if (this.view.follow) this.#chooseLayer(layer);
  }

  #chooseLayer(layer: string): boolean {
    const isKnown = this.model.layers.some(({ name }) => name === layer);
    if (isKnown) this.choose({ layer });
    return isKnown;
  }

  saveChart(chart: SavedChart): void {
    this.ask('saveChart', chart);
  }

  request<K extends keyof RunPanelCalls>(
    name: K,
    args: RunPanelCalls[K]['args'],
  ): Promise<RunPanelCalls[K]['reply']> {
    return this.#options.peer.call(name, args as never) as Promise<RunPanelCalls[K]['reply']>;
  }

  /** P pauses and goes on, S stops. Returns whether the key meant something. */
  onKey(key: string): boolean {
    const actions = describeStatus(this.model, isInterrupted(this.model, Date.now())).actions;
    const action = {
      p: actions.find((a) => a === 'pause' || a === 'continue'),
      s: actions.find((a) => a === 'stop'),
    }[key];
    if (action) this.ask(action, null);
    return action !== undefined;
  }

  /**
   * Beside a long list of layers the charts stay below the header, their lower end in sight where they are higher than
   * the window; what is scrolled to comes below the header too. Set where it is read: a property that is inherited
   * would have all elements styled anew.
   */
  #keepInSight(): void {
    const [head, plots] = [this.#header.element, this.#plots].map((part) =>
      Math.ceil(part.getBoundingClientRect().height),
    );
    this.#plots.style.top = `min(${head}px, 100vh - ${plots}px)`;
    this.#weights.element.style.scrollMarginTop = `${head}px`;
  }

  #findChosen(): void {
    this.chosen = Math.max(
      0,
      this.model.layers.findIndex((layer) => layer.name === this.view.layer),
    );
  }

  #recolor(): void {
    this.colors = readColors();
    for (const part of this.#parts) part.recolor?.();
    this.frames.invalidate(undefined, true);
  }

  #speak(): void {
    const now = Date.now();
    const words = this.#speaker.next(
      this.model,
      describeStatus(this.model, isInterrupted(this.model, now)),
      now,
    );
    if (words) this.#announcer.say(words);
  }
}
