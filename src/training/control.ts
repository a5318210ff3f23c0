/** What people may ask of a training while it runs; it obeys at its next pause between slices of steps. */
export interface TrainingControl {
  readonly wanted: 'run' | 'pause' | 'stop';
  pause(): void;
  continue(): void;
  /** Ends after this step; cannot be taken back. */
  stop(): void;
  /** Resolves at the next call of any of the three. */
  changed(): Promise<void>;
}

export function createControl(): TrainingControl {
  let wanted: TrainingControl['wanted'] = 'run';
  let waiting: (() => void)[] = [];
  const want = (next: TrainingControl['wanted']): void => {
    if (wanted !== 'stop') wanted = next;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  return {
    get wanted() {
      return wanted;
    },
    pause: () => want('pause'),
    continue: () => want('run'),
    stop: () => want('stop'),
    changed: () => new Promise((resolve) => waiting.push(resolve)),
  };
}
