/** A name from a file as people may read it: no control characters of a terminal. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '�');

/** At most about `length` characters, the middle left out. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length / 2 - 1)}…${text.slice(-length / 2)}` : text;
}
