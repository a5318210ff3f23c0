/** A number in a message, with two significant digits and a true minus: `8.4e−8`, `0.31`, `120`. */
export function say(value: number): string {
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : 'infinite';
  if (magnitude !== 0 && (magnitude < 0.01 || magnitude >= 1e5)) {
    return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e').replaceAll('-', '−');
  }
  return String(magnitude >= 100 ? Math.round(value) : Number(value.toPrecision(2))).replace('-', '−');
}

/** `hidden1`, `hidden1 and hidden2`, `hidden1 … hidden8`. */
export function sayRange(names: readonly string[]): string {
  if (names.length > 2) return `${names[0]} … ${names.at(-1)}`;
  return names.join(' and ');
}
