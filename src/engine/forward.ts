import type { Emitter } from './emitter.js';
import { findLayer } from './layers/index.js';
import type { Network, NetworkLayer } from './network.js';
import type { Value } from './value.js';

/** Rows of the network's inputs at `source`, and the order (0: none) in which a batch takes them. */
export interface BatchSource {
  readonly source: number;
  readonly order: number;
  readonly step: number;
}

/**
 * Emits a batch's way through all layers; `onOutput` sees each layer's output when its calls stand. Returns the
 * last output.
 */
export function emitForward(
  network: Network,
  emitter: Emitter,
  rows: BatchSource,
  onOutput?: (layer: NetworkLayer, output: Value) => void,
): Value {
  return emitLayers(network, emitter, emitInput(network, emitter, rows), onOutput);
}

/** Emits the gathering of a batch's inputs. */
export function emitInput(network: Network, emitter: Emitter, rows: BatchSource): Value {
  const needsGradient = emitter.inputGradient;
  const data = emitter.value(network.inputShape, { needsGradient, layout: 'sample' });
  emitter.call('gatherRows', {
    ...rows,
    batch: data.buffer.pointer,
    rows: data.rows,
    rows4: data.rows4,
    width: data.width,
    ld: data.ld,
  });
  return data;
}

/** Emits the way of inputs that stand ready through all layers. */
export function emitLayers(
  network: Network,
  emitter: Emitter,
  data: Value,
  onOutput?: (layer: NetworkLayer, output: Value) => void,
): Value {
  const outputs: Value[] = [];
  for (const [index, layer] of network.layers.entries()) {
    // The one before has brought its output along.
    if (outputs[index]) continue;
    const [first = data, ...others] = layer.inputs.map((input) => outputs[input] ?? data);
    const inputs = [first, ...others] as const;
    for (const input of inputs) input.buffer.uses++;
    const member = findLayer(layer.type)!;
    const next = onlyReader(network, index);
    const pair = next && member.emitWith?.(layer, next, inputs, { emitter, isWatched: !!onOutput });
    if (pair) {
      outputs.push(pair.first ?? pair.second, pair.second);
      if (pair.first) onOutput?.(layer, pair.first);
      onOutput?.(next, pair.second);
      continue;
    }
    const output = member.emit(layer, inputs, emitter);
    // A layer that hands its input on has not used it.
    for (const input of inputs) if (input.buffer === output.buffer) input.buffer.uses--;
    if (countReaders(network, index) > 1) emitter.keep(output);
    outputs.push(output);
    onOutput?.(layer, output);
  }
  const last = outputs.at(-1) ?? data;
  last.buffer.uses++;
  return last;
}

/** How many layers read the output of a layer; the last one's is read by whoever asked. */
function countReaders({ layers }: Network, index: number): number {
  return layers.reduce((count, { inputs }) => count + inputs.filter((input) => input === index).length, 0);
}

/** The layer behind this one, where it reads nothing else and nobody else reads this one. */
function onlyReader(network: Network, index: number): NetworkLayer | null {
  const next = network.layers[index + 1];
  const isReader = next?.inputs.length === 1 && next.inputs[0] === index;
  return isReader && countReaders(network, index) === 1 ? next : null;
}
