import { buildNetwork } from '../engine/build.js';
import { createDifferentiator, type DifferenceKind, type Differentiator } from '../engine/differentiator.js';
import { findLayer } from '../engine/layers/index.js';
import { findUnrescalable, isLinearNetwork } from '../engine/linearity.js';
import type { Model } from '../model/model.js';
import { sizeOf } from '../tensor/shape.js';
import type { ExplainedModel, PredictMixed } from './explainedModel.js';
import { keepFirstLayer } from './firstLayerKept.js';
import { mixRectified } from './rectifiedMixtures.js';

/** A trained model as attribution sees it: logits, or values in the target's own units. */
export function explainModel(model: Model): ExplainedModel {
  const { network, problems } = buildNetwork(model.network);
  if (!network) throw new Error(`the network cannot be built: ${problems.map((p) => p.message).join('; ')}`);
  // Of a language, what follows the last position.
  const outputs = sizeOf(network.outputShape) / network.positions;
  const { target } = model.preprocessing;
  const units = Array.from({ length: outputs }, (_, o) =>
    target.kind === 'values'
      ? { factor: 1 / target.scale[o]!, offset: target.offset[o]! }
      : { factor: 1, offset: 0 },
  );
  const made = new Map<DifferenceKind, Differentiator>();
  const differentiator = (kind: DifferenceKind): Differentiator => {
    const found =
      made.get(kind) ?? createDifferentiator(kind, model.network, model.weights, model.createMachine);
    made.set(kind, found);
    return found;
  };
  const inUnits = (wanted: readonly number[], gradients: Float32Array[]): Float32Array[] =>
    gradients.map((values, i) => {
      const { factor } = units[wanted[i]!]!;
      return factor === 1 ? values : values.map((value) => value * factor);
    });
  const stopped = findUnrescalable(network);
  const readsTokens = network.layers.some(({ type }) => findLayer(type)?.readsTokens);
  const mixed = [mixRectified, keepFirstLayer].reduce<PredictMixed | null>(
    (found, way) => found ?? way(model.network, model.weights, model.createMachine),
    null,
  );
  return {
    inputs: sizeOf(network.inputShape),
    outputs,
    multiplications: network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    isLinear: isLinearNetwork(network),
    readsText: model.preprocessing.task === 'language',
    predict: (inputs, count) => {
      const raw = takeLast(model.predictRaw(inputs, count), network.positions, outputs);
      return raw.map((value, i) => value * units[i % outputs]!.factor + units[i % outputs]!.offset);
    },
    ...(mixed && {
      predictMixed: (mixture) =>
        mixed(mixture).map((value, i) => value * units[i % outputs]!.factor + units[i % outputs]!.offset),
    }),
    ...(readsTokens
      ? {}
      : {
          gradient: (inputs, count, wanted) =>
            inUnits(wanted, differentiator('gradient').gradient(inputs, count, wanted)),
        }),
    ...(stopped
      ? { multipliersObstacle: `the rescale rule does not cover ${stopped.name} (${stopped.type})` }
      : {
          multipliers: (inputs, references, count, wanted) =>
            inUnits(wanted, differentiator('multipliers').multipliers(inputs, references, count, wanted)),
        }),
  };
}

/** Of each row the outputs of its last position. */
function takeLast(raw: Float32Array, positions: number, outputs: number): Float32Array {
  if (positions === 1) return raw;
  const taken = new Float32Array(raw.length / positions);
  for (let row = 0; row * outputs < taken.length; row++) {
    const end = (row + 1) * positions * outputs;
    taken.set(raw.subarray(end - outputs, end), row * outputs);
  }
  return taken;
}
