import type { ByteSource } from '../../formats/byteSource.js';
import { decodeEvent, type Event } from './decodeEvent.js';
import { findRecord } from './tfRecord.js';

const pieceBytes = 4 << 20;

/**
 * Reads an event file in pieces, and goes on where it stopped when the file has grown. A last record that is not
 * whole is left for the next time. Memory is bounded by a piece or by the largest record, never by what a length
 * in the file says: a record that is longer than the file is waited for, not allocated.
 */
export class EventFileReader {
  /** How far whole records were read. */
  offset = 0;
  private readonly plugins = new Map<string, string>();

  /** Calls `onEvent` for every whole record from where it stopped; throws a FormatError on a damaged one. */
  async readNew(source: ByteSource, onEvent: (event: Event) => void): Promise<void> {
    let wanted = pieceBytes;
    while (source.size > this.offset) {
      const length = Math.min(wanted, source.size - this.offset);
      const piece = await source.read(this.offset, length);
      const { used, needs } = this.readPiece(piece, onEvent);
      this.offset += used;
      if (needs > source.size - this.offset) return;
      wanted = Math.max(pieceBytes, needs);
    }
  }

  private readPiece(piece: Uint8Array, onEvent: (event: Event) => void): { used: number; needs: number } {
    let used = 0;
    for (;;) {
      if (used === piece.length) return { used, needs: 1 };
      const record = findRecord(piece, used, this.offset);
      if (!record.whole) return { used, needs: record.needs };
      const payload = piece.subarray(record.payloadStart, record.end - 4);
      onEvent(decodeEvent(payload, this.offset + used, this.plugins));
      used = record.end;
    }
  }
}
