/** Where children of objects and arrays are put in and taken out of a text, so that its layout and its comments stay. */
import type { Node } from 'jsonc-parser';
import type { TextEdit } from './pieces.js';

/** Puts a property or an item behind the last one. */
export function appendChild(text: string, container: Node, child: string): TextEdit[] {
  const last = container.children?.at(-1);
  if (!last) return fillEmpty(text, container, child);
  const end = last.offset + last.length;
  const comma = findComma(text, end);
  if (!startsLine(text, last.offset)) {
    return comma === null ? [insertion(end, `, ${child}`)] : [insertion(comma + 1, ` ${child},`)];
  }
  const lineEnd = skipLineComments(text, comma === null ? end : comma + 1);
  const line = `${newlineOf(text)}${indentAt(text, last.offset)}${child}`;
  if (comma !== null) return [insertion(lineEnd, `${line},`)];
  return lineEnd === end ? [insertion(end, `,${line}`)] : [insertion(end, ','), insertion(lineEnd, line)];
}

/** Puts an item before another of the same array. Comments above that one stay with it. */
export function insertBefore(text: string, next: Node, item: string): TextEdit[] {
  if (!startsLine(text, next.offset)) return [insertion(next.offset, `${item}, `)];
  const siblings = next.parent?.children ?? [];
  const previous = siblings[siblings.indexOf(next) - 1];
  const from = previous
    ? (findComma(text, previous.offset + previous.length) ?? next.offset - 1) + 1
    : (next.parent?.offset ?? 0) + 1;
  const line = `${newlineOf(text)}${indentAt(text, next.offset)}${item},`;
  return [insertion(skipLineComments(text, from), line)];
}

/** Takes out a property or an item with its comma, and its line where nothing else is on it. */
export function removeChild(text: string, child: Node): TextEdit[] {
  const container = child.parent;
  const siblings = container?.children ?? [];
  const end = child.offset + child.length;
  const comma = findComma(text, end);
  if (container && siblings.length === 1 && isBare(text, container, child, comma))
    return [{ offset: container.offset + 1, length: container.length - 2, text: '' }];
  if (comma !== null && text.slice(end, comma).trim() === '') return [removal(text, child.offset, comma + 1)];
  const before = siblings[siblings.indexOf(child) - 1];
  const freed = comma ?? (before ? findComma(text, before.offset + before.length) : null);
  const edits = [removal(text, child.offset, end)];
  if (freed !== null) edits.push({ offset: freed, length: 1, text: '' });
  return mergeTouching(edits);
}

/** Whether there are only blanks around an only child, no comments. */
function isBare(text: string, container: Node, child: Node, comma: number | null): boolean {
  const end = child.offset + child.length;
  const close = container.offset + container.length - 1;
  const around = [
    text.slice(container.offset + 1, child.offset),
    text.slice(end, comma ?? end),
    text.slice(comma === null ? end : comma + 1, close),
  ];
  return around.every((blanks) => blanks.trim() === '');
}

/** The range, with the blanks or the whole line that would be left over. */
function removal(text: string, from: number, to: number): TextEdit {
  let start = from;
  let end = to;
  while (isBlank(text[start - 1])) start--;
  while (isBlank(text[end])) end++;
  const opensLine = start === 0 || isBreak(text[start - 1]);
  const closesLine = end === text.length || isBreak(text[end]);
  if (opensLine && closesLine) {
    if (text.startsWith('\r\n', end)) end += 2;
    else if (end < text.length) end++;
    return { offset: start, length: end - start, text: '' };
  }
  // In the middle of a line one side keeps its blanks; before a comment at the end of a line all of them.
  if (opensLine) return { offset: from, length: end - from, text: '' };
  if (closesLine) return { offset: start, length: end - start, text: '' };
  const opens = text[start - 1] === '{' || text[start - 1] === '[';
  return opens
    ? { offset: from, length: end - from, text: '' }
    : { offset: start, length: to - start, text: '' };
}

/** Edits of which one ends where the other begins, as one. */
function mergeTouching(edits: TextEdit[]): TextEdit[] {
  const [a, b] = edits.toSorted((x, y) => x.offset - y.offset);
  if (!a || !b || a.offset + a.length < b.offset) return edits;
  const end = Math.max(a.offset + a.length, b.offset + b.length);
  return [{ offset: a.offset, length: end - a.offset, text: '' }];
}

function fillEmpty(text: string, container: Node, child: string): TextEdit[] {
  const close = container.offset + container.length - 1;
  const inside = text.slice(container.offset + 1, close);
  const padding = container.type === 'object' ? ' ' : '';
  if (inside.trim() === '' && !/[\r\n]/.test(inside))
    return [{ offset: container.offset + 1, length: inside.length, text: `${padding}${child}${padding}` }];
  const outer = indentAt(text, container.offset);
  const unit = outer.startsWith('\t') ? '\t' : '  ';
  const line = `${newlineOf(text)}${outer}${unit}${child}`;
  if (inside.trim() === '')
    return [
      { offset: container.offset + 1, length: inside.length, text: `${line}${newlineOf(text)}${outer}` },
    ];
  // Behind the comments, before the bracket's own line.
  const kept = inside.trimEnd();
  const rest = startsLine(text, close) ? '' : newlineOf(text) + outer;
  return [insertion(container.offset + 1 + kept.length, line + rest)];
}

function insertion(offset: number, text: string): TextEdit {
  return { offset, length: 0, text };
}

/** The comma behind an offset, with nothing but blanks and comments before it; null where there is none. */
function findComma(text: string, offset: number): number | null {
  const end = skipTrivia(text, offset);
  return text[end] === ',' ? end : null;
}

function skipTrivia(text: string, offset: number): number {
  const match = /(?:\s|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/y;
  match.lastIndex = offset;
  return offset + (match.exec(text)?.[0].length ?? 0);
}

/** Behind the comments that follow on the same line. */
function skipLineComments(text: string, offset: number): number {
  const match = /(?:[ \t]*(?:\/\/[^\r\n]*|\/\*[^]*?\*\/))*/y;
  match.lastIndex = offset;
  return offset + (match.exec(text)?.[0].length ?? 0);
}

function startsLine(text: string, offset: number): boolean {
  return /(?:^|[\r\n])[ \t\uFEFF]*$/.test(text.slice(Math.max(0, offset - 400), offset));
}

function indentAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

function newlineOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function isBreak(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}
