import type { ExplainPanelCalls, ExplainPanelEvents, ExplainSnapshot } from '../../src/protocol/explain.js';
import type { Peer } from '../../src/protocol/peer.js';
import type { SavedChart } from '../../src/protocol/savedChart.js';
import { Frames } from '../chart/frames.js';
import { createAnnouncer } from '../parts/announcer.js';
import { element, icon } from '../parts/element.js';
import type { Part } from '../parts/part.js';
import { onThemeChange, readColors, type Colors } from '../theme/colors.js';
import { createBarPlot } from './barPlot.js';
import { CheckView } from './checkView.js';
import { createDependencePlot } from './dependencePlot.js';
import { scaleOf } from './featureScale.js';
import { HeaderView } from './headerView.js';
import { HeatFigure } from './heatFigure.js';
import { createHistoryPlot } from './historyPlot.js';
import { lanesHeight } from './lanes.js';
import { ExplainModel, filterRows, listRows } from './model.js';
import type { Panel, Shown } from './panel.js';
import { PictureFigure } from './pictureFigure.js';
import { RowsView } from './rowsView.js';
import { shownFeatures } from './shownFeatures.js';
import { summarize } from './summary.js';
import { createSwarmPlot } from './swarmPlot.js';
import { TextFigure } from './textFigure.js';
import { ToolbarView } from './toolbarView.js';
import type { ViewState } from './viewState.js';
import { createWaterfallPlot } from './waterfallPlot.js';

export type HostPeer = Peer<
  { readonly calls: object; readonly events: object },
  { readonly calls: ExplainPanelCalls; readonly events: ExplainPanelEvents }
>;

export interface ViewOptions {
  readonly peer: HostPeer;
  readonly view: ViewState;
  readonly save: (view: ViewState) => void;
}

/** The panel of one explanation; a new snapshot makes a new one. */
export class ExplainView implements Panel {
  readonly element = element('main', { class: 'explain' });
  readonly model: ExplainModel;
  readonly frames = new Frames();
  colors: Colors;
  view: ViewState;
  #shown: Shown | null | undefined;
  readonly #options: ViewOptions;
  readonly #parts: readonly Part[];
  readonly #notice = element('div', { class: 'notice', attributes: { role: 'alert' } });
  readonly #announcer = createAnnouncer();
  readonly #page: HTMLElement;
  readonly #stopWatching: () => void;
  #failure: string | null = null;

  constructor(snapshot: ExplainSnapshot, options: ViewOptions) {
    this.#options = options;
    this.view = options.view;
    this.model = new ExplainModel(snapshot);
    this.colors = readColors();
    const header = new HeaderView(this);
    const toolbar = new ToolbarView(this);
    const bars = createBarPlot(this);
    const swarm = createSwarmPlot(this);
    const waterfall = createWaterfallPlot(this);
    const dependence = createDependencePlot(this);
    const heat = new HeatFigure(this);
    const picture = new PictureFigure(this);
    const text = new TextFigure(this);
    const history = createHistoryPlot(this);
    const check = new CheckView(this);
    const rows = new RowsView(this);
    const notice: Part = { element: this.#notice, interval: 100, draw: () => this.#drawNotice() };
    this.#parts = [
      header,
      notice,
      toolbar,
      bars,
      swarm,
      waterfall,
      picture,
      text,
      dependence,
      heat,
      history,
      check,
      rows,
    ];
    const charts = [bars, swarm, picture, text, waterfall, dependence, heat, history, check].map(
      (part) => part.element,
    );
    this.#page = element(
      'div',
      { class: 'page' },
      element('div', { class: 'charts' }, ...charts),
      rows.element,
    );
    this.element.append(this.#announcer.element, header.element, this.#notice, toolbar.element, this.#page);
    for (const part of this.#parts) this.frames.add(part);
    this.#stopWatching = onThemeChange(() => this.#recolor());
    this.#layOut();
  }

  get shown(): Shown | null {
    this.#shown ??= this.#find();
    return this.#shown;
  }

  dispose(): void {
    this.#stopWatching();
    this.frames.dispose();
    for (const part of this.#parts) part.dispose?.();
  }

  apply(update: ExplainPanelEvents['update']): void {
    const before = this.model.state;
    this.model.apply(update);
    this.#shown = undefined;
    this.#layOut();
    this.frames.invalidate();
    if (before !== this.model.state) this.#announcer.say(this.#sayState());
  }

  choose(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.#shown = undefined;
    this.#options.save(this.view);
    this.#layOut();
    this.frames.invalidate(undefined, true);
  }

  chooseRow(row: number, open = false): void {
    this.choose({ row });
    this.ask('revealRow', { row, open });
    const { shown } = this;
    if (shown) this.#announcer.say(`Row ${row}, ${shown.row.predicted}`);
  }

  stepRow(places: number): void {
    const { shown } = this;
    if (!shown) return;
    const { listed, row } = shown;
    const at = listed.indexOf(row) + places;
    const next = listed[Math.min(listed.length - 1, Math.max(0, at))];
    if (next && next !== row) this.chooseRow(next.row);
  }

  ask<K extends keyof ExplainPanelCalls>(name: K, args: ExplainPanelCalls[K]['args']): void {
    this.#failure = null;
    this.request(name, args).catch((error: unknown) => this.fail(error));
  }

  request<K extends keyof ExplainPanelCalls>(
    name: K,
    args: ExplainPanelCalls[K]['args'],
  ): Promise<ExplainPanelCalls[K]['reply']> {
    return this.#options.peer.call(name, args as never) as Promise<ExplainPanelCalls[K]['reply']>;
  }

  fail(error: unknown): void {
    this.#failure = error instanceof Error ? error.message : String(error);
    this.frames.invalidate();
  }

  saveChart(chart: SavedChart): void {
    this.ask('saveChart', chart);
  }

  /** Esc ends what runs. Returns whether the key meant something. */
  onKey(key: string): boolean {
    const isMeant = key === 'escape' && this.model.state === 'explaining';
    if (isMeant) this.ask('cancel', null);
    return isMeant;
  }

  #find(): Shown | null {
    const { facts, rows } = this.model;
    if (!facts) return null;
    const passing = filterRows(rows, this.view.filter);
    if (passing.length === 0) return null;
    const asked = rows.find(({ row }) => row === facts.asked);
    const predicted = asked ? facts.outputs.indexOf(asked.predicted) : -1;
    const wanted = this.view.output ?? Math.max(0, predicted);
    const output = wanted < facts.outputs.length ? wanted : 0;
    const listed = listRows(passing, facts);
    const chosen = this.view.row ?? facts.asked;
    return {
      facts,
      summary: summarize(passing, facts.features.length, facts.outputs.length, output),
      listed,
      row: listed.find(({ row }) => row === chosen) ?? listed[0]!,
      scales: facts.features.map((_, feature) => scaleOf(rows, feature)),
      output: facts.outputs[output]!,
    };
  }

  /** Heights follow the number of features, so that bars and dots keep their size. */
  #layOut(): void {
    const lanes = Math.max(4, shownFeatures(this.shown).length);
    this.#page.style.setProperty('--lanes-height', `${lanesHeight(lanes, 28)}px`);
    this.#page.style.setProperty('--waterfall-height', `${lanesHeight(Math.min(lanes, 11) + 3, 22)}px`);
    this.#page.hidden = this.model.rows.length === 0;
    this.#page.classList.toggle('pictured', (this.model.facts?.picture ?? null) !== null);
    this.#page.classList.toggle('written', this.model.facts?.isText === true);
  }

  #drawNotice(): void {
    const { model } = this;
    const isEmpty = model.rows.length > 0 && this.shown === null;
    const title =
      model.state === 'failed'
        ? 'This cannot be explained'
        : isEmpty
          ? 'No row is left'
          : model.facts?.warning
            ? 'What to know'
            : '';
    const text =
      model.state === 'failed'
        ? (model.error ?? '')
        : isEmpty
          ? 'Of the rows that were explained none passes the filter.'
          : (model.facts?.warning ?? '');
    const words = this.#failure ?? text;
    const waiting = !model.facts && model.state === 'explaining';
    // An element without a size is never drawn again: it is off the screen.
    this.#notice.classList.toggle('empty', !waiting && !words);
    const key = `${title}\n${words}\n${waiting}`;
    if (this.#notice.dataset['key'] === key) return;
    this.#notice.dataset['key'] = key;
    if (waiting) {
      this.#notice.replaceChildren(
        icon('info', 'tone-info'),
        element('p', {}, 'Reading the model and its data…'),
      );
    } else if (words) {
      const isError = model.state === 'failed' || this.#failure !== null;
      this.#notice.replaceChildren(
        icon(isError ? 'error' : 'info', isError ? 'tone-error' : 'tone-info'),
        element('h2', {}, this.#failure === null ? title : 'That did not work'),
        element('p', {}, words),
      );
    } else this.#notice.replaceChildren();
  }

  #sayState(): string {
    const { state, rows, error } = this.model;
    if (state === 'failed') return `Failed: ${error}`;
    return state === 'explained' ? `${rows.length} rows explained` : state;
  }

  #recolor(): void {
    this.colors = readColors();
    for (const part of this.#parts) part.recolor?.();
    this.frames.invalidate(undefined, true);
  }
}
