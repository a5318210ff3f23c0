import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { positionAt, type Positions } from './positions.js';
import type { Problem } from './spec.js';

/** Deeper nesting is no spec, and would exhaust the stack. */
const deepest = 64;

const sentences: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is no JSON value. Words stand in double quotes.',
  InvalidNumberFormat: 'This number is not written as JSON demands.',
  PropertyNameExpected: 'A key in double quotes is missing here.',
  ValueExpected: 'A value is missing here.',
  ColonExpected: 'A colon is missing between key and value.',
  CommaExpected: 'A comma is missing here.',
  CloseBraceExpected: 'A closing } is missing.',
  CloseBracketExpected: 'A closing ] is missing.',
  EndOfFileExpected: 'The spec has ended; remove what follows.',
  UnexpectedEndOfComment: 'This comment is not closed by */.',
  UnexpectedEndOfString: 'This string is not closed by a double quote.',
  UnexpectedEndOfNumber: 'This number is not complete.',
  InvalidUnicode: 'This \\u escape is not followed by four hexadecimal digits.',
  InvalidEscapeCharacter: 'There is no such escape; a backslash is written \\\\.',
  InvalidCharacter: 'Control characters such as tabs are not allowed within a string; write \\t or \\n.',
};

/** The tree of a text with comments and trailing commas, as far as it can be read, and where it cannot. */
export function readTree(text: string): { root: Node | undefined; errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  const options = { allowTrailingComma: true, disallowComments: false, allowEmptyContent: true };
  const tooDeep = findTooDeep(text);
  const readable = tooDeep === null ? text : text.slice(0, tooDeep);
  const root = parseTree(readable.replace(/^\uFEFF/, ' '), errors, options);
  return { root, errors };
}

/** Offset of the bracket that nests too deep, or null. Brackets in strings and comments do not nest. */
function findTooDeep(text: string): number | null {
  let depth = 0;
  for (const match of text.matchAll(/"(?:\\.|[^"\\\r\n])*"?|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|[[\]{}]/g)) {
    const bracket = match[0];
    if (bracket === '{' || bracket === '[') depth++;
    else if (bracket === '}' || bracket === ']') depth--;
    if (depth > deepest) return match.index;
  }
  return null;
}

/** One problem for each line that has errors: those after the first are mostly its echoes. */
export function syntaxProblems(positions: Positions, errors: readonly ParseError[]): Problem[] {
  const problems = errors.map(({ error, offset, length }): Problem => {
    const place = positionAt(positions, offset, Math.max(1, length));
    const message = sentences[printParseErrorCode(error)] ?? 'This is not JSON.';
    return { severity: 'error', code: 'syntax', message, path: [], ...place };
  });
  const lines = new Set<number>();
  return problems.filter(({ line }) => lines.size < lines.add(line).size);
}

/** Codes of what VS Code's own JSON support says as well: in its Problems panel they would stand twice. */
export const editorCodes: ReadonlySet<string> = new Set(['syntax', 'duplicate-key']);
