import { formatCount, formatNumber } from './numbers.js';
import { formatBytes } from './units.js';

/** A step's time: `4.2 µs`, `12 ms`, `1.3 s`. */
export function formatStepTime(milliseconds: number): string {
  if (milliseconds < 0.95) return `${formatNumber(1000 * milliseconds, 2)} µs`;
  if (milliseconds < 950) return `${formatNumber(milliseconds, 2)} ms`;
  return `${formatNumber(milliseconds / 1000, 2)} s`;
}

/** What a training takes, before it starts: `211 parameters · 84 KB · 12 µs a step`. */
export function describeCost({
  parameters,
  arenaBytes,
  stepMs,
}: {
  readonly parameters: number;
  readonly arenaBytes: number;
  readonly stepMs: number;
}): string {
  return `${formatCount(parameters)} parameter${parameters === 1 ? '' : 's'} · ${formatBytes(arenaBytes)} · ${formatStepTime(stepMs)} a step`;
}
