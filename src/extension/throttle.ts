import type { Disposable } from 'vscode';

/** Does something soon after it was asked for, and not again before a while has passed; the last word always counts. */
export class Throttle implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private actedAt = -Infinity;

  constructor(
    private readonly leastMs: number,
    private readonly act: () => void,
  ) {}

  ask(): void {
    const waitMs = Math.max(0, this.actedAt + this.leastMs - Date.now());
    this.timer ??= setTimeout(() => this.flush(), waitMs);
  }

  /** Does at once what was asked for and still waits. */
  flush(): void {
    if (this.timer === undefined) return;
    this.dispose();
    this.actedAt = Date.now();
    this.act();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
