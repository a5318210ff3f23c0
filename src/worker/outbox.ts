import type { TrainingEvent } from '../training/events.js';

/** The shortest time between two messages where only epochs are to be told. */
const pauseMilliseconds = 100;

export interface Outbox {
  add(event: TrainingEvent): void;
  /** Sends what is held. */
  flush(): void;
}

/**
 * Holds the events of epochs back until something else happens or a tenth of a second has passed: epochs of
 * 50 µs must not each cost a message. The loop sends samples ten times a second, so nothing is held longer.
 */
export function createOutbox(send: (events: readonly TrainingEvent[]) => void, now: () => number): Outbox {
  let held: TrainingEvent[] = [];
  let lastSent = -Infinity;
  const flush = (): void => {
    if (held.length === 0) return;
    const events = held;
    held = [];
    lastSent = now();
    send(events);
  };
  return {
    add: (event) => {
      held.push(event);
      if (event.type !== 'epoch' || now() - lastSent >= pauseMilliseconds) flush();
    },
    flush,
  };
}
