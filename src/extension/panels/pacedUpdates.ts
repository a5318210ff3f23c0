import type { RunPanelEvents } from '../../protocol/runPanel.js';
import { joinUpdates } from '../trainings/joinUpdates.js';

type Update = RunPanelEvents['update'];

/** A page that runs behind by more samples or epochs than this takes the run anew, thinned. */
const mostWaiting = 5000;

/** The page that updates go to. */
export interface UpdatedPage {
  update(update: Update): void;
  /** Sends the whole run in place of what has happened since. */
  renew(): void;
}

/**
 * Sends a page its updates as fast as it draws them: one at a time is on its way, and what comes meanwhile is joined
 * into the next. Else they would queue up before a window that is busy or far away, and whatever else is asked of it
 * would wait behind them.
 */
export class PacedUpdates {
  #waiting: Update | null = null;
  #isBehind = false;
  #isDrawing = false;

  constructor(private readonly page: UpdatedPage) {}

  push(update: Update): void {
    const { state } = update;
    if (!this.#isBehind)
      this.#waiting = this.#waiting ? { ...joinUpdates([this.#waiting, update]), state } : update;
    if (sizeOf(this.#waiting) > mostWaiting) {
      this.#waiting = null;
      this.#isBehind = true;
    }
    this.#send();
  }

  /** The page has drawn what it was sent. */
  confirm(): void {
    this.#isDrawing = false;
    this.#send();
  }

  /** The page is a new one, or gets the whole run: what was on its way to it is of no use. */
  restart(): void {
    this.#waiting = null;
    this.#isBehind = false;
    this.#isDrawing = false;
  }

  #send(): void {
    if (this.#isDrawing || (!this.#waiting && !this.#isBehind)) return;
    const update = this.#waiting;
    this.restart();
    this.#isDrawing = true;
    if (update) this.page.update(update);
    else this.page.renew();
  }
}

const sizeOf = (update: Update | null): number =>
  Math.max(update?.epochs.length ?? 0, update?.samples?.steps.length ?? 0);
