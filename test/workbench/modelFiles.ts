import { writeSafetensors } from '../../src/formats/writeSafetensors.js';

/** A file of four tensors, which grow with `scale`. */
export function weightsOf(name: string, scale: number): Uint8Array {
  const tensors = Object.entries({ '0.weight': [8, 2], '0.bias': [8], '2.weight': [1, 8], '2.bias': [1] });
  return writeSafetensors(
    tensors.map(([part, shape], i) => {
      const size = shape.reduce((product, dimension) => product * dimension, 1);
      const values = Float32Array.from({ length: size }, (_, at) => scale * Math.sin(at + i));
      return {
        name: `${name}.${part}`,
        dtype: 'float32' as const,
        shape,
        bytes: new Uint8Array(values.buffer),
      };
    }),
  );
}
