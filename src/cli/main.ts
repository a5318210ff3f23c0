import { exitCodes } from './exitCodes.js';
import { describeFailure } from './failure.js';
import { run } from './run.js';
import { openTerminal, paint } from './terminal.js';

const terminal = openTerminal();
let stop: (() => void) | null = null;
let isReaderGone = false;

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
  if (error.code !== 'EPIPE') {
    report(error);
    process.exit();
  }
  // The reader has seen enough (`| head`): no reason to complain, nor to ask twice when more was on its way.
  if (!isReaderGone) interrupt();
  isReaderGone = true;
});
process.stderr.on('error', () => {});

run(process.argv.slice(2), terminal, (listener) => {
  stop = listener;
}).then((status) => {
  process.exitCode = status;
}, report);
