import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { EqualBins } from './histogram.js';
import { recordFooterBytes, recordHeaderBytes, sealRecord } from './tfRecord.js';

/** What tells readers that a tensor's tag is ours: TensorBoard leaves alone what no plugin of its own claims. */
const pluginName = 'netweight';

/** Whole event records waiting to be appended to a file in one write. */
export class EventBuffer {
  private bytes = new Uint8Array(1 << 16);
  private view = new DataView(this.bytes.buffer);
  private end = 0;

  /** Bytes waiting. */
  get length(): number {
    return this.end;
  }

  /** All that waits, copied; the buffer is empty afterwards. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.end);
    this.end = 0;
    return taken;
  }

  /** The first record of every event file. Wall times are in seconds since 1970. */
  addFileVersion(wallTime: number): void {
    const event = new BinaryWriter();
    event.tag(1, WireType.Bit64).double(wallTime);
    event.tag(3, WireType.LengthDelimited).string('brain.Event:2');
    this.addPayload(event.finish());
  }

  /** An event with an encoded Summary. */
  addSummary(wallTime: number, step: number, summary: Uint8Array): void {
    this.reserve(recordHeaderBytes + 9 + 11 + 6 + summary.length + recordFooterBytes);
    const start = this.end;
    let at = start + recordHeaderBytes;
    this.bytes[at++] = (1 << 3) | WireType.Bit64;
    this.view.setFloat64(at, wallTime, true);
    at += 8;
    this.bytes[at++] = (2 << 3) | WireType.Varint;
    at = this.putVarint(at, step);
    this.bytes[at++] = (5 << 3) | WireType.LengthDelimited;
    at = this.putVarint(at, summary.length);
    this.bytes.set(summary, at);
    this.end = sealRecord(this.bytes, this.view, start, at + summary.length);
  }

  /** An event with HistogramProtos; bucket limits are the bins' right edges. */
  addHistograms(wallTime: number, step: number, histograms: readonly EqualBins[]): void {
    const writer = new BinaryWriter();
    for (const histogram of histograms) {
      const { minimum, maximum, counts } = histogram;
      const bins = counts.length;
      let total = 0;
      for (let i = 0; i < bins; i++) total += counts[i]!;
      writer.tag(1, WireType.LengthDelimited).fork();
      writer.tag(1, WireType.LengthDelimited).string(histogram.name);
      writer.tag(5, WireType.LengthDelimited).fork();
      const fields = [minimum, maximum, total, histogram.sum, histogram.sumOfSquares];
      fields.forEach((value, i) => writer.tag(i + 1, WireType.Bit64).double(value));
      writer.tag(6, WireType.LengthDelimited).fork();
      for (let i = 1; i <= bins; i++) {
        writer.double(i === bins ? maximum : minimum + ((maximum - minimum) * i) / bins);
      }
      writer.join();
      writer.tag(7, WireType.LengthDelimited).fork();
      for (let i = 0; i < bins; i++) writer.double(counts[i]!);
      writer.join().join().join();
    }
    this.addSummary(wallTime, step, writer.finish());
  }

  /**
   * An event with a list of words. Under a tag of ours they are names of the columns that follow under the same
   * tag; the plugin `text` shows them as they are.
   */
  addStrings(
    wallTime: number,
    step: number,
    tag: string,
    words: readonly string[],
    plugin: 'netweight' | 'text' = pluginName,
  ): void {
    const writer = new BinaryWriter();
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(tag);
    writer.tag(8, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).uint32(7);
    writer.tag(2, WireType.LengthDelimited).fork();
    writer.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.Varint).uint32(words.length).join();
    writer.join();
    for (const word of words) writer.tag(8, WireType.LengthDelimited).string(word);
    writer.join();
    writer.tag(9, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(plugin).join();
    writer.join().join();
    this.addSummary(wallTime, step, writer.finish());
  }

  private addPayload(payload: Uint8Array): void {
    this.reserve(recordHeaderBytes + payload.length + recordFooterBytes);
    this.bytes.set(payload, this.end + recordHeaderBytes);
    this.end = sealRecord(this.bytes, this.view, this.end, this.end + recordHeaderBytes + payload.length);
  }

  private reserve(size: number): void {
    if (this.end + size <= this.bytes.length) return;
    let capacity = this.bytes.length;
    while (capacity < this.end + size) capacity *= 2;
    const grown = new Uint8Array(capacity);
    grown.set(this.bytes.subarray(0, this.end));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  /** Writes a whole number of up to 53 bits; returns where the next byte goes. */
  private putVarint(at: number, value: number): number {
    let rest = value;
    while (rest > 0x7f) {
      this.bytes[at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[at++] = rest;
    return at;
  }
}
