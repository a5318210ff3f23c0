import { formatNumber } from '../display/numbers.js';
import { showCharacter } from '../model/judgeText.js';
import { paint, type Terminal } from './terminal.js';

/** Tokens in the list below a text. */
const listed = 12;
/** Shares of the largest |φ| from which on a token is painted, and painted strongly. */
const visible = 0.15;
const strong = 0.5;

/**
 * A text with its tokens in the colour of their sign, those that moved the output most also bold, and below it a list of
 * them with their places, which says the same without colour. `values` has one φ a token; `bar` draws a length.
 */
export function showText(
  terminal: Terminal,
  tokens: readonly string[],
  values: readonly number[],
  bar: (value: number, longest: number) => string,
): void {
  const longest = Math.max(...values.map(Math.abs));
  const painted = tokens.map((token, at) => {
    const share = longest === 0 ? 0 : Math.abs(values[at]!) / longest;
    const shown = token === '\n' ? '⏎\n' : token;
    if (share < visible) return shown;
    const colored = paint(terminal, values[at]! < 0 ? 'blue' : 'yellow', shown);
    return share < strong ? colored : paint(terminal, 'bold', colored);
  });
  terminal.out(`${painted.join('')}▁\n\n`);
  const order = [...values.keys()].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || a - b);
  for (const at of order.slice(0, listed)) {
    const value = values[at]!;
    const name = `${String(at - tokens.length).padStart(4)}  ${contextOf(tokens, at).padEnd(16)}`;
    const figure = `${value > 0 ? '+' : ''}${formatNumber(value)}`.padStart(9);
    terminal.out(
      `${name} ${figure} ${paint(terminal, value < 0 ? 'blue' : 'yellow', bar(Math.abs(value), longest))}\n`,
    );
  }
  const rest = order.slice(listed).reduce((sum, at) => sum + values[at]!, 0);
  if (order.length > listed) {
    terminal.out(
      `${`      ${order.length - listed} others`.padEnd(22)} ${`${rest > 0 ? '+' : ''}${formatNumber(rest)}`.padStart(9)}\n`,
    );
  }
}

/** A token between its neighbours: `qu[e]st`. */
function contextOf(tokens: readonly string[], at: number): string {
  const show = (from: number, to: number): string =>
    tokens.slice(Math.max(0, from), to).map(showCharacter).join('');
  return `${show(at - 4, at)}[${show(at, at + 1)}]${show(at + 1, at + 5)}`;
}
