import { roundUp } from '../../tensor/shape.js';
import { activate } from '../activate.js';
import type { MemberConfig } from '../config.js';
import type { Emitter } from '../emitter.js';
import { flagOption, optionalNumber } from '../member.js';
import type { NetworkLayer, NetworkProblem } from '../network.js';
import type { PlacedParameter } from '../placement.js';
import type { Options } from '../option.js';
import { stridesOf, type Value } from '../value.js';
import type { LayerContext, LayerDescription, ParameterDescription } from './layer.js';
import { activationOf, weightOptions } from './weightOptions.js';

export const recurrentOptions: Options = {
  units: {
    kind: 'number',
    integer: true,
    minimum: 1,
    doc: 'Numbers of the hidden state, which is also the output. 16 to 256 is usual.',
  },
  returnSequences: {
    kind: 'boolean',
    default: false,
    doc: 'true: gives the hidden state after every step, [time, units], for another recurrent layer or a target at each position; else the last one.',
  },
  ...weightOptions,
  biasInit: {
    kind: 'member',
    family: 'initializers',
    doc: 'How the biases start: a name, or an object with options. Left out: uniform up to ±1/√units, as PyTorch’s.',
  },
};

/** Shapes and parameters of a recurrent layer with so many gates, named and drawn as PyTorch's. */
export function describeRecurrent(
  config: MemberConfig,
  { inputShapes: [inputShape = []], outputs }: LayerContext,
  gates: number,
): LayerDescription | NetworkProblem {
  const [steps, features = 1] = inputShape;
  const units = optionalNumber(config, 'units') ?? outputs;
  if (inputShape.length !== 2 || steps === undefined) {
    return {
      path: [],
      message: `a recurrent layer reads [time, features], and its input has the shape [${inputShape.join(', ')}]; begin with an embedding or a reshape`,
    };
  }
  if (units === undefined) {
    return {
      path: [],
      message:
        'a recurrent layer needs "units", the length of its hidden state; only the last layer gets them from the target',
    };
  }
  const bound = 1 / Math.sqrt(units);
  const shared = {
    groups: gates,
    fanOut: gates * units,
    defaultInit: { type: 'randomUniform', minimum: -bound, maximum: bound },
  };
  const weight = (suffix: string, inputs: number): ParameterDescription => {
    const shape = [gates * units, inputs];
    return { suffix, shape, kind: 'weight', storage: 'panels', fanIn: inputs, ...shared };
  };
  const bias = (suffix: string, inputs: number): ParameterDescription => {
    return { suffix, shape: [gates * units], kind: 'bias', storage: 'rows', fanIn: inputs, ...shared };
  };
  const parameters = [weight('weight_ih_l0', features), weight('weight_hh_l0', units)];
  if (flagOption(config, 'bias')) parameters.push(bias('bias_ih_l0', features), bias('bias_hh_l0', units));
  return {
    outputShape: flagOption(config, 'returnSequences') ? [steps, units] : [units],
    parameters,
    state: [],
  };
}

/** Multiplications and additions of the products with the inputs and with the hidden state, at every step. */
export function recurrentOperations({ inputShapes, parameters }: NetworkLayer): number {
  const steps = inputShapes[0]![0]!;
  const [ofInputs, ofHidden] = [parameters[0]!.shape, parameters[1]!.shape];
  return 2 * steps * ofInputs[0]! * (ofInputs[1]! + ofHidden[1]!);
}

/** All steps of a sequence, one behind the other: where its buffers lie, and how long they are. */
export interface Sequence {
  /** `[steps][rows4][gates][n8]`: the products with the inputs, then the gates. */
  readonly gates: number;
  /** `[steps + 1][rows4][n8]`, the first of them 0. */
  readonly hidden: number;
  /** Of the hidden state; bias 0: none. */
  readonly weight: { readonly pointer: number; readonly words: number };
  readonly bias: number;
  readonly steps: number;
  /** Rows of a step; a part of a call works on fewer. */
  readonly batch4: number;
  readonly rows4: number;
  readonly n8: number;
}

/** What reaches a sequence from behind, and where the gradients of its products go. */
export interface SequenceGradient {
  readonly dHidden: number;
  readonly dOutputs: number;
  /** Of the products with the inputs. */
  readonly dGates: number;
}

/** What makes one recurrent layer different from another. */
export interface Cell {
  readonly gates: number;
  /** Whether the two biases are only ever added, so that they can be beforehand. */
  readonly addsBiases: boolean;
  /** Emits the steps forward; gives what emits them backward and says where the gradient of the products with the hidden state stands. */
  emit(sequence: Sequence, emitter: Emitter): (gradient: SequenceGradient) => number;
}

/** Emits the weight turned round for the way back; returns where it stands. */
export function emitTransposed({ weight, n8 }: Sequence, gates: number, emitter: Emitter): number {
  const transposed = emitter.scratch(weight.words);
  emitter.call('transposePanels', { weight: weight.pointer, transposed, in8: n8, out8: gates * n8 });
  return transposed;
}

export function emitRecurrent(layer: NetworkLayer, input: Value, emitter: Emitter, cell: Cell): Value {
  const [steps = 1, features = 1] = input.shape;
  const units = layer.outputShape.at(-1)!;
  const rows4 = roundUp(emitter.rows, 4);
  const [in8, n8] = [roundUp(features, 8), roundUp(units, 8)];
  const block = rows4 * n8;
  const out8 = cell.gates * n8;
  const ofInputs = { rows4: steps * rows4, in8, out8 };
  const ofHidden = { rows4: steps * rows4, in8: n8, out8 };
  const [weightInput, weightHidden, biasInput, biasHidden] = (
    ['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'] as const
  ).map((suffix) => emitter.parameter(layer, suffix)) as [
    PlacedParameter,
    PlacedParameter,
    PlacedParameter?,
    PlacedParameter?,
  ];

  const inputSizes = [emitter.rows, steps, features];
  const inputsByStep = [in8, rows4 * in8, 1];
  const inputs = emitter.zeros(steps * rows4 * in8);
  emitter.copyStrided(
    inputSizes,
    { pointer: input.buffer.pointer, strides: stridesOf(input) },
    { pointer: inputs, strides: inputsByStep },
  );

  let bias = biasInput?.pointer ?? 0;
  if (cell.addsBiases && biasInput && biasHidden) {
    bias = emitter.scratch(out8);
    emitter.call('add', { a: biasInput.pointer, b: biasHidden.pointer, out: bias, count: out8 });
  }
  const gates = emitter.scratch(steps * rows4 * out8);
  emitter.call('denseForward', {
    x: inputs,
    weight: weightInput.pointer,
    bias,
    y: gates,
    ...ofInputs,
    columns8: ofInputs.out8,
    relu: 0,
  });
  const hidden = emitter.scratch((steps + 1) * block);
  emitter.call('fill', { x: hidden, count: block, value: 0 });
  const sizes = { steps, batch4: rows4, rows4, n8 };
  const sequence = { gates, hidden, weight: weightHidden, bias: biasHidden?.pointer ?? 0, ...sizes };
  const emitBackward = cell.emit(sequence, emitter);

  const y = emitter.value(layer.outputShape, { needsGradient: emitter.needsGradient(layer, [input]) });
  const isWhole = layer.outputShape.length === 2;
  const outputSizes = [emitter.rows, steps, units];
  const outputsByStep = [n8, block, 1];
  if (isWhole) {
    emitter.clearIfPadded(y, y.buffer.pointer);
    emitter.copyStrided(
      outputSizes,
      { pointer: hidden + block, strides: outputsByStep },
      { pointer: y.buffer.pointer, strides: stridesOf(y) },
    );
  } else {
    emitter.call('copy', { source: hidden + steps * block, destination: y.buffer.pointer, count: block });
  }

  emitter.onBackward(y, (dy) => {
    let dOutputs = 0;
    let dHidden: number;
    if (isWhole) {
      dHidden = emitter.zeros(block);
      dOutputs = emitter.zeros(steps * block);
      const to = { pointer: dOutputs, strides: outputsByStep };
      emitter.copyStrided(outputSizes, { pointer: dy, strides: stridesOf(y) }, to);
    } else {
      dHidden = emitter.scratch(block);
      emitter.call('copy', { source: dy, destination: dHidden, count: block });
    }
    const dGates = emitter.scratch(steps * rows4 * out8);
    const dProducts = emitBackward({ dHidden, dOutputs, dGates });
    const products = [
      { x: inputs, dy: dGates, weight: weightInput, bias: biasInput, sizes: ofInputs },
      { x: hidden, dy: dProducts, weight: weightHidden, bias: biasHidden, sizes: ofHidden },
    ];
    for (const { x, dy, weight, bias, sizes } of products) {
      if (!weight.gradient && !bias?.gradient) continue;
      const dWeight = emitter.gradientOf(weight);
      emitter.call('denseBackwardWeight', {
        ...{ x, dy, dWeight, dBias: bias?.gradient ?? 0 },
        ...{ ...sizes, columns8: sizes.in8 },
      });
    }
    emitter.addGradient(input, (dx) => {
      const dInputs = emitter.scratch(steps * rows4 * in8);
      emitter.call('denseBackwardInput', {
        dy: dGates,
        weight: weightInput.pointer,
        dx: dInputs,
        reluOutput: 0,
        ...ofInputs,
        columns8: ofInputs.in8,
      });
      emitter.clearIfPadded(input, dx);
      emitter.copyStrided(
        inputSizes,
        { pointer: dInputs, strides: inputsByStep },
        { pointer: dx, strides: stridesOf(input) },
      );
      emitter.release(dInputs);
    });
    for (const done of new Set([dHidden, dGates, dProducts])) emitter.release(done);
    if (dOutputs !== 0) emitter.release(dOutputs);
  });
  return activate(emitter, y, activationOf(layer.config));
}
