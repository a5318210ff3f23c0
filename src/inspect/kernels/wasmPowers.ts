import { sumPowers, type PowerSums, type SumPowers } from '../standardizedMoments.js';
import type { Kernel } from './kernel.js';

/** Sums powers of f32 by the kernel; f64, and where something is not finite, the plain way. */
export function wasmSumPowers(kernel: Kernel): SumPowers {
  const { exports } = kernel;
  const powers = kernel.doubles(exports.powers, 2);
  return (values, mean, std) => {
    if (!(values instanceof Float32Array)) return sumPowers(values, mean, std);
    let [all, cubes, fourths] = [0, 0, 0];
    const add = (part: PowerSums): void => {
      all += part.count;
      cubes += part.cubes;
      fourths += part.fourths;
    };
    const rest = kernel.forEachPart(values, (count, at) => {
      exports.sumPowers(count, mean, 1 / std);
      const [third = 0, fourth = 0] = powers;
      if (Number.isFinite(third + fourth)) add({ count, cubes: third, fourths: fourth });
      else add(sumPowers(values.subarray(at, at + count), mean, std));
    });
    add(sumPowers(values.subarray(rest), mean, std));
    return { count: all, cubes, fourths };
  };
}
