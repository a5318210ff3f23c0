import type { MemberConfig } from '../config.js';

/**
 * The product factor(1)·…·factor(t) as a function of the configuration and t. It is always multiplied up from 1,
 * one factor after the other, so that a resumed training gets the same bits as one that never stopped; that
 * the last product of each configuration is remembered saves time and nothing else.
 *
 * What is below half a unit in the last place of 1 becomes 0: it could change `1 − product` no more.
 */
export function createRunningProduct(
  factor: (config: MemberConfig, t: number) => number,
): (config: MemberConfig, t: number) => number {
  const reached = new WeakMap<MemberConfig, { t: number; product: number }>();
  return (config, t) => {
    let last = reached.get(config);
    if (!last || last.t > t) {
      last = { t: 0, product: 1 };
      reached.set(config, last);
    }
    while (last.t < t && last.product > 0) {
      last.t++;
      last.product *= factor(config, last.t);
      if (last.product < 2 ** -60) last.product = 0;
    }
    last.t = t;
    return last.product;
  };
}
