/**
 * Says that there is something new, and not again before somebody has asked. VS Code asks for lenses some time after
 * it was told, the longer the longer answers take, and begins to wait anew whenever it is told again: where each
 * change is told, a busy window never asks.
 */
export class Announcement {
  #isAwaited = false;

  constructor(private readonly announce: () => void) {}

  tell(): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    this.announce();
  }

  /** Somebody asks, and learns all that is new so far. */
  asked(): void {
    this.#isAwaited = false;
  }
}
