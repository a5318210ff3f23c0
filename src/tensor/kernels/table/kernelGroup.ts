/** A `pointer` is a word offset into the arena, an `int` a signed 32-bit number, a `float` a constant in double precision. */
export type ArgumentKind = 'pointer' | 'int' | 'float';

/** Kernels by name, each with its arguments in order. */
export type KernelGroup = Readonly<Record<string, Readonly<Record<string, ArgumentKind>>>>;
