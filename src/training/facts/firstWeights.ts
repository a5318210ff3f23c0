import type { Network, NetworkLayer, Parameter } from '../../engine/network.js';
import { l2Norm } from '../../inspect/norms.js';
import type { FirstWeights } from '../../runs/facts.js';
import type { FloatTensor } from '../../tensor/tensor.js';

/** Each matrix that a layer multiplies its input by, as it is before the first step. */
export function measureFirstWeights(
  network: Network,
  weights: readonly FloatTensor[],
  given: ReadonlySet<string>,
): Record<string, FirstWeights> {
  const matrices = network.layers.flatMap((layer, index) => {
    const parameter = matrixOf(layer);
    const tensor = parameter && weights.find(({ name }) => name === parameter.name);
    return parameter && tensor ? [{ index, parameter, tensor }] : [];
  });
  const measured = matrices.map(({ index, parameter, tensor }): [string, FirstWeights] => {
    const { shape, fanIn, fanOut, name, trainable } = parameter;
    const units = shape[0] ?? 1;
    const incoming = hashRows(tensor.values, units);
    const readers = matrices.filter((other) => readsFrom(network, other.index, index));
    const outgoing = readers.map((reader) => hashColumns(reader.tensor, units));
    // Dropout hides one unit and not its twin: with it nothing stays alike.
    const canPart = readers.length === 0 || readers.some((reader) => isDropped(network, reader.index, index));
    const whole = incoming.map((hash, unit) => [hash, ...outgoing.map((hashes) => hashes[unit])].join(' '));
    return [
      name,
      {
        rms: l2Norm(tensor.values) / Math.sqrt(Math.max(1, tensor.values.length)),
        fanIn,
        fanOut,
        units,
        alike: countShared(incoming),
        twins: canPart ? 0 : countShared(whole),
        isGiven: given.has(name),
        isLearning: trainable,
      },
    ];
  });
  return Object.fromEntries(measured);
}

/** Only layers that multiply by one matrix, a row a unit: norms, embeddings and gates are of another kind. */
function matrixOf({ type, parameters }: NetworkLayer): Parameter | undefined {
  if (!/^(dense|conv)/.test(type)) return undefined;
  return parameters.find(({ kind, shape }) => kind === 'weight' && shape.length > 1);
}

/** Whether layer `reader` reads what layer `source` gives, directly or through layers without a matrix. */
function readsFrom(network: Network, reader: number, source: number): boolean {
  return network.layers[reader]!.inputs.some(
    (input) =>
      input === source ||
      (input >= 0 && !matrixOf(network.layers[input]!) && readsFrom(network, input, source)),
  );
}

function isDropped(network: Network, reader: number, source: number): boolean {
  return network.layers[reader]!.inputs.some((input) => {
    if (input < 0 || input === source || matrixOf(network.layers[input]!)) return false;
    const { type, config } = network.layers[input]!;
    return (type === 'dropout' && Number(config['rate']) > 0) || isDropped(network, input, source);
  });
}

function hashRows(values: Float32Array, rows: number): number[] {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const length = Math.floor(values.length / rows);
  return Array.from({ length: rows }, (_, row) => {
    let hash = 0x811c9dc5;
    for (let i = row * length; i < (row + 1) * length; i++) hash = mix(hash, bits[i]!);
    return hash;
  });
}

/** By unit of the layer before: a hash of all weights that read it; one that fits no other where that is unknown. */
function hashColumns({ shape, values }: FloatTensor, units: number): number[] {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const rows = shape[0] ?? 1;
  const length = values.length / rows;
  const block = length / units;
  if (!Number.isInteger(block)) return Array.from({ length: units }, (_, unit) => unit);
  return Array.from({ length: units }, (_, unit) => {
    let hash = 0x811c9dc5;
    for (let row = 0; row < rows; row++) {
      const at = row * length + unit * block;
      for (let i = at; i < at + block; i++) hash = mix(hash, bits[i]!);
    }
    return hash;
  });
}

/** FNV-1a by words, with a shift so that high bits count as well. */
function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x01000193);
  return mixed ^ (mixed >>> 15);
}

function countShared(keys: readonly (string | number)[]): number {
  const counts = new Map<string | number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return keys.reduce<number>((sum, key) => sum + (counts.get(key)! > 1 ? 1 : 0), 0);
}
