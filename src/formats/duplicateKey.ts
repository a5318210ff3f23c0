/**
 * The first key that stands twice in one object of a JSON text, and the offset (in characters) of its second
 * place; undefined where there is none. The text must be valid JSON: JSON.parse keeps the last of equal keys
 * without a word, so this is asked after it.
 */
export function findDuplicateKey(text: string): { key: string; offset: number } | undefined {
  const open: (Set<string> | undefined)[] = []; // the keys of each object we are in; undefined for an array
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const start = at;
      at = endOfString(text, start);
      const keys = open.at(-1);
      if (!keys || !isFollowedByColon(text, at + 1)) continue;
      const key = JSON.parse(text.slice(start, at + 1)) as string;
      if (keys.has(key)) return { key, offset: start };
      keys.add(key);
    }
  }
  return undefined;
}

/** The place of the quote that closes the string opened at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function isFollowedByColon(text: string, offset: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = offset;
  return colon.test(text);
}
