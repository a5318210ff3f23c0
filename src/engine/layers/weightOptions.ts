import { findActivation } from '../activations/index.js';
import type { Activation } from '../activations/activation.js';
import type { MemberConfig } from '../config.js';
import type { Options } from '../option.js';
import { regularizers } from '../regularizers/index.js';

/** What every layer with weights takes. */
export const weightOptions: Options = {
  activation: {
    kind: 'member',
    family: 'activations',
    default: 'linear',
    doc: 'The function applied to the layer’s output, element by element (softmax: over the last axis).',
  },
  init: {
    kind: 'member',
    family: 'initializers',
    doc: 'How the weights start: a name, or an object with options. Left out: heNormal where relu, leakyRelu or elu follows, else glorotUniform; norms start at 1, recurrent, attention and embedding layers as in PyTorch.',
  },
  bias: {
    kind: 'boolean',
    default: true,
    doc: 'Whether a learnt constant is added to each output. A layer right before batchNorm can do without.',
  },
  biasInit: {
    kind: 'member',
    family: 'initializers',
    default: 'zeros',
    doc: 'How the biases start: a name, or an object with options. Zeros suits nearly always.',
  },
  ...Object.fromEntries(regularizers.map(({ name, option }) => [name, option])),
  trainable: {
    kind: 'boolean',
    default: true,
    doc: 'false freezes the layer: its weights stay the same bytes, and a batchNorm uses its running statistics.',
  },
};

const { bias: _, biasInit: __, ...withoutBias } = weightOptions;

/** What layers take whose weights are a table of vectors, without biases. */
export const tableOptions: Options = withoutBias;

/** A member that a spec names shortly (`"relu"`) or with options (`{ "type": "relu" }`). */
export function asMemberConfig(value: unknown): MemberConfig | undefined {
  if (typeof value === 'string') return { type: value };
  if (typeof value === 'object' && value !== null && 'type' in value) return value as MemberConfig;
  return undefined;
}

/** The activation that an option names; linear where it names none. */
export function activationOf(config: MemberConfig, option = 'activation'): Activation {
  const name = asMemberConfig(config[option])?.type ?? 'linear';
  const activation = findActivation(name);
  if (!activation) throw new Error(`no activation "${name}"`);
  return activation;
}
