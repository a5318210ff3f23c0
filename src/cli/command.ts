import type { ParseArgsConfig } from 'node:util';
import type { Terminal } from './terminal.js';

/** One sub-command of `netweight`. */
export interface Command {
  readonly name: string;
  /** What stands after `netweight NAME`. */
  readonly usage: string;
  /** One line for `netweight --help`. */
  readonly summary: string;
  /** What the arguments and options are, for `netweight NAME --help`. */
  readonly help: readonly (readonly [term: string, words: string])[];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** How many positional arguments there must be. */
  readonly positionals: number;
  /** Resolves with the exit status. */
  run(input: CommandInput): Promise<number>;
}

/** Somebody asked for an end, or there is nowhere left to write to. */
export type Interruption = 'signal' | 'noOutput';

export interface CommandInput {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly terminal: Terminal;
  /** What the first Ctrl+C does; without it, and at the second, the command ends at once. */
  readonly onInterrupt: (stop: (cause: Interruption) => void) => void;
}

/** The command was called in a way that it cannot be: one line, exit 2. */
export class UsageError extends Error {}

/** The value of an option that must be a whole number of at least 1; undefined where it was not given. */
export function readCount(options: CommandInput['options'], name: string): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const count = Number(text);
  if (typeof text === 'string' && /^\d+$/.test(text) && count >= 1 && Number.isSafeInteger(count))
    return count;
  throw new UsageError(`--${name} is "${text}"; give a whole number of at least 1.`);
}

export function readText(options: CommandInput['options'], name: string): string | undefined {
  const text = options[name];
  if (text === '') throw new UsageError(`--${name} is empty; give it a value.`);
  return typeof text === 'string' ? text : undefined;
}

/** Refuses options that say nothing beside another one. */
export function refuseTogether(
  options: CommandInput['options'],
  name: string,
  others: readonly string[],
): void {
  const given = others.find((other) => options[other] !== undefined);
  if (given !== undefined) throw new UsageError(`--${given} says nothing beside --${name}; leave one out.`);
}
