/** Where the command writes, and what can be shown there. Tests give their own. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Colour, cursor movement and a progress bar are possible and wanted. */
  readonly interactive: boolean;
  readonly color: boolean;
  readonly columns: number;
}

export function openTerminal(): Terminal {
  const interactive = process.stderr.isTTY && process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  return {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    interactive,
    color: interactive && !process.env['NO_COLOR'],
    get columns() {
      return process.stdout.columns || 80;
    },
  };
}

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green';

const codes: Record<Style, readonly [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
};

/** Puts text in a style where the terminal has colours. */
export function paint(terminal: Terminal, style: Style, text: string): string {
  const [on, off] = codes[style];
  return terminal.color ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
