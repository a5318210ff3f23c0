/** What PyTorch would call to make its tensors, read as a description of them (torch/_utils.py). */
import { affineTensor } from '../affineTensor.js';
import { unreadableTensor } from '../denseTensor.js';
import type { ModelTensor } from '../format.js';
import { FormatError } from '../formatError.js';
import { PickleCall, PickleGlobal, PickleList, type PickleValue } from '../pickle/values.js';
import { sparseTensor } from '../sparseTensor.js';
import { stridedTensor } from '../stridedTensor.js';
import { readElementType, readStorageRef, type FindStorage } from './storage.js';

type Arguments = readonly (PickleValue | undefined)[];

interface Request {
  readonly name: string;
  readonly call: PickleCall;
  readonly findStorage: FindStorage;
}

type Rebuild = (args: Arguments, request: Request) => ModelTensor;

const rebuilders: Readonly<Record<string, Rebuild>> = {
  'torch._utils._rebuild_tensor': rebuildDense,
  'torch._utils._rebuild_tensor_v2': rebuildDense,
  'torch._utils._rebuild_tensor_v3': rebuildDense,
  'torch._utils._rebuild_qtensor': rebuildQuantised,
  'torch._utils._rebuild_sparse_tensor': rebuildSparse,
  'torch._utils._rebuild_meta_tensor_no_storage': ([dtype, shape], { name, call }) =>
    unreadableTensor(
      { name, dtype: readElementType(dtype, call.byteOffset).dtype, shape: readCounts(shape, name, call) },
      'it was saved from the "meta" device, without values',
      0,
      call.byteOffset,
    ),
};

/** Calls that only wrap a tensor: which argument it is. */
const wrappers: Readonly<Record<string, number>> = {
  'torch._utils._rebuild_parameter': 0,
  'torch._utils._rebuild_parameter_with_state': 0,
  'torch.nn.parameter.Parameter': 0,
  'torch.nn.Parameter': 0,
  'torch.nn.parameter.Buffer': 0,
};

/** The call that makes a tensor, out of its wrappers; undefined for what makes none. */
export function findTensorCall(value: PickleValue | undefined): PickleCall | undefined {
  for (let layers = 0; layers < 16; layers++) {
    if (!(value instanceof PickleCall)) return undefined;
    const { name, args } = value;
    if (Object.hasOwn(rebuilders, name)) return value;
    if (Object.hasOwn(wrappers, name)) value = args[wrappers[name]!];
    else if (name === 'torch._tensor._rebuild_from_type_v2') {
      // (function, type, arguments, state)
      const [callee, , inner] = args;
      if (!(callee instanceof PickleGlobal && inner instanceof PickleList)) return undefined;
      value = new PickleCall(callee, inner.items, value.byteOffset);
    } else return undefined;
  }
  return undefined;
}

/** Throws a FormatError where the description is not that of a tensor, or its storage is not there. */
export function rebuildTensor(name: string, call: PickleCall, findStorage: FindStorage): ModelTensor {
  return rebuilders[call.name]!(call.args, { name, call, findStorage });
}

/** (storage, offset, shape, strides, requires grad, hooks[, dtype]) */
function rebuildDense(args: Arguments, { name, call, findStorage }: Request): ModelTensor {
  const [storage, offset, shape, strides, , , dtype] = args;
  const ref = readStorageRef(storage);
  const type = call.name.endsWith('_v3') ? readElementType(dtype, call.byteOffset) : ref.type;
  const bytes = findStorage(ref);
  const [first] = readCounts(new PickleList([offset ?? null]), name, call);
  return stridedTensor({
    name,
    dtype: type.dtype,
    shape: readCounts(shape, name, call),
    strides: readCounts(strides, name, call),
    offset: first! + ref.viewOffset,
    storageSize: Math.floor(bytes.bytes / type.width),
    source: bytes.source,
    byteOffset: bytes.byteOffset,
    codec: type.codec(bytes.bigEndian),
  });
}

/** (storage, offset, shape, strides, quantizer, …); the quantizer is (scheme, scale, zero point) or (scheme, scales, zero points, axis). */
function rebuildQuantised(args: Arguments, request: Request): ModelTensor {
  const stored = rebuildDense(args, request);
  const quantizer = args[4];
  const [scheme, scale, zeroPoint, axis] = quantizer instanceof PickleList ? quantizer.items : [];
  const schemeName = scheme instanceof PickleGlobal ? scheme.fullName : '';
  if (schemeName === 'torch.per_tensor_affine') {
    const parameters = { scales: [Number(scale)], zeroPoints: [Number(zeroPoint)], axis: 0 };
    return affineTensor(stored, stored.dtype, async () => parameters);
  }
  const scalesCall = findTensorCall(scale);
  const zerosCall = findTensorCall(zeroPoint);
  if (!schemeName.startsWith('torch.per_channel_affine') || !scalesCall || !zerosCall) {
    return unreadableTensor(
      stored,
      `its quantisation ${schemeName || 'scheme'} is not known`,
      stored.bytes,
      request.call.byteOffset,
    );
  }
  const { name, findStorage } = request;
  const scales = rebuildTensor(`${name} (scales)`, scalesCall, findStorage);
  const zeros = rebuildTensor(`${name} (zero points)`, zerosCall, findStorage);
  const channels = stored.shape[Number(axis)];
  if (scales.size !== channels || zeros.size !== channels) {
    throw new FormatError(
      `tensor "${name}": ${scales.size} scales and ${zeros.size} zero points for ${channels ?? 'no'} channels`,
      request.call.byteOffset,
    );
  }
  return affineTensor(stored, stored.dtype, async () => ({
    scales: await scales.read(0, scales.size),
    zeroPoints: await zeros.read(0, zeros.size),
    axis: Number(axis),
  }));
}

/** (layout, (indices, values, shape)) */
function rebuildSparse(args: Arguments, { name, call, findStorage }: Request): ModelTensor {
  const parts = args[1] instanceof PickleList ? args[1].items : [];
  const indicesCall = findTensorCall(parts[0]);
  const valuesCall = findTensorCall(parts[1]);
  if (!indicesCall || !valuesCall) {
    throw new FormatError(`tensor "${name}": its sparse layout is not that of coordinates`, call.byteOffset);
  }
  const indices = rebuildTensor(`${name} (indices)`, indicesCall, findStorage);
  const values = rebuildTensor(name, valuesCall, findStorage);
  return sparseTensor(name, readCounts(parts[2], name, call), indices, values);
}

/** A tuple of whole numbers, or a `torch.Size` of one. */
function readCounts(value: PickleValue | undefined, name: string, call: PickleCall): number[] {
  const inner = value instanceof PickleCall && value.name === 'torch.Size' ? value.args[0] : value;
  const items = inner instanceof PickleList ? inner.items : null;
  if (
    !items?.every(
      (item): item is number => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0,
    )
  ) {
    const shown = items
      ? `(${items.map((item) => (typeof item === 'object' ? '…' : String(item))).join(', ')})`
      : 'nothing';
    throw new FormatError(
      `tensor "${name}": whole numbers from 0 should be its shape, strides and offset, not ${shown}`,
      call.byteOffset,
    );
  }
  return items;
}
