import { sizeOf } from '../tensor/shape.js';
import { findLayer } from './layers/index.js';
import { activationOf } from './layers/weightOptions.js';
import type { UnitWatch } from './activations/activation.js';
import type { Arena } from './arena.js';
import type { Emitter } from './emitter.js';
import type { Network, NetworkLayer } from './network.js';
import { placeGradientBlocks, type GradientBlocks } from './gradientBlocks.js';
import type { PlacedParameter, Placement } from './placement.js';
import type { Layout, Value } from './value.js';

/** The modes of the kernel `countUnits`. */
const countModes = { dead: 0, saturatedTanh: 1, saturatedSigmoid: 2 } as const satisfies Record<
  UnitWatch,
  number
>;

/** A layer whose output is watched. */
export interface WatchedLayer {
  readonly layer: NetworkLayer;
  /** Two words: mean and standard deviation. */
  readonly moments: number;
  /** One integer for each unit, where units are counted. */
  readonly counts: number;
  readonly units: number;
  /** In which its units are columns. */
  readonly layout: Layout;
  /** Rows that a step adds to the counts, for each row of the batch. */
  readonly rowsPerSample: number;
  readonly kind: UnitWatch | undefined;
}

/** Where what is seen of a training lies, and what writes it. Each list of norms ends with that of all together. */
export interface Watch {
  readonly gradientNorms: number;
  readonly totalGradientNorm: number;
  readonly weightNorms: number;
  readonly updateNorms: number;
  readonly layers: readonly WatchedLayer[];
  /** Pairs (offset, length) that have to stand in the arena, as integers. */
  readonly segments: readonly { readonly pointer: number; readonly values: readonly number[] }[];
  emitActivation(emitter: Emitter, layer: NetworkLayer, output: Value): void;
  /** The gradient in blocks, whose norms come to stand at `gradientNorms`. */
  readonly gradient: GradientBlocks;
  emitBeforeUpdate(emitter: Emitter): void;
  emitAfterUpdate(emitter: Emitter): void;
}

/** Places what watching needs. */
export function planWatch(
  network: Network,
  placement: Placement,
  learning: readonly PlacedParameter[],
  arena: Arena,
): Watch {
  const count = learning.length;
  const { parameter, words } = placement.learning;
  const weightSegments = arena.place(2 * count);
  const gradientNorms = arena.place(count + 1);
  const gradient = placeGradientBlocks(learning, words, gradientNorms, arena);
  const weightNorms = arena.place(count + 1);
  const updateNorms = arena.place(count + 1);
  const snapshot = arena.place(words);
  const layers = network.layers.filter(isWatched).map((layer): WatchedLayer => {
    const kind = watchOf(layer);
    const layout = layoutOfUnits(network, layer);
    const units = layer.outputShape.at(layout === 'channels' ? 0 : -1) ?? 1;
    return {
      layer,
      kind,
      units,
      layout,
      rowsPerSample: sizeOf(layer.outputShape) / units,
      moments: arena.place(2),
      counts: kind ? arena.place(units) : 0,
    };
  });
  return {
    gradientNorms,
    totalGradientNorm: gradientNorms + count,
    gradient,
    weightNorms,
    updateNorms,
    layers,
    segments: [
      ...gradient.integers,
      { pointer: weightSegments, values: learning.flatMap((placed) => [placed.pointer, placed.words]) },
    ],
    emitActivation(emitter, layer, output) {
      const watched = layers.find((each) => each.layer === layer);
      if (!watched) return;
      const { buffer, rows, width: n, ld } = emitter.lookAt(output, watched.layout);
      const values = { x: buffer.pointer, rows, n, ld };
      emitter.call('moments', { ...values, out: watched.moments });
      if (watched.kind) {
        emitter.call('countUnits', { ...values, counts: watched.counts, mode: countModes[watched.kind] });
      }
    },
    emitBeforeUpdate(emitter) {
      emitter.call('segmentNorms', { segments: weightSegments, count, norms: weightNorms });
      emitter.call('copy', { source: parameter, destination: snapshot, count: words });
    },
    emitAfterUpdate(emitter) {
      const distance = snapshot - parameter;
      emitter.call('segmentDifferenceNorms', {
        segments: weightSegments,
        count,
        distance,
        norms: updateNorms,
      });
    },
  };
}

/** Layers that compute something of their own: with weights, or an activation. */
function isWatched(layer: NetworkLayer): boolean {
  return layer.parameters.length > 0 || layer.type === 'activation';
}

function watchOf(layer: NetworkLayer): UnitWatch | undefined {
  return activationOf(layer.config, layer.type === 'activation' ? 'function' : 'activation').watch;
}

/** The layout in which each unit of a layer is a column: a channel of an image, else a feature of the last axis. */
function layoutOfUnits(network: Network, layer: NetworkLayer): Layout {
  const axis = findLayer(layer.type)?.unitAxis ?? 'last';
  if (axis !== 'kept') return axis === 'first' ? 'channels' : 'lastAxis';
  const [input = -1] = layer.inputs;
  const before = network.layers[input];
  if (before) return layoutOfUnits(network, before);
  return network.inputShape.length === 3 ? 'channels' : 'lastAxis';
}
