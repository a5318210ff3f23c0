/** Time as the loop needs it; tests have their own. */
export interface Clock {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Lets everything that waits run: messages, signals, timers. */
  breathe(): Promise<void>;
  sleep(milliseconds: number): Promise<void>;
}
