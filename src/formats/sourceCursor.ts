import type { ByteSource } from './byteSource.js';
import { FormatError } from './formatError.js';

/**
 * Reads a part of a source in order through a window, so that headers of any length, with gigabytes to be skipped
 * between their fields, cost their own bytes alone. Before numbers are taken, `need` has the window hold them.
 */
export class SourceCursor {
  private window: DataView = new DataView(new ArrayBuffer(0));
  private windowStart = 0;

  constructor(
    readonly source: ByteSource,
    public position = 0,
    readonly end = source.size,
    private readonly windowBytes = 2 ** 15,
  ) {}

  get left(): number {
    return this.end - this.position;
  }

  fail(message: string): never {
    throw new FormatError(message, this.position);
  }

  /** Whether so many bytes stand in the window already: then `need` is not called for. */
  has(length: number): boolean {
    const offset = this.position - this.windowStart;
    return offset >= 0 && offset + length <= this.window.byteLength;
  }

  /** Reads on until the window holds so many bytes from here. Throws where there are fewer. */
  async need(length: number): Promise<void> {
    if (this.has(length)) return;
    if (this.position < 0 || this.position > this.end)
      this.fail(`the place ${this.position} lies outside the file: it is damaged`);
    if (length > this.left) {
      this.fail(
        `${length} bytes are to be read, but only ${this.left} are left: the file is cut off or damaged`,
      );
    }
    const bytes = await this.source.read(
      this.position,
      Math.min(this.left, Math.max(length, this.windowBytes)),
    );
    this.window = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.windowStart = this.position;
  }

  /** Moves on and gives the place in the window where reading was. */
  private advance(length: number): number {
    if (!this.has(length))
      this.fail(`${length} bytes are to be read beyond the end: the file is cut off or damaged`);
    const offset = this.position - this.windowStart;
    this.position += length;
    return offset;
  }

  uint8(): number {
    return this.window.getUint8(this.advance(1));
  }

  uint16(): number {
    return this.window.getUint16(this.advance(2), true);
  }

  uint32(): number {
    return this.window.getUint32(this.advance(4), true);
  }

  int32(): number {
    return this.window.getInt32(this.advance(4), true);
  }

  /** Rounded beyond 2^53. */
  uint64(): number {
    return Number(this.window.getBigUint64(this.advance(8), true));
  }

  bytes(length: number): Uint8Array {
    const offset = this.advance(length);
    return new Uint8Array(this.window.buffer, this.window.byteOffset + offset, length);
  }

  text(length: number): string {
    return new TextDecoder().decode(this.bytes(length));
  }
}
