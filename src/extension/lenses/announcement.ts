import type { Disposable } from 'vscode';

/** So long somebody who was told may take to ask, before it is taken that nobody heard; each time twice as long. */
const patienceMs = 3000;

/**
 * Says that there is something new, and not again before somebody has asked. VS Code asks for lenses some time after
 * it was told, the longer the longer answers take, and begins to wait anew whenever it is told again: where each
 * change is told, a busy window never asks. Where nobody asks at all, as when an editor was just being opened, what is
 * new is said again: a training that has paused changes nothing any more.
 */
export class Announcement implements Disposable {
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly announce: () => void) {}

  tell(): void {
    if (this.#timer === undefined) this.#say(patienceMs);
  }

  /** Somebody asks, and learns all that is new so far. */
  asked(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  dispose(): void {
    this.asked();
  }

  #say(patience: number): void {
    this.#timer = setTimeout(() => this.#say(2 * patience), patience);
    this.announce();
  }
}
