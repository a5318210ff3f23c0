/**
 * The outline of a histogram as SVG path data, in a box of `width` × `height` px whose middle is the value zero.
 * Heights are √count, so that tails show. Empty text where there is nothing to draw.
 */
export function miniHistogramPath(
  histogram: { readonly minimum: number; readonly maximum: number; readonly counts: readonly number[] },
  width: number,
  height: number,
): string {
  const { minimum, maximum, counts } = histogram;
  const limit = Math.max(Math.abs(minimum), Math.abs(maximum));
  const top = Math.max(0, ...counts);
  if (!(top > 0) || !Number.isFinite(limit)) return '';
  const place = (value: number): number =>
    limit === 0 ? width / 2 : width / 2 + (value / limit) * (width / 2);
  // All weights the same: one bar, wide enough to be seen.
  const least = Math.max(1, place(maximum) - place(minimum));
  const binWidth = least / counts.length;
  const left = Math.min(width - least, Math.max(0, place(minimum)));
  let path = `M${round(left)} ${height}`;
  counts.forEach((count, bin) => {
    const y = round(height - (height - 2) * Math.sqrt(count / top));
    path += `L${round(left + bin * binWidth)} ${y}L${round(left + (bin + 1) * binWidth)} ${y}`;
  });
  return `${path}L${round(left + least)} ${height}Z`;
}

const round = (value: number): string => String(Number(value.toFixed(1)));
