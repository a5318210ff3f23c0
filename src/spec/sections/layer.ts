import type { Member, Options } from '../../engine/option.js';

/** What every layer takes, whatever its type. */
const layerOptions = {
  name: {
    kind: 'string',
    doc: 'What the layer is called in findings, checkpoints and `from`; without dots and slashes. Left out: its type and a running number, as `dense1`.',
  },
  from: {
    kind: 'any',
    of: [{ kind: 'string' }, { kind: 'list', of: { kind: 'string' } }],
    doc: 'The layer, or layers, that it reads instead of the one before; `"input"` is the data.',
  },
} satisfies Options;

/** All options of a type of layer, in the order in which they are told of. */
export function layerOptionsOf(member: Member): Options {
  const { name, from } = layerOptions;
  return { name, ...member.options, from: member.options.from ?? from };
}
