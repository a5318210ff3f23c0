import { commands as host, window, type Disposable, type Uri } from 'vscode';
import { commands, type CommandId } from './contributions.js';
import { log } from './log.js';

/** A message for people: what went wrong and what to do. Everything else that is thrown is a bug. */
export class UserError extends Error {}

export type Handlers = Record<CommandId, (resource?: Uri) => unknown>;

/** Registers every command of the list; what a handler throws ends here. */
export function registerCommands(handlers: Handlers): Disposable[] {
  return commands.map(({ id, title }) =>
    host.registerCommand(id, async (resource?: Uri) => {
      try {
        return await handlers[id](resource);
      } catch (error) {
        reportFailure(title, error);
        return undefined;
      }
    }),
  );
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
