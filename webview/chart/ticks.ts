import { niceStep } from './range.js';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A power of ten as an axis writes it: `10⁻⁴`, `1`, `10²`. */
export function formatPower(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent === 0) return '1';
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** Powers of ten from `min` to `max`, thinned to about `most`; on a short axis 2 and 5 times them too. */
export function decadeTicks(min: number, max: number, most = 5): number[] {
  const low = Math.ceil(Math.log10(min) - 1e-9);
  const high = Math.floor(Math.log10(max) + 1e-9);
  const every = Math.max(1, Math.ceil((high - low) / most));
  const factors = Math.log10(max / min) < 1.4 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let exponent = low - 1; exponent <= high; exponent++) {
    if (exponent % every !== 0) continue;
    for (const factor of factors) {
      const value = Number((factor * 10 ** exponent).toPrecision(3));
      if (value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9)) ticks.push(value);
    }
  }
  return ticks;
}

/** Round values from `min` to `max`, at most about `most` of them; whole ones alone with `whole`. */
export function linearTicks(min: number, max: number, most: number, whole = false): number[] {
  if (!(max > min)) return [min];
  const step = whole ? Math.max(1, niceStep(max - min, most)) : niceStep(max - min, most);
  const used = whole ? Math.ceil(step) : step;
  const ticks: number[] = [];
  for (let index = Math.ceil(min / used - 1e-9); index * used <= max * (1 + 1e-9) + 1e-12; index++) {
    ticks.push(Number((index * used).toPrecision(12)));
  }
  return ticks;
}
