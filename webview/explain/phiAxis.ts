import { formatSigned } from '../../src/display/numbers.js';
import type { Axis } from '../chart/plane.js';
import { linearTicks } from '../chart/ticks.js';

/** An axis of attributions, as far to both sides of zero. */
export function phiAxis(limit: number, spacing: number): Axis {
  const far = (limit || 1) * 1.06;
  return {
    min: -far,
    max: far,
    grid: true,
    ticks: (length) => linearTicks(-far, far, Math.max(2, Math.min(8, length / spacing))),
    format: (value) => formatSigned(Number(value.toPrecision(3)), 2),
  };
}
