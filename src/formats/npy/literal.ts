import { FormatError } from '../formatError.js';

/** What a literal of Python may hold; a tuple is a list, a dictionary a map. */
export type Literal = string | number | boolean | null | Literal[] | Map<string, Literal>;

const deepest = 32;
const token =
  /\s*(?:(?<number>[+-]?\d+L?)|(?<word>True|False|None)|u?b?(?<quote>['"])(?<text>[^'"\\]*)\k<quote>|(?<sign>[()[\]{},:]))\s*/y;

/**
 * A literal of Python: numbers, text, tuples, lists, dictionaries with text for keys. Throws a FormatError for all
 * else, such as a call; `base` is where the text begins in the file.
 */
export function parseLiteral(text: string, base: number): Literal {
  let at = 0;
  let next: RegExpExecArray | null = null;
  const fail = (): never => {
    throw new FormatError('the header is no literal of Python', base + at);
  };
  const advance = (): void => {
    token.lastIndex = at;
    next = token.exec(text);
    if (next) at = token.lastIndex;
    else if (at < text.trimEnd().length) fail();
  };
  const isSign = (sign: string): boolean => next?.groups?.['sign'] === sign;

  const parse = (depth: number): Literal => {
    const groups = next?.groups;
    if (!groups || depth > deepest) return fail();
    if (groups['number'] !== undefined) return end(Number(groups['number'].replace('L', '')));
    if (groups['word'] !== undefined) return end({ True: true, False: false, None: null }[groups['word']]!);
    if (groups['text'] !== undefined) return end(groups['text']);
    if (isSign('(')) return parseItems(')', depth);
    if (isSign('[')) return parseItems(']', depth);
    if (isSign('{')) return parseMap(depth);
    return fail();
  };
  const end = <T>(value: T): T => {
    advance();
    return value;
  };
  const parseItems = (closing: string, depth: number): Literal[] => {
    const items: Literal[] = [];
    advance();
    while (!isSign(closing)) {
      items.push(parse(depth + 1));
      if (isSign(',')) advance();
      else if (!isSign(closing)) fail();
    }
    return end(items);
  };
  const parseMap = (depth: number): Map<string, Literal> => {
    const map = new Map<string, Literal>();
    advance();
    while (!isSign('}')) {
      const key = parse(depth + 1);
      if (typeof key !== 'string' || !isSign(':')) return fail();
      advance();
      map.set(key, parse(depth + 1));
      if (isSign(',')) advance();
      else if (!isSign('}')) fail();
    }
    return end(map);
  };

  advance();
  const value = parse(0);
  if (at < text.trimEnd().length || next) fail();
  return value;
}
