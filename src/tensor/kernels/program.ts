/** Programs as the kernels read them: records of 8-byte words (see `writeDispatch` in build.mjs). */
import { orderedArguments } from './checkCall.js';
import type { Section } from './sections.js';
import { kernels, type KernelCall } from './table.js';

const wordBytes = 4;
const names = Object.keys(kernels);
const kernelNumbers = new Map(names.map((name, index) => [name, index + 1]));
const sectionNumber = names.length + 1;
const recordWordBytes = 8;
/** Number, count of parts and end stand before the addresses of a section's parts. */
const sectionHeadWords = 3;

/** Writes programs into memory, one after the other. */
export class ProgramWriter {
  private readonly view: DataView;

  /** Programs stand from byte `free` to byte `end`; the arena of `words` words begins at byte `arena`. */
  constructor(
    buffer: ArrayBufferLike,
    private readonly arena: number,
    private readonly words: number,
    private free: number,
    private readonly end: number,
  ) {
    this.view = new DataView(buffer);
  }

  /** Writes a program; returns its address. */
  write(sections: readonly Section[]): number {
    const start = this.free;
    for (const section of sections) {
      if ('call' in section) this.writeCall(section.call);
      else this.writeSection(section.parts);
    }
    this.writeNumber(0);
    return start;
  }

  private writeSection(parts: readonly KernelCall[]): void {
    const head = this.free;
    this.writeNumber(sectionNumber);
    this.writeNumber(parts.length);
    this.take((sectionHeadWords - 2 + parts.length) * recordWordBytes);
    for (const [index, call] of parts.entries()) {
      this.view.setUint32(head + (sectionHeadWords + index) * recordWordBytes, this.free, true);
      this.writeCall(call);
      this.writeNumber(0);
    }
    this.view.setUint32(head + 2 * recordWordBytes, this.free, true);
  }

  private writeCall(call: KernelCall): void {
    const args = orderedArguments(call, this.words);
    this.writeNumber(kernelNumbers.get(call.kernel)!);
    for (const { kind, value } of args) {
      const at = this.take(recordWordBytes);
      if (kind === 'float') this.view.setFloat64(at, value, true);
      else if (kind === 'int') this.view.setInt32(at, value, true);
      else this.view.setUint32(at, value === 0 ? 0 : this.arena + value * wordBytes, true);
    }
  }

  private writeNumber(value: number): void {
    this.view.setInt32(this.take(recordWordBytes), value, true);
  }

  private take(bytes: number): number {
    const at = this.free;
    this.free += bytes;
    if (this.free > this.end)
      throw new RangeError('Programs take more than their room: too many calls in one session.');
    return at;
  }
}
