/** A piece of a progress line; the highest `rank` is left out first where a terminal is narrow. */
export interface ProgressPart {
  readonly text: string;
  readonly rank: number;
}

const widestBar = 24;
const narrowestBar = 8;

/**
 * One line of at most `columns` characters: a bar for `share` (0 … 1), then the parts in their order, joined by
 * dots. What does not fit is left out by rank; the part of the lowest rank always stays.
 */
export function layoutProgress(share: number, parts: readonly ProgressPart[], columns: number): string {
  const room = Math.max(0, columns - 1);
  let kept = [...parts];
  const textOf = (): string => kept.map(({ text }) => text).join(' · ');
  while (kept.length > 1 && narrowestBar + 1 + textOf().length > room) {
    const last = Math.max(...kept.map(({ rank }) => rank));
    kept = kept.filter(({ rank }) => rank !== last);
  }
  const text = textOf();
  // In steps, so that it does not breathe with every digit that the text gains or loses.
  const width = 4 * Math.floor(Math.min(widestBar, room - text.length - 1) / 4);
  if (width < narrowestBar) return text.slice(0, room);
  const done = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${'■'.repeat(done).padEnd(width, '·')} ${text}`;
}
