import { EventEmitter, type Disposable } from 'vscode';
import type {
  ExplainChoice,
  ExplainFacts,
  ExplainPanelEvents,
  ExplainSnapshot,
  ExplainState,
  ExplainTarget,
  ExplainedRecord,
  ExplainerCalls,
} from '../../protocol/explain.js';
import { PeerError } from '../../protocol/peer.js';
import { Explainer } from '../../worker/explainerClient.js';
import { Throttle } from '../throttle.js';

/** The shortest time between two updates of a panel. */
const pauseMs = 100;

export const firstChoice: ExplainChoice = {
  method: null,
  background: { kind: 'rows', count: 100 },
  samples: null,
  output: 'logit',
  regions: 'patches',
};

type Reply = ExplainerCalls['explain']['reply'];

/** What a worker explains for a panel, held here so that the panel can come and go. */
export class Explanation implements Disposable {
  readonly #explainer: Explainer;
  readonly #rows = new Map<number, ExplainedRecord>();
  readonly #updated = new EventEmitter<ExplainPanelEvents['update']>();
  readonly #restarted = new EventEmitter<void>();
  readonly onDidUpdate = this.#updated.event;
  /** Everything is another: what a panel shows is to be drawn anew. */
  readonly onDidRestart = this.#restarted.event;
  #choice = firstChoice;
  #state: ExplainState = 'explaining';
  #error: string | null = null;
  #facts: ExplainFacts | null = null;
  #fresh: ExplainedRecord[] = [];
  #start = Date.now();
  #seconds: number | null = null;
  readonly #telling = new Throttle(pauseMs, () => this.#tell());
  #era = 0;

  constructor(
    entry: string,
    readonly name: string,
    readonly target: ExplainTarget,
  ) {
    this.#explainer = new Explainer(entry, {
      facts: (facts) => {
        this.#facts = facts;
        this.#telling.ask();
      },
      rows: (rows) => {
        for (const row of rows) this.#rows.set(row.row, row);
        this.#fresh.push(...rows);
        this.#telling.ask();
      },
    });
  }

  get facts(): ExplainFacts | null {
    return this.#facts;
  }

  row(row: number): ExplainedRecord | undefined {
    return this.#rows.get(row);
  }

  snapshot(): ExplainSnapshot {
    return {
      ...this.target,
      name: this.name,
      choice: this.#choice,
      state: this.#state,
      error: this.#error,
      facts: this.#facts,
      rows: [...this.#rows.values()],
      seconds: this.#seconds ?? (Date.now() - this.#start) / 1000,
    };
  }

  explain(choice: ExplainChoice): void {
    this.#choice = choice;
    this.#facts = null;
    this.#rows.clear();
    this.#fresh = [];
    this.#follow(() => this.#explainer.explain({ ...this.target, ...choice }));
    this.#restarted.fire();
  }

  refine(): void {
    this.#follow(() => this.#explainer.refine());
    this.#tell();
  }

  randomize(): Promise<ExplainerCalls['randomize']['reply']> {
    return this.#explainer.randomize();
  }

  overCheckpoints(): Promise<ExplainerCalls['overCheckpoints']['reply']> {
    return this.#explainer.overCheckpoints();
  }

  cancel(): Promise<void> {
    return this.#explainer.cancel();
  }

  dispose(): void {
    this.#telling.dispose();
    this.#era++;
    this.#explainer.dispose();
    this.#updated.dispose();
    this.#restarted.dispose();
  }

  #follow(work: () => Promise<Reply>): void {
    const era = ++this.#era;
    this.#state = 'explaining';
    this.#error = null;
    this.#start = Date.now();
    this.#seconds = null;
    const settle = (state: ExplainState, seconds: number, error: string | null): void => {
      if (era !== this.#era) return;
      this.#state = state;
      this.#error = error;
      this.#seconds = seconds;
      this.#tell();
    };
    work().then(
      ({ seconds, isCancelled }) => settle(isCancelled ? 'cancelled' : 'explained', seconds, null),
      (error: unknown) => {
        const message = error instanceof PeerError ? error.message : String(error);
        settle('failed', (Date.now() - this.#start) / 1000, message);
      },
    );
  }

  #tell(): void {
    this.#telling.dispose();
    const rows = this.#fresh;
    this.#fresh = [];
    const seconds = this.#seconds ?? (Date.now() - this.#start) / 1000;
    this.#updated.fire({ state: this.#state, error: this.#error, facts: this.#facts, rows, seconds });
  }
}
