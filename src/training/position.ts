import type { EarlyStoppingState } from './earlyStopping.js';

/** What the loop counts, as the plain numbers of `last.state`. */
export type LoopNumbers = Readonly<Record<string, number | null>>;

const schedulePrefix = 'schedule/';

export function encodeNumbers(
  earlyStopping: EarlyStoppingState | null,
  schedule: Readonly<Record<string, number>>,
): LoopNumbers {
  const ofSchedule = Object.entries(schedule).map(([name, value]) => [schedulePrefix + name, value]);
  return {
    ...(earlyStopping && {
      stoppingReference: earlyStopping.reference,
      stoppingWaited: earlyStopping.waited,
    }),
    ...(Object.fromEntries(ofSchedule) as Record<string, number>),
  };
}

export function decodeEarlyStopping(numbers: LoopNumbers): EarlyStoppingState {
  return { reference: numbers['stoppingReference'] ?? null, waited: numbers['stoppingWaited'] ?? 0 };
}

export function decodeSchedule(numbers: LoopNumbers): Record<string, number> {
  const entries = Object.entries(numbers).filter(([name]) => name.startsWith(schedulePrefix));
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === null ? [] : [[name.slice(schedulePrefix.length), value]])),
  );
}
