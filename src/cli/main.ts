import type { Interruption } from './command.js';
import { exitCodes } from './exitCodes.js';
import { describeFailure } from './failure.js';
import { run } from './run.js';
import { openTerminal, paint } from './terminal.js';

const terminal = openTerminal();
let stop: ((cause: Interruption) => void) | null = null;
let isOutputGone = false;

/** The first time asks the command to stop, the second time ends it. */
function interrupt(cause: Interruption): void {
  if (!stop) process.exit(process.exitCode ?? exitCodes.interrupted);
  const stopOnce = stop;
  stop = null;
  stopOnce(cause);
}

function report(error: unknown): void {
  const line = describeFailure(error);
  process.exitCode = line === null ? exitCodes.bug : exitCodes.refused;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.error(
    line === null
      ? `netweight: this is a bug of ours; please report it with what follows.\n${detail}\n`
      : `${paint(terminal, 'red', 'netweight:')} ${line}\n`,
  );
}

process.on('SIGINT', () => interrupt('signal'));
process.on('SIGTERM', () => interrupt('signal'));
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // More may have been on its way.
  if (isOutputGone) return;
  isOutputGone = true;
  // A reader that has seen enough (`| head`) is no reason to complain.
  if (error.code !== 'EPIPE') report(error);
  interrupt('noOutput');
});
process.stderr.on('error', () => {});

run(process.argv.slice(2), terminal, (listener) => {
  stop = listener;
}).then((status) => {
  process.exitCode ??= status;
}, report);
