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
 * Visits every cell of a text that comes in pieces, each where it stands, without making a string of it. Blank
 * lines are passed over. A quote counts where a cell begins with it (RFC 4180): in quotes stand delimiters, line
 * ends, and quotes written twice.
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

const quote = 34;

class Walk {
  stopped = false;
  failure: WalkFailure | null = null;
  private line = 1;
  /** The row that has not ended yet. */
  private rest = '';
  /** A rest that a quote keeps open is read again only when it has doubled, so that reading stays linear. */
  private retryLength = 0;
  /** Start and end of each cell of the present row. */
  private bounds = new Int32Array(256);
  private cellCount = 0;
  /** The first delimiter behind what was read, so that it is looked for once. */
  private nextDelimiter = -1;

  constructor(
    private readonly dialect: Dialect,
    private readonly visitor: RowVisitor,
  ) {}

  /** Joins only the row that two pieces share: strings glued together are slow to look into. */
  take(piece: string): void {
    const firstEnd = piece.indexOf(this.dialect.newline) + 1;
    if (this.retryLength > 0 || firstEnd === 0) this.takeOpen(piece, firstEnd > 0);
    else if (this.rest === '') this.keepFrom(piece, this.read(piece, 0, false));
    else {
      const shared = this.rest + piece.slice(0, firstEnd);
      const used = this.read(shared, 0, false);
      if (used === shared.length) this.keepFrom(piece, this.read(piece, firstEnd, false));
      else {
        // A quote goes on behind the line's end.
        this.rest = shared.slice(used);
        this.takeOpen(piece.slice(firstEnd), true);
      }
    }
    if (this.rest.length > rowCharacters && !this.stopped) this.refuseLongRow();
  }

  finish(): void {
    if (!this.stopped) this.read(this.rest, 0, true);
  }

  /** Adds to a row that was open already. */
  private takeOpen(piece: string, mayEnd: boolean): void {
    this.rest += piece;
    if (!mayEnd || this.rest.length < this.retryLength || this.stopped) return;
    const used = this.read(this.rest, 0, false);
    this.retryLength = used === 0 ? 2 * this.rest.length : 0;
    this.rest = this.rest.slice(used);
  }

  private keepFrom(piece: string, used: number): void {
    this.rest = piece.slice(used);
  }

  /** Reads the rows that begin at `from` and after; returns where the first one begins that does not end. */
  private read(text: string, from: number, isLast: boolean): number {
    const { newline } = this.dialect;
    let rowStart = from;
    let lineEnd = find(text, newline, rowStart);
    this.nextDelimiter = -1;
    while (rowStart < text.length && !this.stopped) {
      const rowEnd = this.findCells(text, rowStart, lineEnd);
      if (rowEnd >= text.length && !isLast) return rowStart;
      if (rowEnd < 0 || rowEnd === Infinity) {
        this.failQuotes();
        return text.length;
      }
      this.visitCells(text, rowStart);
      this.line += 1 + (rowEnd > lineEnd ? countOf(newline, text, lineEnd, rowEnd) : 0);
      rowStart = rowEnd + 1;
      lineEnd = find(text, newline, rowStart);
    }
    return Math.min(rowStart, text.length);
  }

  /**
   * Leaves in `bounds` where the cells of a row stand, those in quotes without them. Returns where the row ends:
   * the text's end where no line end was found, Infinity where a quote is still open, −1 where one is misplaced.
   */
  private findCells(text: string, rowStart: number, firstLineEnd: number): number {
    const { delimiter, newline } = this.dialect;
    let { nextDelimiter } = this;
    let lineEnd = firstLineEnd;
    let cellStart = rowStart;
    this.cellCount = 0;
    for (;;) {
      if (nextDelimiter < cellStart) nextDelimiter = find(text, delimiter, cellStart);
      if (text.charCodeAt(cellStart) === quote) {
        const close = closingQuote(text, cellStart);
        if (close < 0) return Infinity;
        if (nextDelimiter < close) nextDelimiter = find(text, delimiter, close);
        if (lineEnd < close) lineEnd = find(text, newline, close);
        this.addCell(cellStart + 1, close);
        const end = Math.min(nextDelimiter, lineEnd);
        if (!isBlank(text, close + 1, end)) return -1;
      } else this.addCell(cellStart, Math.min(nextDelimiter, lineEnd));
      if (lineEnd <= nextDelimiter) break;
      cellStart = nextDelimiter + 1;
    }
    this.nextDelimiter = nextDelimiter;
    return lineEnd;
  }

  private addCell(start: number, end: number): void {
    const at = 2 * this.cellCount++;
    if (at === this.bounds.length) {
      const larger = new Int32Array(2 * at);
      larger.set(this.bounds);
      this.bounds = larger;
    }
    this.bounds[at] = start;
    this.bounds[at + 1] = end;
  }

  private visitCells(text: string, rowStart: number): void {
    const { visitor, bounds, cellCount } = this;
    const isQuotedAt = (start: number): boolean => start > rowStart && text.charCodeAt(start - 1) === quote;
    if (cellCount === 1 && !isQuotedAt(bounds[0]!) && isBlank(text, bounds[0]!, bounds[1]!)) return;
    for (let index = 0; index < cellCount; index++) {
      const start = bounds[2 * index]!;
      const end = bounds[2 * index + 1]!;
      if (isQuotedAt(start) && text.indexOf('"', start) < end) {
        const cell = text.slice(start, end).replaceAll('""', '"');
        visitTrimmed(visitor, index, cell, 0, cell.length);
      } else visitTrimmed(visitor, index, text, start, end);
    }
    if (!visitor.endRow(this.line, cellCount)) this.stopped = true;
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

  private failQuotes(): void {
    this.fail(
      'bad-quotes',
      'a quote opens in this row that is not closed before a delimiter or line end; write a quote within quotes twice.',
    );
  }

  private fail(code: WalkFailure['code'], message: string): void {
    this.failure = { code, message, line: this.line };
    this.stopped = true;
  }
}

/** Where the mark stands from `from` on; the text's end where it does not. */
function find(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at;
}

/** The quote that closes the one at `open`; −1 where none does. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === quote) close = text.indexOf('"', close + 2);
  return close;
}

function countOf(mark: string, text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(mark, from); at >= 0 && at < to; at = text.indexOf(mark, at + 1)) count++;
  return count;
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) > 32) return false;
  return true;
}

function visitTrimmed(visitor: RowVisitor, index: number, text: string, start: number, end: number): void {
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  visitor.cell(index, text, start, end);
}
