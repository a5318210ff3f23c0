import { resolve } from 'node:path';
import { runNameOf, timeStamp } from '../runs/folder.js';
import { parseSpec } from '../spec/parse.js';
import { createControl } from '../training/control.js';
import { createNodeHost } from '../training/node.js';
import { SpecProblemsError } from '../training/specProblemsError.js';
import { readSpecText } from '../training/readSpecText.js';
import { varySeed } from '../training/seeds.js';
import { train as trainRun } from '../training/train.js';
import { readCount, readText, refuseTogether, type Command } from './command.js';
import { exitCodes } from './exitCodes.js';
import { findRate } from './findRate.js';
import { kernelDirectory } from './kernels.js';
import { showProblem } from './showProblem.js';
import type { Terminal } from './terminal.js';
import { reportLines } from './trainLines.js';
import type { TrainReport } from './trainReport.js';
import { trainSeeds } from './trainSeeds.js';
import { reportScreen } from './trainScreen.js';
import { version } from './version.js';

export const train: Command = {
  name: 'train',
  usage: 'SPEC [--run DIR] [--epochs N] [--threads N] [--resume] [--find-lr] [--seeds N] [--json]',
  summary: 'Trains the network of a *.nn.json on its data.',
  help: [
    ['SPEC', 'the *.nn.json; its data is looked for beside it'],
    ['--run DIR', 'the run folder; default: a new one in .netweight/runs beside the spec'],
    ['--epochs N', 'so many epochs in all, in place of what the spec says'],
    ['--threads N', 'so many threads share a step; left out: what a short trial finds fastest'],
    ['--resume', 'goes on with the run in DIR; without --run with the newest unfinished one of this spec'],
    ['--find-lr', 'trains nothing, but tries learning rates of all sizes and says which to take'],
    ['--seeds N', 'trains N times, with seeds from the spec’s own on; says mean and spread'],
    ['--json', 'one line of JSON an epoch and a finding, one at the end'],
  ],
  options: {
    run: { type: 'string' },
    epochs: { type: 'string' },
    threads: { type: 'string' },
    resume: { type: 'boolean' },
    'find-lr': { type: 'boolean' },
    seeds: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: 1,
  run: async ({ positionals, options, terminal, onInterrupt }) => {
    const specPath = resolve(positionals[0]!);
    const directory = readText(options, 'run');
    const epochs = readCount(options, 'epochs');
    const threads = readCount(options, 'threads');
    if (options['find-lr']) refuseTogether(options, 'find-lr', ['run', 'epochs', 'resume', 'seeds']);
    const seeds = readCount(options, 'seeds');
    if (seeds !== undefined) refuseTogether(options, 'seeds', ['run', 'resume']);
    const host = await createNodeHost(kernelDirectory(), version);
    const text = await readSpecText(specPath, host.fileSystem);
    const { positions } = parseSpec(text);
    const makeReport = (): TrainReport =>
      options['json'] ? reportLines(terminal, positions) : reportScreen(terminal, specPath, positions);
    let report = makeReport();
    const control = createControl();
    if (options['find-lr']) {
      onInterrupt(() => control.stop());
      return refusingProblems(terminal, specPath, () =>
        findRate(
          { specPath, ...(threads !== undefined && { threads }) },
          { host, control, terminal, json: options['json'] === true },
        ),
      );
    }
    onInterrupt((cause) => {
      if (cause === 'signal') report.note('Stopping after this step; once more to end at once.');
      control.stop();
    });
    const overrides = { ...(epochs !== undefined && { epochs }), ...(threads !== undefined && { threads }) };
    const varied = seeds === undefined ? null : varySeed(text, seeds);
    if (varied) {
      const group = `${runNameOf(specPath)}-${timeStamp(Date.now())}`;
      return refusingProblems(terminal, specPath, () =>
        trainSeeds(varied, {
          terminal,
          json: options['json'] === true,
          control,
          train: async (seeded) => {
            report = makeReport();
            const input = { specPath, specText: seeded.text, group, resume: false, overrides };
            try {
              const result = await trainRun(input, host, control, (event) => report.tell(event));
              report.done(result.directory, result.run);
              return result;
            } finally {
              report.close();
            }
          },
        }),
      );
    }
    return refusingProblems(terminal, specPath, async () => {
      try {
        const { directory: folder, run } = await trainRun(
          {
            specPath,
            ...(directory !== undefined && { directory: resolve(directory) }),
            resume: options['resume'] === true,
            overrides,
          },
          host,
          control,
          (event) => report.tell(event),
        );
        report.done(folder, run);
        if (run.status === 'stopped') return exitCodes.interrupted;
        return run.status === 'diverged' ? exitCodes.found : exitCodes.done;
      } finally {
        report.close();
      }
    });
  },
};

/** A spec that cannot be trained is told with all its problems. */
async function refusingProblems(
  terminal: Terminal,
  specPath: string,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SpecProblemsError)) throw error;
    for (const problem of error.problems) terminal.error(`${showProblem(terminal, specPath, problem)}\n`);
    return exitCodes.refused;
  }
}
