import { Arena } from '../engine/arena.js';
import { buildNetwork } from '../engine/build.js';
import type { LayerConfig, NetworkConfig } from '../engine/config.js';
import { activationOf } from '../engine/layers/weightOptions.js';
import { isLinearNetwork } from '../engine/linearity.js';
import { pack } from '../engine/pack.js';
import { createPredictor } from '../engine/predictor.js';
import type { Machine, Program } from '../tensor/kernels/machine.js';
import { roundUp } from '../tensor/shape.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { meanOf } from './background.js';
import type { Background, PredictMixed } from './explainedModel.js';

/** Mixtures that pass through the network at once, so that they stay in the cache. */
const batchRows = 256;
/** Units of the first layer at most: what the kernels can list. */
const mostUnits = 32768;

/**
 * For a network that begins with a dense layer of relu and another dense layer, W₂·relu(W₁x + b₁): since
 * relu(z) = z + relu(−z), units that are on at the background's mean are turned to be off there, and what they pass
 * on while they are on is a matrix of the inputs alone,
 *
 *     W₂·relu(W₁x + b₁) = W₂·relu(σ(W₁x + b₁)) + W₂D(W₁x + b₁)
 *
 * with D = 1 for the turned units and 0 for the others, σ = 1 − 2D. The products with x are computed once for a
 * coalition, as in `keepFirstLayer`, and mixing rows leaves few units on, which are all that the second product goes
 * through. Null where the network begins otherwise.
 */
export function mixRectified(
  config: NetworkConfig,
  weights: readonly FloatTensor[],
  createMachine: (words: number) => Machine,
): PredictMixed | null {
  const start = findStart(config, weights);
  if (!start || start.units > mostUnits) return null;
  const upper = createUpper(config, weights, start, createMachine);
  let mixer: Mixer | undefined;
  let mixedBackground: Background | undefined;
  return (mixture) => {
    const { rows, count, background, masks, coalitions } = mixture;
    if (!mixer || mixedBackground !== background) {
      mixer = new Mixer(start, background, upper.isLinear, createMachine);
      mixedBackground = background;
    }
    const means = new Float64Array(count * coalitions * config.outputs);
    for (let first = 0; first < coalitions; first += mixer.coalitionsAtOnce) {
      const taken = Math.min(mixer.coalitionsAtOnce, coalitions - first);
      mixer.takeCoalitions(masks.subarray(first * start.inputs, (first + taken) * start.inputs), taken);
      for (let row = 0; row < count; row++) {
        const values = mixer.mix(rows.subarray(row * start.inputs, (row + 1) * start.inputs));
        means.set(upper.means(values, background), (row * coalitions + first) * config.outputs);
      }
    }
    return means;
  };
}

/** The two dense layers that a network begins with. */
interface Start {
  readonly inputs: number;
  readonly units: number;
  readonly outputs: number;
  /** `[units, inputs]`, `[units]`, `[outputs, units]`, `[outputs]` */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly nextWeight: Float32Array;
  readonly nextBias: Float32Array;
  /** Whether the second layer's activation is relu, which the kernel applies; any other is left to the rest. */
  readonly isRectified: boolean;
}

function findStart(config: NetworkConfig, weights: readonly FloatTensor[]): Start | null {
  const [first, second, ...others] = buildNetwork(config).network?.layers ?? [];
  if (first?.type !== 'dense' || second?.type !== 'dense' || config.inputShape.length !== 1) return null;
  const readsEarlier = others.some(({ inputs }) => inputs.some((index) => index < 1));
  if (activationOf(first.config).name !== 'relu' || second.inputs[0] !== 0 || readsEarlier) return null;
  const [units, outputs] = [first.outputShape[0]!, second.outputShape[0]!];
  const values = (name: string, length: number): Float32Array =>
    Float32Array.from(weights.find((tensor) => tensor.name === name)?.values ?? new Float32Array(length));
  return {
    ...{ inputs: config.inputShape[0]!, units, outputs },
    weight: values(`${first.name}.weight`, 0),
    bias: values(`${first.name}.bias`, units),
    nextWeight: values(`${second.name}.weight`, 0),
    nextBias: values(`${second.name}.bias`, outputs),
    isRectified: activationOf(second.config).name === 'relu',
  };
}

/** What comes after the two layers: for values of mixtures, or where it is linear for their means, the mean outputs. */
function createUpper(
  config: NetworkConfig,
  weights: readonly FloatTensor[],
  { outputs: width, isRectified }: Start,
  createMachine: (words: number) => Machine,
): { isLinear: boolean; means(values: Float32Array, background: Background): Float32Array | Float64Array } {
  const [first, second, ...rest] = config.layers as [LayerConfig, LayerConfig, ...LayerConfig[]];
  const passed = isRectified ? 'linear' : (second['activation'] ?? 'linear');
  const activation: LayerConfig = { type: 'activation', name: second.name, index: 1, function: passed };
  const upper = { ...config, inputShape: [width], layers: [activation, ...rest] };
  const own = weights.filter(
    ({ name }) => ![first, second].some((layer) => name.startsWith(`${layer.name}.`)),
  );
  const predictor = createPredictor(upper, own, createMachine);
  const isLinear = isLinearNetwork(buildNetwork(upper).network!);
  return {
    isLinear,
    means(values, { count, weights: shares }) {
      const predicted = predictor.predict(values, values.length / width);
      if (isLinear) return predicted;
      const { outputs } = config;
      const means = new Float64Array(predicted.length / count);
      for (let at = 0; at < predicted.length; at++) {
        const mixture = Math.floor(at / outputs);
        means[Math.floor(mixture / count) * outputs + (at % outputs)]! +=
          shares[mixture % count]! * predicted[at]!;
      }
      return means;
    },
  };
}

/** The two layers' products in an arena of their own, for one background. */
class Mixer {
  readonly coalitionsAtOnce: number;
  private readonly machine: Machine;
  private readonly programs = new Map<number, { background: Program; row: Program }>();
  private readonly places: Record<
    | 'matrix'
    | 'bias'
    | 'noBias'
    | 'next'
    | 'shares'
    | 'maskedRow'
    | 'maskedOthers'
    | 'own'
    | 'others'
    | 'mixed'
    | 'means',
    number
  >;
  private readonly size: { in8: number; units8: number; out8: number };
  private masks: Uint8Array = new Uint8Array(0);
  private taken = 0;

  constructor(
    private readonly start: Start,
    private readonly background: Background,
    private readonly averages: boolean,
    createMachine: (words: number) => Machine,
  ) {
    const { inputs, units, outputs } = start;
    const [in8, units8, out8] = [roundUp(inputs, 8), roundUp(units, 8), roundUp(outputs, 8)];
    this.size = { in8, units8, out8 };
    this.coalitionsAtOnce = Math.max(1, Math.floor(batchRows / background.count));
    const mixtures = this.coalitionsAtOnce * background.count;
    const arena = new Arena();
    const both = units8 + out8;
    this.places = {
      matrix: arena.place(in8 * both),
      bias: arena.place(both),
      noBias: arena.place(both),
      next: arena.place(units8 * out8),
      shares: arena.place(background.count),
      maskedRow: arena.place(this.coalitionsAtOnce * in8),
      maskedOthers: arena.place(mixtures * in8),
      own: arena.place(this.coalitionsAtOnce * both),
      others: arena.place(mixtures * both),
      mixed: arena.place(mixtures * out8),
      means: arena.place(this.coalitionsAtOnce * out8),
    };
    this.machine = createMachine(arena.words);
    this.write();
  }

  /** Coalitions that the next rows are mixed by, a byte an input for each. */
  takeCoalitions(masks: Uint8Array, taken: number): void {
    this.masks = masks;
    this.taken = taken;
    const { inputs } = this.start;
    const { background } = this;
    for (let s = 0; s < taken; s++) {
      const mask = masks.subarray(s * inputs, (s + 1) * inputs);
      for (let b = 0; b < background.count; b++) {
        const from = background.inputs.subarray(b * inputs, (b + 1) * inputs);
        this.stage(from, mask, 0, this.places.maskedOthers + (s * background.count + b) * this.size.in8);
      }
    }
    this.program().background.run();
  }

  /** The second layer's outputs of a row mixed with the background by each coalition, or their means. */
  mix(row: Float32Array): Float32Array {
    const { inputs, outputs } = this.start;
    const { in8, out8 } = this.size;
    for (let s = 0; s < this.taken; s++) {
      const mask = this.masks.subarray(s * inputs, (s + 1) * inputs);
      this.stage(row, mask, 1, this.places.maskedRow + s * in8);
    }
    this.program().row.run();
    const { floats } = this.machine;
    const count = this.averages ? this.taken : this.taken * this.background.count;
    const from = this.averages ? this.places.means : this.places.mixed;
    const values = new Float32Array(count * outputs);
    for (let r = 0; r < count; r++) {
      values.set(floats.subarray(from + r * out8, from + r * out8 + outputs), r * outputs);
    }
    return values;
  }

  private stage(values: Float32Array, mask: Uint8Array, kept: 0 | 1, at: number): void {
    const { floats } = this.machine;
    for (let i = 0; i < mask.length; i++) floats[at + i] = mask[i] === kept ? values[i]! : 0;
  }

  private program(): { background: Program; row: Program } {
    const found = this.programs.get(this.taken) ?? this.compile(this.taken);
    this.programs.set(this.taken, found);
    return found;
  }

  private compile(groups: number): { background: Program; row: Program } {
    const { places } = this;
    const { in8, units8, out8 } = this.size;
    const { count } = this.background;
    const product = { weight: places.matrix, in8, out8: units8 + out8 };
    return {
      background: this.machine.compile([
        {
          kernel: 'sparseForward',
          arguments: {
            ...product,
            ...{ x: places.maskedOthers, bias: places.noBias, y: places.others, rows: groups * count },
          },
        },
      ]),
      row: this.machine.compile([
        {
          kernel: 'sparseForward',
          arguments: { ...product, x: places.maskedRow, bias: places.bias, y: places.own, rows: groups },
        },
        {
          kernel: 'mixForward',
          arguments: {
            ...{ own: places.own, others: places.others, weight: places.next, y: places.mixed },
            ...{ groups, count, in8: units8, out8, relu: this.start.isRectified ? 1 : 0 },
          },
        },
        ...(this.averages
          ? [
              {
                kernel: 'averageGroups' as const,
                arguments: {
                  ...{ x: places.mixed, shares: places.shares, out: places.means },
                  ...{ groups, count, n8: out8 },
                },
              },
            ]
          : []),
      ]),
    };
  }

  /** Writes σW₁ and W₂DW₁ beside each other, their biases, W₂, and the background's shares. */
  private write(): void {
    const { inputs, units, outputs, weight, bias, nextWeight, nextBias } = this.start;
    const { units8, out8 } = this.size;
    const { floats } = this.machine;
    const { places } = this;
    const both = units8 + out8;
    const mean = meanOf(this.background, inputs);
    for (let o = 0; o < outputs; o++) floats[places.bias + units8 + o] = nextBias[o]!;
    const passed = new Float64Array(outputs * inputs);
    const passedBias = Float64Array.from(nextBias);
    for (let u = 0; u < units; u++) {
      const row = weight.subarray(u * inputs, (u + 1) * inputs);
      const atMean = row.reduce((sum, value, i) => sum + value * mean[i]!, bias[u]!);
      const isTurned = atMean > 0;
      const sign = isTurned ? -1 : 1;
      row.forEach((value, i) => (floats[places.matrix + i * both + u] = sign * value));
      floats[places.bias + u] = sign * bias[u]!;
      if (!isTurned) continue;
      for (let o = 0; o < outputs; o++) {
        const factor = nextWeight[o * units + u]!;
        passedBias[o]! += factor * bias[u]!;
        for (let i = 0; i < inputs; i++) passed[o * inputs + i]! += factor * row[i]!;
      }
    }
    for (let o = 0; o < outputs; o++) {
      floats[places.bias + units8 + o] = passedBias[o]!;
      for (let i = 0; i < inputs; i++)
        floats[places.matrix + i * both + units8 + o] = passed[o * inputs + i]!;
    }
    pack({ storage: 'taps', shape: [outputs, 1, units] }, nextWeight, floats, places.next);
    floats.set(this.background.weights, places.shares);
  }
}
