import type { Spec } from '../../spec/spec.js';
import { say } from '../say.js';
import type { MaybeFix } from './fix.js';

/**
 * Clips at the 90th percentile of the norms that were seen while things went well (Pascanu et al. 2013, §3.2:
 * half to ten times the average), and at 1 where nothing went well or they were far from it.
 */
export function clipGradients({ training }: Spec, healthyNorms: Float64Array): MaybeFix {
  const limit = percentileOf(healthyNorms);
  if (training.clipNorm !== undefined && training.clipNorm <= limit) return null;
  return {
    title: `Clip gradients at ${say(limit)}`,
    edits: [{ op: 'set', path: ['training', 'clipNorm'], value: limit }],
  };
}

/** Clips no more, or at a norm that leaves most gradients as they are. */
export function clipLess({ training }: Spec): MaybeFix {
  if (training.clipNorm === undefined && training.clipValue === undefined) return null;
  const keys = (['clipNorm', 'clipValue'] as const).filter((key) => training[key] !== undefined);
  return {
    title: 'Clip no gradients',
    edits: keys.map((key) => ({ op: 'remove', path: ['training', key] })),
  };
}

function percentileOf(norms: Float64Array): number {
  const finite = norms.filter((norm) => Number.isFinite(norm) && norm > 0).sort();
  const percentile = finite[Math.floor(0.9 * (finite.length - 1))] ?? 1;
  return finite.length < 5 || percentile > 10 ? 1 : Number(percentile.toPrecision(1));
}
