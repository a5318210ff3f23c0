/** Flatbuffers (flatbuffers.dev/internals) read by range: tables, vectors, text, every place checked. */
import type { SourceCursor } from '../sourceCursor.js';

const longestText = 2 ** 16;

/** A vector: how many items there are, and where the first stands. */
export interface FlatVector {
  readonly length: number;
  readonly start: number;
}

async function readAt(cursor: SourceCursor, position: number, length: number): Promise<void> {
  cursor.position = position;
  await cursor.need(length);
}

export async function readUint32At(cursor: SourceCursor, position: number): Promise<number> {
  await readAt(cursor, position, 4);
  return cursor.uint32();
}

/** A place that stands at a position, relative to it. */
async function followAt(cursor: SourceCursor, position: number): Promise<number> {
  return position + (await readUint32At(cursor, position));
}

export class FlatTable {
  private constructor(
    private readonly cursor: SourceCursor,
    private readonly position: number,
    /** Where each field stands, from the table's place; 0 where it has its default. */
    private readonly fields: readonly number[],
  ) {}

  /** The table that the offset at a position leads to. */
  static async follow(cursor: SourceCursor, position: number): Promise<FlatTable> {
    const start = await followAt(cursor, position);
    await readAt(cursor, start, 4);
    const vtable = start - cursor.int32();
    if (vtable < 0) cursor.fail('a table has its fields listed before the file begins');
    await readAt(cursor, vtable, 4);
    const bytes = cursor.uint16();
    if (bytes < 4) cursor.fail('a table has a list of fields of no length');
    await readAt(cursor, vtable, bytes);
    cursor.position += 4;
    const fields = Array.from({ length: Math.floor((bytes - 4) / 2) }, () => cursor.uint16());
    return new FlatTable(cursor, start, fields);
  }

  /** Where a field stands; 0 where it has its default. */
  private place(field: number): number {
    const offset = this.fields[field] ?? 0;
    return offset === 0 ? 0 : this.position + offset;
  }

  async uint32(field: number): Promise<number> {
    const place = this.place(field);
    return place === 0 ? 0 : readUint32At(this.cursor, place);
  }

  async uint64(field: number): Promise<number> {
    const place = this.place(field);
    if (place === 0) return 0;
    await readAt(this.cursor, place, 8);
    return this.cursor.uint64();
  }

  async uint8(field: number): Promise<number> {
    const place = this.place(field);
    if (place === 0) return 0;
    await readAt(this.cursor, place, 1);
    return this.cursor.uint8();
  }

  /** A vector of items of a width in bytes; empty where it is not there. */
  async vector(field: number, itemBytes: number): Promise<FlatVector> {
    const place = this.place(field);
    if (place === 0) return { length: 0, start: 0 };
    const position = await followAt(this.cursor, place);
    const length = await readUint32At(this.cursor, position);
    if (length * itemBytes > this.cursor.left) {
      this.cursor.fail(`a list should hold ${length} items, but only ${this.cursor.left} bytes are left`);
    }
    return { length, start: position + 4 };
  }

  async text(field: number): Promise<string> {
    const { length, start } = await this.vector(field, 1);
    const shown = Math.min(length, longestText);
    await readAt(this.cursor, start, shown);
    return this.cursor.text(shown);
  }

  async uint32s(field: number): Promise<number[]> {
    const { length, start } = await this.vector(field, 4);
    if (length > 64) this.cursor.fail(`a shape should have ${length} dimensions`);
    await readAt(this.cursor, start, 4 * length);
    return Array.from({ length }, () => this.cursor.uint32());
  }

  async tables(field: number): Promise<FlatTable[]> {
    const { length, start } = await this.vector(field, 4);
    const tables: FlatTable[] = [];
    for (let i = 0; i < length; i++) tables.push(await FlatTable.follow(this.cursor, start + 4 * i));
    return tables;
  }
}
