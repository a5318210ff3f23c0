import { sumPowers, type PowerSums, type SumPowers } from '../standardizedMoments.js';
import type { Kernel } from './kernel.js';

/** Sums powers by the kernel; where something is not finite, the plain way. */
export function wasmSumPowers(kernel: Kernel): SumPowers {
  const { exports } = kernel;
  const powers = kernel.doublesAt(exports.powers, 2);
  return (values, mean, std) => {
    let [all, cubes, fourths] = [0, 0, 0];
    const add = (part: PowerSums): void => {
      all += part.count;
      cubes += part.cubes;
      fourths += part.fourths;
    };
    const sum = values instanceof Float32Array ? exports.sumPowers : exports.sumPowersOfDoubles;
    const rest = kernel.forEachPart(values, (from, count, at) => {
      sum(from, count, mean, 1 / std);
      const [third = 0, fourth = 0] = powers;
      if (Number.isFinite(third + fourth)) add({ count, cubes: third, fourths: fourth });
      else add(sumPowers(values.subarray(at, at + count), mean, std));
    });
    add(sumPowers(values.subarray(rest), mean, std));
    return { count: all, cubes, fourths };
  };
}
