import type { Peer } from '../../src/protocol/peer.js';
import type {
  DifferencePanelCalls,
  DifferencePanelEvents,
  DifferenceSnapshot,
  TensorPair,
} from '../../src/protocol/differencePanel.js';
import type { SavedChart } from '../../src/protocol/savedChart.js';
import { Frames } from '../chart/frames.js';
import { element } from '../parts/element.js';
import { onThemeChange, readColors, type Colors } from '../theme/colors.js';
import { DetailView } from './detailView.js';
import { Differences } from './differences.js';
import { HeaderView } from './headerView.js';
import { ListView } from './listView.js';
import type { DifferenceHost, Part } from './panel.js';
import type { ViewState } from './viewState.js';

export type HostPeer = Peer<
  { readonly calls: object; readonly events: object },
  { readonly calls: DifferencePanelCalls; readonly events: DifferencePanelEvents }
>;

export interface ViewOptions {
  readonly peer: HostPeer;
  readonly view: ViewState;
  readonly save: (view: ViewState) => void;
}

/** The comparison of two model files. */
export class DifferenceView implements DifferenceHost {
  readonly element = element('main', { class: 'difference' });
  readonly frames = new Frames();
  readonly differences: Differences;
  colors: Colors;
  view: ViewState;
  readonly #options: ViewOptions;
  readonly #parts: readonly Part[];
  readonly #stopWatching: () => void;

  constructor(
    readonly snapshot: DifferenceSnapshot,
    options: ViewOptions,
  ) {
    this.#options = options;
    this.view = options.view;
    this.colors = readColors();
    this.differences = new Differences(
      snapshot,
      (pairs) => this.request('differences', { model: 1, minus: 0, pairs }),
      () => this.frames.invalidate(),
    );
    this.#parts = [new HeaderView(this), new ListView(this), new DetailView(this)];
    this.element.append(...this.#parts.map((part) => part.element));
    for (const part of this.#parts) this.frames.add(part);
    this.#stopWatching = onThemeChange(() => this.#recolor());
  }

  /** The tensor that was chosen by its name; else the one that moved most, of those that are known to have. */
  get chosen(): TensorPair | null {
    const { pairs } = this.snapshot;
    const named = pairs.find(({ name }) => name === this.view.tensor);
    if (named) return named;
    const most = this.differences.isComplete
      ? this.differences.rows.reduce((best, row) => ((row.relative ?? 0) > (best.relative ?? 0) ? row : best))
      : null;
    return most?.pair ?? null;
  }

  dispose(): void {
    this.#stopWatching();
    this.differences.dispose();
    this.frames.dispose();
    for (const part of this.#parts) part.dispose?.();
  }

  choose(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.#options.save(this.view);
    for (const part of this.#parts) this.frames.invalidate(part.element, true);
  }

  request<K extends keyof DifferencePanelCalls>(
    name: K,
    args: DifferencePanelCalls[K]['args'],
  ): Promise<DifferencePanelCalls[K]['reply']> {
    return this.#options.peer.call(name, args as never) as Promise<DifferencePanelCalls[K]['reply']>;
  }

  saveChart(chart: SavedChart): void {
    void this.request('saveChart', chart);
  }

  #recolor(): void {
    this.colors = readColors();
    for (const part of this.#parts) part.recolor?.();
    this.frames.invalidate(undefined, true);
  }
}
