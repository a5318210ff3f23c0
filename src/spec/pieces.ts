/** A change of a text: UTF-16 offsets of what is replaced, and by what. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** A part of the original text that is still there, or text that was put in. */
type Piece = { readonly start: number; readonly end: number } | { readonly inserted: string };

/** A text that is changed step by step and remembers which of its original parts are still there. */
export interface PieceTable {
  readonly original: string;
  readonly pieces: readonly Piece[];
}

export function startPieces(original: string): PieceTable {
  return { original, pieces: [{ start: 0, end: original.length }] };
}

/** The text as it is now. */
export function readPieces({ original, pieces }: PieceTable): string {
  return pieces
    .map((piece) => ('inserted' in piece ? piece.inserted : original.slice(piece.start, piece.end)))
    .join('');
}

/** The table after an edit whose offsets are those of the text as it is now. */
export function editPieces({ original, pieces }: PieceTable, { offset, length, text }: TextEdit): PieceTable {
  const before: Piece[] = [];
  const after: Piece[] = [];
  let position = 0;
  for (const piece of pieces) {
    const size = sizeOf(piece);
    const head = Math.min(size, Math.max(0, offset - position));
    const tail = Math.min(size, Math.max(0, position + size - (offset + length)));
    if (head > 0) before.push(cut(piece, 0, head));
    if (tail > 0 && head < size) after.push(cut(piece, Math.max(head, size - tail), size));
    position += size;
  }
  const inserted = text === '' ? [] : [{ inserted: text }];
  return { original, pieces: [...before, ...inserted, ...after] };
}

/** The edits that turn the original text into the text as it is now; they do not overlap and grow in offset. */
export function textEdits({ original, pieces }: PieceTable): TextEdit[] {
  const edits: TextEdit[] = [];
  let position = 0;
  let text = '';
  const flush = (start: number) => {
    if (text !== '' || start > position) edits.push({ offset: position, length: start - position, text });
    text = '';
  };
  for (const piece of pieces) {
    if ('inserted' in piece) {
      text += piece.inserted;
      continue;
    }
    flush(piece.start);
    position = piece.end;
  }
  flush(original.length);
  return edits;
}

function sizeOf(piece: Piece): number {
  return 'inserted' in piece ? piece.inserted.length : piece.end - piece.start;
}

function cut(piece: Piece, from: number, to: number): Piece {
  return 'inserted' in piece
    ? { inserted: piece.inserted.slice(from, to) }
    : { start: piece.start + from, end: piece.start + to };
}
