/**
 * What a pickle describes, as data. Nothing here does anything: a class is its name, a call is the name of what
 * would have been called beside its arguments.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleList
  | PickleDict
  | PickleGlobal
  | PickleCall
  | PicklePersistent;

/** A list, a tuple or a set. */
export class PickleList {
  readonly items: PickleValue[];
  constructor(items: PickleValue[] = []) {
    this.items = items;
  }
}

/** A dictionary, its pairs in order; a key may stand twice, the last counts. */
export class PickleDict {
  readonly entries: [PickleValue, PickleValue][] = [];
}

/** A class or function, by name. */
export class PickleGlobal {
  constructor(
    /** `module.name` */
    readonly fullName: string,
    /** Where in the file it is asked for. */
    readonly byteOffset: number,
  ) {}
}

/** An object that Python would make by calling something. */
export class PickleCall {
  /** What is put into it later: items of a list or set, pairs of a dictionary, the state for `__setstate__`. */
  readonly items: PickleValue[] = [];
  readonly entries: [PickleValue, PickleValue][] = [];
  state: PickleValue = null;

  constructor(
    readonly callee: PickleValue,
    readonly args: readonly PickleValue[],
    readonly byteOffset: number,
  ) {}

  /** The name of what would be called; empty where it is not a global. */
  get name(): string {
    return this.callee instanceof PickleGlobal ? this.callee.fullName : '';
  }
}

/** Something that stands outside the pickle, such as a storage of PyTorch. */
export class PicklePersistent {
  constructor(
    readonly id: PickleValue,
    readonly byteOffset: number,
  ) {}
}
