import { commands as host, window, type Disposable } from 'vscode';
import { commands, type CommandId } from './contributions.js';
import { log } from './log.js';

/** A message for people: what went wrong and what to do. Everything else that is thrown is a bug. */
export class UserError extends Error {}

/** What a command is called with: nothing from the palette; a file, a lens's or a view's item from elsewhere. */
export type Handlers = Record<CommandId, (...args: unknown[]) => unknown>;

/** Registers every command of the list; what a handler throws ends here. */
export function registerCommands(handlers: Handlers): Disposable[] {
  return commands.map(({ id, title }) =>
    host.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await handlers[id](...args);
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
