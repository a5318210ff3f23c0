/**
 * Numbers as people read them, the same in a terminal, a lens and a panel: a true minus (−), exponents without
 * noise, fixed digits so that columns do not jump, and `–` for what is not known.
 */

/** What stands where a number is not known or not finite. */
export const unknown = '–';

type MaybeNumber = number | null | undefined;

function isKnown(x: MaybeNumber): x is number {
  return x !== null && x !== undefined && Number.isFinite(x);
}

/** Writes `−` for the ASCII hyphen and drops the plus of an exponent: `1e+5` becomes `1e5`. */
function typeset(text: string): string {
  return text.replace('e+', 'e').replaceAll('-', '−');
}

/** A norm, a ratio, a learning rate: always one shape, `8.4e−8`; 0 is `0`. `digits` counts significant digits. */
export function formatScientific(x: MaybeNumber, digits = 2): string {
  if (!isKnown(x)) return unknown;
  return x === 0 ? '0' : typeset(x.toExponential(digits - 1));
}

/** A threshold or a setting, as short as it can be said: `1e−3`, `0.05`, `70`. At most three significant digits. */
export function formatShort(x: MaybeNumber): string {
  if (!isKnown(x)) return unknown;
  if (x === 0) return '0';
  const magnitude = Math.abs(x);
  const rounded = Number(x.toPrecision(3));
  if (magnitude < 0.01 || magnitude >= 1e6) return typeset(rounded.toExponential());
  return typeset(String(rounded));
}

/** A loss with four decimals, `0.0489`; very small and very large ones as `8.41e−5`. */
export function formatLoss(x: MaybeNumber): string {
  if (!isKnown(x)) return unknown;
  const magnitude = Math.abs(x);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e5)) return formatScientific(x, 3);
  return typeset(x.toFixed(4));
}

/** A statistic (mean, std, coefficient) with `digits` significant digits: `0.0012`, `−5e−4`, `1.50`. */
export function formatNumber(x: MaybeNumber, digits = 3): string {
  if (!isKnown(x)) return unknown;
  if (x === 0) return '0';
  const magnitude = Math.abs(x);
  if (magnitude >= 1e5 || magnitude < 1e-3) return typeset(x.toExponential(Math.max(0, digits - 2)));
  const wholeDigits = Math.ceil(Math.log10(magnitude + 1));
  const text = x.toPrecision(Math.min(100, Math.max(digits, wholeDigits)));
  return typeset(magnitude >= 100 ? text.replace(/\.0+$/, '') : text);
}

/** The same with a plus before what is positive: `+0.31`. */
export function formatSigned(x: MaybeNumber, digits = 3): string {
  return isKnown(x) && x > 0 ? `+${formatNumber(x, digits)}` : formatNumber(x, digits);
}

/** A share from 0 to 1 as `98.6 %`, with a no-break space. */
export function formatPercent(share: MaybeNumber, decimals = 1): string {
  return isKnown(share) ? `${typeset((100 * share).toFixed(decimals))}\u00a0%` : unknown;
}

/** A whole number with commas: `13,962`. */
export function formatCount(n: MaybeNumber): string {
  if (!isKnown(n)) return unknown;
  return typeset(
    Math.round(n)
      .toString()
      .replace(/\B(?=(\d{3})+$)/g, ','),
  );
}
