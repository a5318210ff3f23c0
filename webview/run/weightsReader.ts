import type { Spectrum, TensorSummary, TensorView } from '../../src/protocol/tensorView.js';
import type { Checkpoints, History, HistoryRequest, TensorKey } from '../../src/protocol/weights.js';
import { Latest } from '../parts/latest.js';
import type { Panel } from './panel.js';

/** A tensor at one moment, as far as it has been read. */
export interface Moment {
  readonly key: TensorKey;
  readonly view: TensorView;
  readonly summary: TensorSummary;
  /** Undefined until it is known. */
  spectrum: Spectrum | null | undefined;
}

const sameKey = (a: TensorKey | null, b: TensorKey | null): boolean =>
  a?.parameter === b?.parameter && a?.epoch === b?.epoch && a?.quantity === b?.quantity;

/** Reads what the panel shows of the run's weights, the newest wish first, and tells when something came. */
export class WeightsReader {
  checkpoints: Checkpoints = { epochs: [], best: null };
  /** Which checkpoints there are has been read. */
  isListed = false;
  history: History | null = null;
  /** What is shown, and the start that it is held against. */
  now: Moment | null = null;
  start: Moment | null = null;
  failure: string | null = null;
  readonly #panel: Panel;
  readonly #moments: Latest<readonly [TensorKey, TensorKey | null], void>;
  readonly #histories: Latest<HistoryRequest, History>;
  readonly #lists: Latest<null, Checkpoints>;
  #wanted: TensorKey | null = null;

  constructor(panel: Panel, onNews: () => void) {
    this.#panel = panel;
    const fail = (error: unknown): void => {
      this.failure = error instanceof Error ? error.message : String(error);
      onNews();
    };
    this.#moments = new Latest(
      async ([now, start]) => {
        if (!sameKey(this.now?.key ?? null, now)) this.now = await this.#read(now);
        onNews();
        if (start && !sameKey(this.start?.key ?? null, start)) this.start = await this.#read(start);
        for (const moment of [this.now, start && this.start]) {
          if (moment && moment.spectrum === undefined) moment.spectrum = await moment.view.requestSpectrum();
        }
      },
      () => onNews(),
      fail,
    );
    this.#histories = new Latest(
      (request) => panel.request('history', request),
      (history, request) => {
        if (request.parameter !== this.#historyOf) return;
        this.history = history;
        onNews();
      },
      fail,
    );
    this.#lists = new Latest(
      () => panel.request('checkpoints', null),
      (checkpoints) => {
        this.checkpoints = checkpoints;
        this.isListed = true;
        onNews();
      },
      fail,
    );
  }

  #historyOf = '';

  refreshCheckpoints(): void {
    this.#lists.ask(null);
  }

  /** Shows another moment; what was read of it before is not read again. */
  want(now: TensorKey, start: TensorKey | null): void {
    if (sameKey(now, this.#wanted)) return;
    this.#wanted = now;
    this.failure = null;
    if (this.now && this.now.key.parameter !== now.parameter) this.now = this.start = null;
    this.#moments.ask([now, start]);
  }

  /** No single values are wanted. */
  wantNone(): void {
    this.#wanted = this.now = this.start = null;
    this.#moments.forget();
  }

  wantHistory(request: HistoryRequest): void {
    this.#historyOf = request.parameter;
    this.#histories.ask(request);
  }

  dispose(): void {
    this.#moments.forget();
    this.#histories.forget();
    this.#lists.forget();
  }

  async #read(key: TensorKey): Promise<Moment> {
    const view: TensorView = {
      requestSummary: () => this.#panel.request('tensorSummary', key),
      requestTile: (request) => this.#panel.request('tensorTile', { ...key, ...request }),
      requestSpectrum: () => this.#panel.request('tensorSpectrum', key),
    };
    return { key, view, summary: await view.requestSummary(), spectrum: undefined };
  }
}
