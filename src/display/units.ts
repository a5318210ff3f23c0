import { formatCount, unknown } from './numbers.js';

type MaybeNumber = number | null | undefined;

/** A size in bytes, 1 KB = 1024 bytes: `731 B`, `8.2 KB`, `852 KB`, `1.4 MB`. */
export function formatBytes(bytes: MaybeNumber): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return unknown;
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(value < 10 || (unit > 0 && value < 100) ? 1 : 0)} ${units[unit]}`;
}

/** Of a model file: `380 B, 1.6 KB of values` where those lie in other files too, or take less room in it. */
export function formatModelBytes(bytes: number, valueBytes: number): string {
  return valueBytes > bytes
    ? `${formatBytes(bytes)}, ${formatBytes(valueBytes)} of values`
    : formatBytes(bytes);
}

/** A tensor's shape, outermost dimension first: `64×128`; no dimensions is `scalar`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join('×');
}

/** A time in seconds: `2 s` (rounded up), `1:05`, `1:02:05`. */
export function formatDuration(seconds: MaybeNumber): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds) || seconds < 0) return unknown;
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const twoDigits = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${twoDigits(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(whole % 60)}`;
}

/** A speed per second to three significant digits and without its unit, so that it stays calm: `23,100`, `8.5`. */
export function formatRate(perSecond: MaybeNumber): string {
  if (perSecond === null || perSecond === undefined || !Number.isFinite(perSecond)) return unknown;
  if (perSecond < 100) return String(Number(perSecond.toPrecision(2)));
  return formatCount(Number(perSecond.toPrecision(3)));
}
