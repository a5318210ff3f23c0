import { sqrt } from '../../tensor/math.js';
import type { Initializer } from './initializer.js';

/**
 * Normal draws made orthonormal by modified Gram–Schmidt. In double precision what is lost to rounding (about the
 * condition number times 1e-16) is far below what f32 can hold. The triangular factor has a positive diagonal,
 * which makes the result evenly distributed over all orthogonal matrices, as PyTorch's sign correction does.
 */
export const orthogonal: Initializer = {
  name: 'orthogonal',
  doc:
    'A random rotation: the rows of the weight as [out, everything else] (the columns, where there are fewer of ' +
    'them) have length 1 and stand at right angles, so that no direction of the signal is stretched or lost. ' +
    'For very deep or recurrent networks (Saxe et al. 2013).',
  options: {},
  fill: (_config, { shape }, random, values) => {
    const rows = shape[0] ?? 1;
    const columns = rows === 0 ? 0 : values.length / rows;
    const wide = rows <= columns;
    const count = wide ? rows : columns;
    const length = wide ? columns : rows;

    const vectors = Array.from({ length: count }, (_, v) =>
      Float64Array.from({ length }, (_, i) => random.normal(v * length + i)),
    );
    vectors.forEach((vector, v) => {
      for (let other = 0; other < v; other++) subtractProjection(vector, vectors[other]!);
      scale(vector, 1 / sqrt(dot(vector, vector)));
    });

    vectors.forEach((vector, v) => {
      for (let i = 0; i < length; i++) values[wide ? v * columns + i : i * columns + v] = vector[i]!;
    });
  },
};

/** In four sums beside each other: one alone would have every addition wait for the one before. */
function dot(a: Float64Array, b: Float64Array): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  const whole = a.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    sum0 += a[i]! * b[i]!;
    sum1 += a[i + 1]! * b[i + 1]!;
    sum2 += a[i + 2]! * b[i + 2]!;
    sum3 += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < a.length; i++) sum0 += a[i]! * b[i]!;
  return sum0 + sum1 + (sum2 + sum3);
}

/** Takes from `vector` its part along `unit`. */
function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  const part = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! - part * unit[i]!;
}

function scale(vector: Float64Array, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! * factor;
}
