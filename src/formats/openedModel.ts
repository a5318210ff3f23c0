import type { DType } from '../tensor/dtype.js';
import { dtypes } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import type { ModelTensor, OpenModel } from './format.js';

/** What a format found, as an open model. `warnings` may still grow while values are read. */
export function openedModel(parts: Omit<OpenModel, 'read'>): OpenModel {
  let byName: Map<string, ModelTensor> | undefined;
  return {
    ...parts,
    read: async ({ name }) => {
      byName ??= new Map(parts.tensors.map((tensor) => [tensor.name, tensor]));
      const tensor = byName.get(name);
      if (!tensor) throw new RangeError(`There is no tensor "${name}" in this file`);
      return readTensor(tensor);
    },
  };
}

/** All values of a tensor: as they stand where that is a type of ours, else as floating-point numbers. */
export async function readTensor(tensor: ModelTensor): Promise<Tensor> {
  const { name, dtype, shape } = tensor;
  if (tensor.readBytes && Object.hasOwn(dtypes, dtype)) {
    return { name, dtype: dtype as DType, shape, bytes: await tensor.readBytes() };
  }
  const values = await tensor.read(0, tensor.size);
  return {
    name,
    dtype: values instanceof Float32Array ? 'float32' : 'float64',
    shape,
    bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}
