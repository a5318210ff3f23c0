import type { RunPanelEvents } from '../../protocol/runPanel.js';
import { joinUpdates } from '../trainings/joinUpdates.js';

type Update = RunPanelEvents['update'];

/** A page that runs behind by more samples or epochs than this takes the run anew, thinned. */
const mostWaiting = 5000;

/**
 * So many are under way at a time: one that is drawn and one that waits behind it. With one alone, what comes while the
 * word that it was drawn is on its way back would be joined into the next, and a busy window shows eight a second of ten.
 */
const mostUnderWay = 2;

/** The page that updates go to. */
export interface UpdatedPage {
  update(update: Update): void;
  /** Sends the whole run in place of what has happened since. */
  renew(): void;
}

/**
 * Sends a page its updates as fast as it draws them: a few are under way, and what comes meanwhile is joined into the
 * next. Else they would queue up before a window that is busy or far away, and whatever else is asked of it would wait
 * behind them.
 */
export class PacedUpdates {
  #waiting: Update | null = null;
  #isBehind = false;
  #underWay = 0;

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

  /** The page has drawn the first of what it was sent. */
  confirm(): void {
    this.#underWay = Math.max(0, this.#underWay - 1);
    this.#send();
  }

  /** The page is a new one, or gets the whole run: what was on its way to it is of no use. */
  restart(): void {
    this.#waiting = null;
    this.#isBehind = false;
    this.#underWay = 0;
  }

  #send(): void {
    if (this.#underWay >= mostUnderWay || (!this.#waiting && !this.#isBehind)) return;
    const update = this.#waiting;
    this.#waiting = null;
    this.#isBehind = false;
    this.#underWay++;
    if (update) this.page.update(update);
    else this.page.renew();
  }
}

const sizeOf = (update: Update | null): number =>
  Math.max(update?.epochs.length ?? 0, update?.samples?.steps.length ?? 0);
