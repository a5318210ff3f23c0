import Papa from 'papaparse';

/** How a delimited text is written. */
export interface Dialect {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** `\n` stands for CRLF too: the carriage return is trimmed with the cell. */
  readonly newline: '\n' | '\r';
}

/** Receives the cells of a text in order. */
export interface RowVisitor {
  /** Cell `index` (from 0) of the present row is `text` from `start` to `end`, trimmed. */
  cell(index: number, text: string, start: number, end: number): void;
  /** The row that began on `line` (from 1) had `cells` cells. Returns false to stop. */
  endRow(line: number, cells: number): boolean;
}

/** Why the walk could not go on, and the line (from 1) where. */
export interface WalkFailure {
  readonly code: 'line-too-long' | 'bad-quotes';
  readonly message: string;
  readonly line: number;
}

/** A row longer than this is a mistake (an unclosed quote, no line ends), not data: refused before memory is. */
export const rowCharacters = 1 << 24;

/**
 * Visits every cell of a text that comes in pieces. Blank lines are passed over. Pieces without a quote are cut
 * where they stand, without making a string a cell; Papa Parse reads the others.
 */
export function walkRows(
  pieces: Iterable<string>,
  dialect: Dialect,
  visitor: RowVisitor,
): WalkFailure | null {
  const walk = new Walk(dialect, visitor);
  for (const piece of pieces) {
    walk.take(piece);
    if (walk.stopped) return walk.failure;
  }
  walk.finish();
  return walk.failure;
}

class Walk {
  stopped = false;
  failure: WalkFailure | null = null;
  private line = 1;
  /** What no line end was found for yet. */
  private rest = '';
  /** Whether there are quotes in it: looking each time would make a long rest slow. */
  private hasQuotes = false;
  /** A rest that a quote keeps open is read again only when it has doubled, so that reading stays linear. */
  private retryLength = 0;
  private readonly quotedCells: InstanceType<typeof Papa.Parser>;

  constructor(
    private readonly dialect: Dialect,
    private readonly visitor: RowVisitor,
  ) {
    const { delimiter, newline } = dialect;
    this.quotedCells = new Papa.Parser({ delimiter, newline });
  }

  take(piece: string): void {
    this.hasQuotes ||= piece.includes('"');
    if (this.hasQuotes) this.takeQuoted(piece);
    else this.takePlain(piece);
    if (this.rest.length > rowCharacters && !this.stopped) this.refuseLongRow();
  }

  /** Joins only the line that two pieces share: strings glued together are slow to look into. */
  private takePlain(piece: string): void {
    const { newline } = this.dialect;
    const firstEnd = piece.indexOf(newline) + 1;
    if (firstEnd === 0) {
      this.rest += piece;
      return;
    }
    let start = 0;
    if (this.rest !== '') {
      const line = this.rest + piece.slice(0, firstEnd);
      this.readPlain(line, 0, line.length);
      start = firstEnd;
    }
    const lastEnd = piece.lastIndexOf(newline) + 1;
    if (!this.stopped) this.readPlain(piece, start, lastEnd);
    this.rest = piece.slice(lastEnd);
  }

  private takeQuoted(piece: string): void {
    this.rest += piece;
    if (this.rest.length < this.retryLength || !piece.includes(this.dialect.newline)) return;
    const used = this.readQuoted(this.rest, false);
    this.retryLength = used === 0 ? 2 * this.rest.length : 0;
    this.rest = this.rest.slice(used);
    this.hasQuotes = this.rest.includes('"');
  }

  finish(): void {
    if (this.hasQuotes) this.readQuoted(this.rest, true);
    else this.readPlain(this.rest, 0, this.rest.length);
  }

  /** Reads the lines from `from` to `limit`, which ends a line or the text. */
  private readPlain(text: string, from: number, limit: number): void {
    const { visitor } = this;
    const { delimiter, newline } = this.dialect;
    let nextDelimiter = text.indexOf(delimiter, from);
    for (let lineStart = from; lineStart < limit; this.line++) {
      let lineEnd = text.indexOf(newline, lineStart);
      if (lineEnd < 0) lineEnd = limit;
      let index = 0;
      let cellStart = lineStart;
      while (nextDelimiter >= 0 && nextDelimiter < lineEnd) {
        visitTrimmed(visitor, index++, text, cellStart, nextDelimiter);
        cellStart = nextDelimiter + 1;
        nextDelimiter = text.indexOf(delimiter, cellStart);
      }
      const isBlank = index === 0 && text.slice(lineStart, lineEnd).trim() === '';
      lineStart = lineEnd + 1;
      if (isBlank) continue;
      visitTrimmed(visitor, index, text, cellStart, lineEnd);
      if (!visitor.endRow(this.line, index + 1)) {
        this.stopped = true;
        return;
      }
    }
  }

  /** As `readPlain`, for text with quotes. The last row is left for the next piece unless the text ends here. */
  private readQuoted(text: string, isLast: boolean): number {
    const { data, errors, meta } = this.quotedCells.parse(text, 0, !isLast) as Papa.ParseResult<string[]>;
    const badRow = errors[0]?.row;
    for (const [number, row] of data.entries()) {
      if (number === badRow) {
        this.fail(
          'bad-quotes',
          'a quote opens in this row that is not closed before a delimiter or line end; write a quote within quotes twice.',
        );
        return text.length;
      }
      const isBlank = row.length === 1 && row[0]!.trim() === '';
      if (!isBlank) {
        row.forEach((cell, index) => {
          const trimmed = cell.trim();
          this.visitor.cell(index, trimmed, 0, trimmed.length);
        });
        if (!this.visitor.endRow(this.line, row.length)) {
          this.stopped = true;
          return text.length;
        }
      }
      this.line += 1 + row.reduce((sum, cell) => sum + countOf(this.dialect.newline, cell), 0);
    }
    return meta.cursor;
  }

  private refuseLongRow(): void {
    const megabytes = rowCharacters >> 20;
    const cause = this.rest.slice(0, 1 << 16).includes('"')
      ? 'a quote that is never closed'
      : 'missing line ends';
    this.fail(
      'line-too-long',
      `the row that starts here is longer than ${megabytes} MB; the cause may be ${cause}.`,
    );
  }

  private fail(code: WalkFailure['code'], message: string): void {
    this.failure = { code, message, line: this.line };
    this.stopped = true;
  }
}

function countOf(mark: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) count++;
  return count;
}

function visitTrimmed(visitor: RowVisitor, index: number, text: string, start: number, end: number): void {
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  visitor.cell(index, text, start, end);
}
