import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/**
 * A Summary whose tags never change: encoded once, and only its numbers are put in place again. A sample then
 * costs a copy and a checksum, however long the tags are.
 */
export class SummaryTemplate {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly scalarOffsets: readonly number[];
  private readonly vectorOffset: number;

  /** One simple value a tag of `scalars`, and where it is given a vector of doubles under a tag of its own. */
  constructor(scalars: readonly string[], vector?: { readonly tag: string; readonly length: number }) {
    const writer = new BinaryWriter();
    const ends: number[] = [];
    const scratch = new BinaryWriter();
    let written = 0;
    for (const tag of scalars) {
      scratch.tag(1, WireType.LengthDelimited).fork();
      scratch.tag(1, WireType.LengthDelimited).string(tag);
      scratch.tag(2, WireType.Bit32).float(0);
      const value = scratch.join().finish();
      writer.raw(value);
      written += value.length;
      ends.push(written);
    }
    if (vector !== undefined) {
      // The content is the last field of the last value, so that it ends where the summary ends.
      writer.tag(1, WireType.LengthDelimited).fork();
      writer.tag(1, WireType.LengthDelimited).string(vector.tag);
      writer.tag(8, WireType.LengthDelimited).fork();
      writer.tag(1, WireType.Varint).uint32(2);
      writer.tag(2, WireType.LengthDelimited).fork();
      writer.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.Varint).uint32(vector.length).join();
      writer.join();
      writer.tag(4, WireType.LengthDelimited).bytes(new Uint8Array(8 * vector.length));
      writer.join();
      writer.join();
    }
    this.bytes = writer.finish();
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.scalarOffsets = ends.map((end) => end - 4);
    this.vectorOffset = this.bytes.length - 8 * (vector?.length ?? 0);
  }

  setScalar(index: number, value: number): void {
    this.view.setFloat32(this.scalarOffsets[index]!, value, true);
  }

  setVectorElement(index: number, value: number): void {
    this.view.setFloat64(this.vectorOffset + 8 * index, value, true);
  }
}
