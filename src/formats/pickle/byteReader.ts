import { FormatError } from '../formatError.js';

/** The pickle goes on beyond the bytes that were given: it is cut off, or more are to be read. */
export class PickleCutError extends FormatError {}

/** Reads bytes in order; every length is checked against what is left before it is believed. */
export class ByteReader {
  position = 0;
  private readonly view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    /** Where in the file they begin, for errors. */
    readonly base = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get offset(): number {
    return this.base + this.position;
  }

  fail(message: string): never {
    throw new FormatError(message, this.offset);
  }

  /** Moves on by `length` bytes and gives the place before. */
  private advance(length: number): number {
    if (length > this.bytes.length - this.position) {
      throw new PickleCutError(
        `the pickle ends at byte ${this.base + this.bytes.length}, but ${length} bytes are to be read: it is cut off or damaged`,
        this.offset,
      );
    }
    const before = this.position;
    this.position += length;
    return before;
  }

  take(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  uint8 = (): number => this.view.getUint8(this.advance(1));
  uint16 = (): number => this.view.getUint16(this.advance(2), true);
  uint32 = (): number => this.view.getUint32(this.advance(4), true);
  int32 = (): number => this.view.getInt32(this.advance(4), true);
  float64BigEndian = (): number => this.view.getFloat64(this.advance(8), false);
  /** Rounded beyond 2^53, which is longer than any file. */
  uint64 = (): number => Number(this.view.getBigUint64(this.advance(8), true));

  utf8(length: number): string {
    return new TextDecoder().decode(this.take(length));
  }

  /** Up to the end of the line, without it. */
  line(): string {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0)
      throw new PickleCutError('a line of the pickle does not end: it is cut off or damaged', this.offset);
    const text = new TextDecoder('latin1').decode(this.bytes.subarray(this.position, end));
    this.position = end + 1;
    return text;
  }

  /** A little-endian two's-complement integer of any length. */
  integer(length: number): bigint {
    if (length > 4096) this.fail(`a whole number of ${length} bytes is beyond reason`);
    let value = 0n;
    const bytes = this.take(length);
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
    return length > 0 ? BigInt.asIntN(8 * length, value) : 0n;
  }
}
