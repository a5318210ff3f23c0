import type { TrainingEvent } from '../training/events.js';
import { thinEpochs } from '../training/thinEpochs.js';

/** The shortest time between two messages where only epochs are to be told. */
const pauseMilliseconds = 100;
/** More epochs than this in a tenth of a second are thinned: told one by one they would keep a window from answering. */
const mostEpochs = 10;

export interface Outbox {
  add(event: TrainingEvent): void;
  /** Sends what is held. */
  flush(): void;
}

/**
 * Holds the events of epochs back until something else happens or a tenth of a second has passed: epochs of
 * 50 µs must not each cost a message, nor a place in one. The loop sends samples ten times a second, so nothing is
 * held longer.
 */
export function createOutbox(send: (events: readonly TrainingEvent[]) => void, now: () => number): Outbox {
  let held: TrainingEvent[] = [];
  let lastSent = -Infinity;
  const flush = (): void => {
    if (held.length === 0) return;
    const events = thin(held);
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

/** Epochs that wrote a checkpoint stay: somebody may show it. */
function thin(events: readonly TrainingEvent[]): readonly TrainingEvent[] {
  const epochs = events.filter((event) => event.type === 'epoch');
  if (epochs.length <= mostEpochs) return events;
  const saved = new Set(epochs.filter(({ checkpoint }) => checkpoint !== null).map(({ metrics }) => metrics));
  const thinned = thinEpochs(
    epochs.map(({ metrics }) => metrics),
    mostEpochs,
    (metrics) => saved.has(metrics),
  );
  const kept = new Map(thinned.map((metrics) => [metrics.epoch, metrics]));
  return events.flatMap((event): TrainingEvent[] => {
    if (event.type !== 'epoch') return [event];
    const metrics = kept.get(event.metrics.epoch);
    return metrics ? [{ ...event, metrics }] : [];
  });
}
