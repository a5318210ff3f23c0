import { resolve } from 'node:path';
import { parseSpec } from '../spec/parse.js';
import { createControl } from '../training/control.js';
import { createNodeHost } from '../training/node.js';
import { SpecProblemsError } from '../training/specProblemsError.js';
import { readSpecText } from '../training/readSpecText.js';
import { train as trainRun } from '../training/train.js';
import { readCount, readText, type Command } from './command.js';
import { exitCodes } from './exitCodes.js';
import { kernelDirectory } from './kernels.js';
import { showProblem } from './showProblem.js';
import { reportLines } from './trainLines.js';
import { reportScreen } from './trainScreen.js';
import { version } from './version.js';

export const train: Command = {
  name: 'train',
  usage: 'SPEC [--run DIR] [--epochs N] [--threads N] [--resume] [--json]',
  summary: 'Trains the network of a *.nn.json on its data.',
  help: [
    ['SPEC', 'the *.nn.json; its data is looked for beside it'],
    ['--run DIR', 'the run folder; default: a new one in .netweight/runs beside the spec'],
    ['--epochs N', 'so many epochs in all, in place of what the spec says'],
    ['--threads N', 'at most so many threads'],
    ['--resume', 'goes on with the run in DIR; without --run with the newest unfinished one of this spec'],
    ['--json', 'one line of JSON an epoch and a finding, one at the end'],
  ],
  options: {
    run: { type: 'string' },
    epochs: { type: 'string' },
    threads: { type: 'string' },
    resume: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: 1,
  run: async ({ positionals, options, terminal, onInterrupt }) => {
    const specPath = resolve(positionals[0]!);
    const directory = readText(options, 'run');
    const epochs = readCount(options, 'epochs');
    const threads = readCount(options, 'threads');
    const host = await createNodeHost(kernelDirectory(), version);
    const { positions } = parseSpec(await readSpecText(specPath, host.fileSystem));
    const report = options['json']
      ? reportLines(terminal, positions)
      : reportScreen(terminal, specPath, positions);
    const control = createControl();
    onInterrupt((cause) => {
      if (cause === 'signal') report.note('Stopping after this step; once more to end at once.');
      control.stop();
    });
    try {
      const { directory: folder, run } = await trainRun(
        {
          specPath,
          ...(directory !== undefined && { directory: resolve(directory) }),
          resume: options['resume'] === true,
          overrides: { ...(epochs !== undefined && { epochs }), ...(threads !== undefined && { threads }) },
        },
        host,
        control,
        (event) => report.tell(event),
      );
      report.done(folder, run);
      if (run.status === 'stopped') return exitCodes.interrupted;
      return run.status === 'diverged' ? exitCodes.found : exitCodes.done;
    } catch (error) {
      if (!(error instanceof SpecProblemsError)) throw error;
      for (const problem of error.problems) terminal.error(`${showProblem(terminal, specPath, problem)}\n`);
      return exitCodes.refused;
    } finally {
      report.close();
    }
  },
};
