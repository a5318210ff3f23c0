import { createMissingWords, type MissingWords } from './columnBuilder.js';
import { detectDialect } from './csvDialect.js';
import { nameColumns, warnOfMissingHeader } from './csvHeader.js';
import { CsvPass, numberShare, type ColumnKind } from './csvPass.js';
import { walkRows, type Dialect, type WalkFailure } from './csvRows.js';
import { decodePieces, detectEncoding, type Encoding } from './decode.js';
import { detectDecimalMark, isGrouped, readNumber, type DecimalMark } from './number.js';
import { placeOf, ProblemList, shorten, type TableProblem } from './problem.js';
import type { TableOptions, TableRead, TableSource } from './source.js';

const pieceBytes = 1 << 16;
const sampleRows = 1000;
const mostColumns = 100_000;

/**
 * Delimited text: CSV, TSV and their kin. The first rows settle delimiter, decimal mark and what kind each column
 * is; then one pass over the bytes fills the columns. Where the first rows misled, the pass is made again.
 */
export const csv: TableSource = {
  name: 'CSV',
  doc: 'Text with a row a line and cells between commas, semicolons, tabs or bars, in UTF-8, UTF-16 or an older encoding. The first line names the columns, which `target`, `features` and the others name in turn.',
  extensions: ['csv', 'tsv', 'tab', 'txt', 'data'],
  matches: () => false,
  read: ({ path, bytes }, options) => readCsv(bytes, path, options),
};

/** Bytes to columns. Every mistake in the file is a problem with its line and cell. There is no table where
 * rows do not fit together; a bad cell among numbers is missing, and its problem an error. */
export function readCsv(bytes: Uint8Array, file: string, options: TableOptions): TableRead {
  const problems = new ProblemList<TableProblem>();
  const refuse = ({ code, message, line }: Refusal): TableRead => {
    const place = line === undefined ? { file } : { file, line };
    const said = line === undefined ? message : `${placeOf(file, line)}: ${message}`;
    return {
      table: null,
      problems: [...problems.list(), { severity: 'error', code, message: said, ...place }],
    };
  };

  const encoding = detectEncoding(bytes);
  const binary = findBinary(bytes, encoding, file);
  if (binary) return refuse(binary);
  if (encoding.guessed) problems.add(describeGuess(encoding, file));

  const sample = readSample(bytes, encoding);
  if ('code' in sample) return refuse(sample);
  const first = sample.rows[0];
  if (!first) return refuse({ code: 'empty-file', message: `${file} is empty: a table was expected.` });
  if (first.length > mostColumns) {
    const message = `there are ${first.length} columns; at most ${mostColumns} can be read.`;
    return refuse({ code: 'too-many-columns', message, line: 1 });
  }

  const names = options.header ? nameColumns(first, file, problems) : first.map((_, i) => `column${i + 1}`);
  const rows = options.header ? sample.rows.slice(1) : sample.rows;
  if (options.header) warnOfMissingHeader(first, rows, file, problems);

  const settled = options.kinds ?? new Map<string, ColumnKind>();
  const missing = createMissingWords(options.missingValues);
  const mark = detectDecimalMark(rows.flat(), sample.dialect.delimiter === ';' ? ',' : '.');
  const kinds = names.map((name, index) => settled.get(name) ?? guessKind(rows, index, mark, missing));
  const capacity = Math.ceil((bytes.length / Math.max(1, sample.bytes)) * sample.rows.length * 1.05) + 16;
  for (;;) {
    const pass = new CsvPass({
      file,
      names,
      kinds,
      settled,
      mark,
      missing,
      capacity,
      header: options.header,
    });
    const failure = walkRows(decodePieces(bytes, encoding, pieceBytes), sample.dialect, pass);
    if (failure) return refuse(failure);
    const misled = pass.misled();
    for (const index of misled) kinds[index] = 'text';
    if (misled.length > 0) continue;

    const table = pass.finish();
    if (table.rowCount === 0) {
      return refuse({
        code: 'no-rows',
        message: 'there is a header line, but no rows below it.',
        line: 1,
      });
    }
    informOfGroups(rows, names, kinds, mark, file, problems);
    const found = [...problems.list(), ...pass.problems.list()];
    // A bad cell spoils its column alone, and that may be one that nobody uses.
    const isSpoilt = found.some(({ severity, cell }) => severity === 'error' && cell === undefined);
    return { table: isSpoilt ? null : table, problems: found };
  }
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
}

interface Sample {
  readonly dialect: Dialect;
  readonly rows: readonly (readonly string[])[];
  /** Bytes that these rows take, about. */
  readonly bytes: number;
}

/** The first rows as strings, to settle how the file is written. */
function readSample(bytes: Uint8Array, encoding: Encoding): Sample | WalkFailure {
  let dialect: Dialect | undefined;
  const rows: string[][] = [];
  let row: string[] = [];
  let characters = 0;
  for (const piece of decodePieces(bytes, encoding, pieceBytes)) {
    dialect = detectDialect(piece);
    break;
  }
  if (!dialect) return { dialect: { delimiter: ',', newline: '\n' }, rows, bytes: 0 };
  const failure = walkRows(decodePieces(bytes, encoding, pieceBytes), dialect, {
    cell(_, text, start, end) {
      row.push(text.slice(start, end));
      characters += end - start + 1;
    },
    endRow() {
      rows.push(row);
      row = [];
      return rows.length <= sampleRows;
    },
  });
  const bytesPerCharacter = encoding.label.startsWith('utf-16') ? 2 : 1;
  return failure ?? { dialect, rows, bytes: characters * bytesPerCharacter };
}

function guessKind(
  rows: readonly (readonly string[])[],
  index: number,
  mark: DecimalMark,
  missing: MissingWords,
): ColumnKind {
  let cells = 0;
  let numbers = 0;
  for (const row of rows) {
    const cell = row[index];
    if (cell === undefined || missing.has(cell, 0, cell.length)) continue;
    cells++;
    if (!Number.isNaN(readNumber(cell, 0, cell.length, mark))) numbers++;
  }
  return numbers >= numberShare * cells ? 'number' : 'text';
}

/** No text has a zero character; what has one is another kind of file or is damaged. */
function findBinary(bytes: Uint8Array, encoding: Encoding, file: string): Refusal | null {
  const { zeroAt: at } = encoding;
  if (at === undefined) return null;
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (isArchive) {
    return {
      code: 'binary-file',
      message: `${file} is no text file but a workbook or an archive: save the sheet as CSV.`,
    };
  }
  let line = 1;
  for (let i = 0; i < at; i++) if (bytes[i] === 10) line++;
  return {
    code: 'binary-file',
    message: 'a NUL byte stands in this line: the file is no text, or it is damaged.',
    line,
  };
}

function describeGuess(encoding: Encoding, file: string): TableProblem {
  const read = encoding.label.startsWith('utf-16') ? 'has no byte-order mark' : 'is not UTF-8';
  return {
    severity: 'warning',
    code: 'encoding-guessed',
    message: `${file} ${read}; it is read as ${encoding.label}. If letters look wrong, save it as UTF-8.`,
    file,
  };
}

/** "1,234.5" is read as 1234.5, and said, since it could have meant something else. */
function informOfGroups(
  rows: readonly (readonly string[])[],
  names: readonly string[],
  kinds: readonly ColumnKind[],
  mark: DecimalMark,
  file: string,
  problems: ProblemList<TableProblem>,
): void {
  names.forEach((name, index) => {
    if (kinds[index] !== 'number') return;
    const cell = rows.find((row) => row[index] !== undefined && isGrouped(row[index], mark))?.[index];
    if (cell === undefined) return;
    const value = readNumber(cell, 0, cell.length, mark);
    problems.add({
      severity: 'information',
      code: 'thousands',
      message: `Column "${name}" has thousands in groups: "${shorten(cell)}" is read as ${value}.`,
      name,
      file,
    });
  });
}
