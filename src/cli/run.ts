import { parseArgs } from 'node:util';
import { UsageError, type Command, type CommandInput } from './command.js';
import { commands } from './commands.js';
import { exitCodes } from './exitCodes.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

/** Finds the sub-command, reads its arguments and runs it. Resolves with the exit status; failures throw. */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  onInterrupt: CommandInput['onInterrupt'],
): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(overview());
    return name === undefined ? exitCodes.refused : exitCodes.done;
  }
  if (name === '--version' || name === '-v') {
    terminal.out(`${version}\n`);
    return exitCodes.done;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const known = commands.map((one) => one.name).join(', ');
    throw new UsageError(`There is no command "${name}". Known are ${known}; netweight --help says more.`);
  }
  const { values, positionals } = readArguments(command, rest);
  if (values['help'] === true) {
    terminal.out(explain(command));
    return exitCodes.done;
  }
  if (positionals.length !== command.positionals) {
    throw new UsageError(
      `${command.name} takes ${command.positionals} file${command.positionals === 1 ? '' : 's'}, not ${positionals.length}: netweight ${command.name} ${command.usage}`,
    );
  }
  return command.run({ positionals, options: values, terminal, onInterrupt });
}

function readArguments(
  command: Command,
  args: readonly string[],
): { values: CommandInput['options']; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    return { values, positionals };
  } catch (error) {
    const reason = (error as Error).message.split('. ')[0]!.replace(/\.$/, '');
    throw new UsageError(`${reason}: netweight ${command.name} ${command.usage}`);
  }
}

function explain({ name, usage, summary, help }: Command): string {
  const width = Math.max(...help.map(([term]) => term.length));
  const lines = help.map(([term, words]) => `  ${term.padEnd(width)}  ${words}`);
  return `netweight ${name} ${usage}\n\n${summary}\n\n${lines.join('\n')}\n`;
}

function overview(): string {
  const width = Math.max(...commands.map((one) => one.name.length));
  const lines = commands.map(
    (one) =>
      `  ${one.name.padEnd(width)}  ${one.summary}\n  ${' '.repeat(width)}  netweight ${one.name} ${one.usage}`,
  );
  return `Usage: netweight COMMAND …\n\n${lines.join('\n')}\n\nnetweight COMMAND --help, netweight --version\n`;
}
