import { window } from 'vscode';
import { commands, type CommandId } from './commandList.js';
import { log } from './log.js';

/** A message for people: what went wrong and what to do. Everything else that is thrown is a bug. */
export class UserError extends Error {}

/** Does a command's work; what it throws ends here. */
export async function runCommand(id: CommandId, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    reportFailure(commands.find((command) => command.id === id)?.title ?? id, error);
    return undefined;
  }
}

export function reportFailure(what: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  log().error(`${what}: ${error instanceof Error ? (error.stack ?? message) : message}`);
  if (error instanceof UserError) {
    void window.showErrorMessage(message);
    return;
  }
  const show = 'Show Log';
  void window.showErrorMessage(`${what} failed: ${message}`, show).then((choice) => {
    if (choice === show) log().show();
  });
}
