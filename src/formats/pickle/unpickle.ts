/**
 * Reads a pickle (protocols 0 to 5; Python's pickletools documents each opcode) as data. Nothing that it names is
 * looked up, imported or called: the machine only builds the values of `values.ts`, without recursion, and its
 * memory is bounded by the file.
 */
import { ByteReader } from './byteReader.js';
import {
  PickleCall,
  PickleDict,
  PickleGlobal,
  PickleList,
  PicklePersistent,
  type PickleValue,
} from './values.js';

export interface Unpickled {
  readonly value: PickleValue;
  /** Every global asked for, by its full name, where it was first. */
  readonly globals: ReadonlyMap<string, PickleGlobal>;
  /** Bytes read: where the next pickle begins. */
  readonly length: number;
}

/**
 * The first pickle in `bytes`, which stand in the file from `base`. Throws a FormatError where it is damaged, which
 * names the globals that it has asked for so far and `isKnown` does not know.
 */
export function unpickle(
  bytes: Uint8Array,
  base = 0,
  isKnown: (fullName: string) => boolean = () => true,
): Unpickled {
  const machine = new Machine(new ByteReader(bytes, base), isKnown);
  const value = machine.run();
  return { value, globals: machine.globals, length: machine.reader.position };
}

class Machine {
  readonly globals = new Map<string, PickleGlobal>();
  private readonly stack: PickleValue[] = [];
  /** Heights of the stack at the open marks. */
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(
    readonly reader: ByteReader,
    private readonly isKnown: (fullName: string) => boolean,
  ) {}

  fail(message: string): never {
    const unknown = [...this.globals.keys()].filter((name) => !this.isKnown(name));
    const asked = unknown.length > 0 ? `; it asks Python for ${unknown.join(', ')}, which is refused` : '';
    return this.reader.fail(message + asked);
  }

  run(): PickleValue {
    for (;;) {
      const opcode = this.reader.uint8();
      if (opcode === 0x2e) return this.pop();
      const step = steps[opcode];
      if (!step) {
        this.reader.position--;
        this.fail(`the pickle has the unknown opcode 0x${opcode.toString(16).padStart(2, '0')}`);
      }
      step(this, this.reader);
    }
  }

  push(value: PickleValue): void {
    this.stack.push(value);
  }

  pop(): PickleValue {
    const floor = this.marks.at(-1) ?? 0;
    if (this.stack.length <= floor) this.fail('the pickle takes a value from an empty stack: it is damaged');
    return this.stack.pop()!;
  }

  top(): PickleValue {
    const value = this.pop();
    this.stack.push(value);
    return value;
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  popMark(): PickleValue[] {
    const height = this.marks.pop();
    if (height === undefined) this.fail('the pickle closes a list that it has not opened: it is damaged');
    return this.stack.splice(height);
  }

  remember(index: number): void {
    this.memo.set(index, this.top());
  }

  rememberNext(): void {
    this.remember(this.memo.size);
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) this.fail(`the pickle recalls value ${index}, which it has not stored`);
    this.push(value);
  }

  global(module: string, name: string): PickleGlobal {
    const fullName = `${module}.${name}`;
    const global = new PickleGlobal(fullName, this.reader.offset);
    if (!this.globals.has(fullName)) this.globals.set(fullName, global);
    return global;
  }

  call(callee: PickleValue, args: readonly PickleValue[]): void {
    this.push(new PickleCall(callee, args, this.reader.offset));
  }

  /** Items of a tuple; what else stands there is one argument, which nothing reads. */
  argumentsOf(value: PickleValue): readonly PickleValue[] {
    return value instanceof PickleList ? value.items : [value];
  }

  append(items: readonly PickleValue[]): void {
    const target = this.top();
    if (target instanceof PickleList || target instanceof PickleCall)
      for (const item of items) target.items.push(item);
    else this.fail('the pickle appends to what is no list: it is damaged');
  }

  setItems(flat: readonly PickleValue[]): void {
    const target = this.top();
    if (!(target instanceof PickleDict || target instanceof PickleCall)) {
      this.fail('the pickle sets items of what is no dictionary: it is damaged');
    }
    for (let i = 0; i + 1 < flat.length; i += 2) target.entries.push([flat[i]!, flat[i + 1]!]);
  }

  build(state: PickleValue): void {
    const target = this.top();
    if (target instanceof PickleCall) target.state = state;
    else if (target instanceof PickleGlobal) {
      this.fail(`the pickle changes ${target.fullName} itself: refused`);
    }
  }
}

type Step = (machine: Machine, reader: ByteReader) => void;

function dict(flat: readonly PickleValue[]): PickleDict {
  const made = new PickleDict();
  for (let i = 0; i + 1 < flat.length; i += 2) made.entries.push([flat[i]!, flat[i + 1]!]);
  return made;
}

const refuseExtension =
  (code: (reader: ByteReader) => number): Step =>
  (_, reader) => {
    reader.fail(`the pickle asks for the extension ${code(reader)} of Python's registry: refused`);
  };

/** What to do at each opcode but STOP. */
const steps: Readonly<Record<number, Step>> = {
  // Numbers and constants.
  0x4e: (m) => m.push(null),
  0x88: (m) => m.push(true),
  0x89: (m) => m.push(false),
  0x4b: (m, r) => m.push(r.uint8()),
  0x4d: (m, r) => m.push(r.uint16()),
  0x4a: (m, r) => m.push(r.int32()),
  0x47: (m, r) => m.push(r.float64BigEndian()),
  0x8a: (m, r) => m.push(shorten(r.integer(r.uint8()))),
  0x8b: (m, r) => m.push(shorten(r.integer(r.uint32()))),
  0x49: (m, r) => m.push(parseLine(r.line(), r)),
  0x4c: (m, r) => m.push(parseLine(r.line().replace(/L$/, ''), r)),
  0x46: (m, r) => m.push(Number(r.line())),
  // Text and bytes.
  0x58: (m, r) => m.push(r.utf8(r.uint32())),
  0x8c: (m, r) => m.push(r.utf8(r.uint8())),
  0x8d: (m, r) => m.push(r.utf8(r.uint64())),
  0x54: (m, r) => m.push(r.utf8(r.uint32())),
  0x55: (m, r) => m.push(r.utf8(r.uint8())),
  0x53: (m, r) => m.push(r.line().replace(/^(['"])(.*)\1$/, '$2')),
  0x56: (m, r) => m.push(r.line()),
  0x42: (m, r) => m.push(r.take(r.uint32())),
  0x43: (m, r) => m.push(r.take(r.uint8())),
  0x8e: (m, r) => m.push(r.take(r.uint64())),
  0x96: (m, r) => m.push(r.take(r.uint64())),
  // Lists, tuples, sets, dictionaries.
  0x28: (m) => m.mark(),
  0x5d: (m) => m.push(new PickleList()),
  0x29: (m) => m.push(new PickleList()),
  0x8f: (m) => m.push(new PickleList()),
  0x7d: (m) => m.push(new PickleDict()),
  0x6c: (m) => m.push(new PickleList(m.popMark())),
  0x74: (m) => m.push(new PickleList(m.popMark())),
  0x91: (m) => m.push(new PickleList(m.popMark())),
  0x64: (m) => m.push(dict(m.popMark())),
  0x85: (m) => m.push(new PickleList([m.pop()])),
  0x86: (m) => m.push(new PickleList([m.pop(), m.pop()].reverse())),
  0x87: (m) => m.push(new PickleList([m.pop(), m.pop(), m.pop()].reverse())),
  0x61: (m) => {
    const item = m.pop();
    m.append([item]);
  },
  0x65: (m) => m.append(m.popMark()),
  0x90: (m) => m.append(m.popMark()),
  0x73: (m) => {
    const value = m.pop();
    const key = m.pop();
    m.setItems([key, value]);
  },
  0x75: (m) => m.setItems(m.popMark()),
  // The stack and the memo.
  0x30: (m) => void m.pop(),
  0x31: (m) => void m.popMark(),
  0x32: (m) => m.push(m.top()),
  0x70: (m, r) => m.remember(Number(r.line())),
  0x71: (m, r) => m.remember(r.uint8()),
  0x72: (m, r) => m.remember(r.uint32()),
  0x94: (m) => m.rememberNext(),
  0x67: (m, r) => m.recall(Number(r.line())),
  0x68: (m, r) => m.recall(r.uint8()),
  0x6a: (m, r) => m.recall(r.uint32()),
  // What would be looked up and called.
  0x63: (m, r) => m.push(m.global(r.line(), r.line())),
  0x93: (m, r) => {
    const name = m.pop();
    const module = m.pop();
    if (typeof name !== 'string' || typeof module !== 'string') {
      return r.fail('the pickle names a global by what is no text');
    }
    m.push(m.global(module, name));
  },
  0x52: (m) => {
    const args = m.pop();
    m.call(m.pop(), m.argumentsOf(args));
  },
  0x81: (m) => {
    const args = m.pop();
    m.call(m.pop(), m.argumentsOf(args));
  },
  0x92: (m) => {
    m.pop();
    const args = m.pop();
    m.call(m.pop(), m.argumentsOf(args));
  },
  0x69: (m, r) => {
    const callee = m.global(r.line(), r.line());
    m.call(callee, m.popMark());
  },
  0x6f: (m, r) => {
    const [callee, ...args] = m.popMark();
    if (callee === undefined) return r.fail('the pickle makes an object of no class: it is damaged');
    m.call(callee, args);
  },
  0x62: (m) => {
    const state = m.pop();
    m.build(state);
  },
  0x82: refuseExtension((r) => r.uint8()),
  0x83: refuseExtension((r) => r.uint16()),
  0x84: refuseExtension((r) => r.uint32()),
  0x50: (m, r) => m.push(new PicklePersistent(r.line(), r.offset)),
  0x51: (m, r) => m.push(new PicklePersistent(m.pop(), r.offset)),
  // Framing.
  0x80: (_, r) => {
    const protocol = r.uint8();
    if (protocol > 5) r.fail(`the pickle is of protocol ${protocol}; 0 to 5 are known`);
  },
  0x95: (_, r) => void r.uint64(),
};

function shorten(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** `00` and `01` are how protocol 0 writes False and True. */
function parseLine(text: string, reader: ByteReader): PickleValue {
  if (text === '00') return false;
  if (text === '01') return true;
  if (!/^[+-]?\d{1,4096}$/.test(text)) reader.fail('the pickle has a whole number that is none');
  return shorten(BigInt(text));
}
