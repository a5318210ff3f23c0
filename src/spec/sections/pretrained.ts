import type { Options } from '../../engine/option.js';

/** The keys of `pretrained`: weights to start from, and what of them stays as it is. */
export const pretrainedOptions: Options = {
  weights: {
    kind: 'string',
    doc: 'A safetensors file whose tensors are the first weights, relative to this spec.',
  },
  freeze: {
    kind: 'list',
    of: { kind: 'string' },
    default: [],
    doc: 'Layers or parameters that do not learn; `*` stands for any text: `"hidden"`, `"hidden.*"`, `"*.bias"`.',
  },
  rename: {
    kind: 'map',
    of: { kind: 'string' },
    default: {},
    doc: 'How names in the file begin, and how they begin here: `{ "features.0.": "hidden." }`.',
  },
};
