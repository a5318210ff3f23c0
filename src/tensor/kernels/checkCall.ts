import { kernels, type ArgumentKind, type KernelCall, type KernelName } from './table.js';

/** Kernels that go over `count` numbers four at a time: their buffers are padded, so count is a multiple of 4. */
const wholeVectors: readonly KernelName[] = [
  ...([
    'add',
    'addUp',
    'multiply',
    'addRepeated',
    'activationForward',
    'activationBackward',
    'dropoutForward',
  ] as const),
  ...(['addPenalty', 'clipByNorm', 'clipByValue'] as const),
  ...(['sgdUpdate', 'rmspropUpdate', 'adagradUpdate', 'adamUpdate', 'nadamUpdate', 'lionUpdate'] as const),
];

/** What sizes must be multiples of, by the argument's name. */
const multiples: Readonly<Record<string, number>> = {
  rows4: 4,
  in8: 8,
  out8: 8,
  n8: 8,
  filters8: 8,
  positions8: 8,
  width8: 8,
  columns8: 8,
};

/**
 * The arguments of a call in the order of the table, with their kinds. A kernel trusts what it is given, so
 * whatever could make it write outside the arena is a bug found here.
 * @throws RangeError on an unknown kernel, an argument that is missing, unknown or out of range
 */
export function orderedArguments(call: KernelCall, words: number): { kind: ArgumentKind; value: number }[] {
  const parameters: Readonly<Record<string, ArgumentKind>> | undefined = kernels[call.kernel];
  if (parameters === undefined) throw new RangeError(`There is no kernel "${call.kernel as string}".`);
  const given: Readonly<Record<string, number>> = call.arguments;
  for (const name of Object.keys(given)) {
    if (!(name in parameters)) throw new RangeError(`${call.kernel} takes no argument "${name}".`);
  }
  return Object.entries(parameters).map(([name, kind]) => {
    const value = given[name];
    if (value === undefined) throw new RangeError(`${call.kernel} needs an argument "${name}".`);
    checkValue(call.kernel, name, kind, value, words);
    return { kind, value };
  });
}

function checkValue(
  kernel: KernelName,
  name: string,
  kind: ArgumentKind,
  value: number,
  words: number,
): void {
  const wrong = (demand: string): RangeError =>
    new RangeError(`${kernel}: "${name}" is ${value}; it must be ${demand}.`);
  if (kind === 'float') {
    if (Number.isNaN(value)) throw wrong('a number');
    return;
  }
  if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 31) throw wrong('a 32-bit integer');
  if (kind === 'pointer' && (value < 0 || value >= words)) throw wrong(`within the arena of ${words} words`);
  const multiple = name === 'count' && wholeVectors.includes(kernel) ? 4 : (multiples[name] ?? 1);
  if (value % multiple !== 0) throw wrong(`a multiple of ${multiple}`);
}
