import type {
  ComparedRun,
  ComparePanelCalls,
  ComparePanelEvents,
  Comparison,
} from '../../src/protocol/comparePanel.js';
import type { Peer } from '../../src/protocol/peer.js';
import type { SavedChart } from '../../src/protocol/savedChart.js';
import { Crosshair } from '../chart/crosshair.js';
import { Frames } from '../chart/frames.js';
import { TimeZoom } from '../chart/timeZoom.js';
import { element, setText } from '../parts/element.js';
import { onThemeChange, readColors, type Colors } from '../theme/colors.js';
import { createCurvesPlots } from './curvesPlots.js';
import { HeaderView } from './headerView.js';
import { dashes, CompareModel } from './model.js';
import { OptionsTable } from './optionsTable.js';
import type { ComparePanel, Part, RunLook } from './panel.js';
import { RunsTable } from './runsTable.js';
import type { ViewState } from './viewState.js';

export type HostPeer = Peer<
  { readonly calls: object; readonly events: object },
  { readonly calls: ComparePanelCalls; readonly events: ComparePanelEvents }
>;

export interface ViewOptions {
  readonly peer: HostPeer;
  readonly view: ViewState;
  readonly save: (view: ViewState) => void;
}

/** Runs beside each other: the list, their curves on one pair of axes, what differs in their specs. */
export class CompareView implements ComparePanel {
  readonly element = element('main', { class: 'compare' });
  readonly model: CompareModel;
  readonly crosshair: Crosshair;
  readonly time = new TimeZoom(
    () => this.model.epochs,
    () => this.view.time,
    (time) => this.choose({ time }),
  );
  colors: Colors;
  view: ViewState;
  readonly #options: ViewOptions;
  readonly #frames = new Frames();
  readonly #parts: readonly Part[];
  readonly #notice = element('p', { class: 'notice', attributes: { role: 'alert' } });
  readonly #stopWatching: () => void;

  constructor(comparison: Comparison, options: ViewOptions) {
    this.#options = options;
    this.view = options.view;
    this.model = new CompareModel(comparison);
    this.colors = readColors();
    this.crosshair = new Crosshair(1, () => this.model.epochs);
    const header = new HeaderView(this);
    const runs = new RunsTable(this);
    const plots = createCurvesPlots(this);
    const rows = new OptionsTable(this);
    this.#parts = [header, runs, ...plots, rows];
    this.#notice.hidden = true;
    this.element.append(
      header.element,
      this.#notice,
      runs.element,
      element('div', { class: 'charts' }, ...plots.map((plot) => plot.element)),
      rows.element,
    );
    for (const part of this.#parts) this.#frames.add(part);
    this.#stopWatching = onThemeChange(() => this.#recolor());
  }

  get shown(): readonly ComparedRun[] {
    return this.model.runs.filter(({ directory }) => !this.view.hidden.includes(directory));
  }

  look(run: ComparedRun): RunLook {
    const { runs } = this.model;
    const rank = runs.indexOf(run);
    return {
      color: this.colors.ordered(runs.length > 1 ? rank / (runs.length - 1) : 0.5),
      dash: dashes[rank % dashes.length]!,
      isChosen: run.directory === (this.view.chosen ?? runs[0]?.directory),
    };
  }

  update(comparison: Comparison): void {
    this.model.update(comparison);
    this.#frames.invalidate();
  }

  choose(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.#options.save(this.view);
    this.#frames.invalidate(undefined, true);
  }

  ask<K extends keyof ComparePanelCalls>(name: K, args: ComparePanelCalls[K]['args']): void {
    this.#notice.hidden = true;
    this.#options.peer.call(name, args as never).catch((error: unknown) => {
      setText(this.#notice, error instanceof Error ? error.message : String(error));
      this.#notice.hidden = false;
    });
  }

  saveChart(chart: SavedChart): void {
    this.ask('saveChart', chart);
  }

  dispose(): void {
    this.#stopWatching();
    this.#frames.dispose();
    for (const part of this.#parts) part.dispose?.();
  }

  #recolor(): void {
    this.colors = readColors();
    for (const part of this.#parts) part.recolor?.();
    this.#frames.invalidate(undefined, true);
  }
}
