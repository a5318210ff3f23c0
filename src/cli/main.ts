import { exitCodes } from './exitCodes.js';
import { describeFailure } from './failure.js';
import { run } from './run.js';
import { openTerminal, paint } from './terminal.js';

const terminal = openTerminal();
let stop: (() => void) | null = null;

/** The first time asks the command to stop, the second time ends it. */
function interrupt(): void {
  if (!stop) process.exit(exitCodes.interrupted);
  const stopOnce = stop;
  stop = null;
  stopOnce();
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

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has seen enough (`| head`): no reason to complain.
  if (error.code === 'EPIPE') return interrupt();
  report(error);
  process.exit();
});
process.stderr.on('error', () => {});

run(process.argv.slice(2), terminal, (listener) => {
  stop = listener;
}).then((status) => {
  process.exitCode = status;
}, report);
