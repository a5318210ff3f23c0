import type { TrainingEvent } from '../training/events.js';
import { thinEpochs } from '../training/thinEpochs.js';

/** Nothing is held longer than this: more than a tenth of a second, so that samples come first where they come at all. */
const longestMilliseconds = 150;
/** What can wait for the samples, which the loop tells ten times a second. */
const patient: ReadonlySet<TrainingEvent['type']> = new Set([
  'epoch',
  'text',
  'histograms',
  'activity',
  'findings',
]);
/** More epochs than this in a tenth of a second are thinned: told one by one they would keep a window from answering. */
const mostEpochs = 10;

export interface Outbox {
  add(event: TrainingEvent): void;
  /** Sends what is held. */
  flush(): void;
}

/**
 * Holds what can wait until samples are told or something happens, so that each tenth of a second costs one message:
 * epochs of 50 µs must not each cost one, nor a place in one.
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
      if (!patient.has(event.type) || now() - lastSent >= longestMilliseconds) flush();
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
