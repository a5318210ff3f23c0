import Table from 'cli-table3';
import { describeMonitor } from '../display/metricWords.js';
import { formatCount } from '../display/numbers.js';
import type { RunRecord } from '../runs/run.js';
import { measureSpread, type Spread } from '../runs/seedSpread.js';
import type { TrainingControl } from '../training/control.js';
import type { SeededSpec } from '../training/seeds.js';
import type { TrainResult } from '../training/train.js';
import { exitCodes } from './exitCodes.js';
import { shortPath } from './shortPath.js';
import type { Terminal } from './terminal.js';

export interface SeedsContext {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly control: TrainingControl;
  /** Trains one of them, told as every training is. */
  readonly train: (seeded: SeededSpec) => Promise<TrainResult>;
}

/** `train --seeds N`: one run after another, then mean and spread of what they reached. */
export async function trainSeeds(seeds: readonly SeededSpec[], context: SeedsContext): Promise<number> {
  const { terminal, json, control, train } = context;
  const results: TrainResult[] = [];
  for (const [i, seeded] of seeds.entries()) {
    if (!json) terminal.out(`${i > 0 ? '\n' : ''}Seed ${seeded.seed}, ${i + 1} of ${seeds.length}\n`);
    results.push(await train(seeded));
    if (control.wanted === 'stop') break;
  }
  const runs = results.map(({ run }) => run);
  const spread = measureSpread(runs.flatMap(({ final }) => final ?? []));
  if (json) terminal.out(`${JSON.stringify(summarise(results, spread))}\n`);
  else
    terminal.out(
      `\n${spreadTable(runs, spread)}\n${results.map(({ directory }) => `Run: ${shortPath(directory)}`).join('\n')}\n`,
    );
  if (runs.some(({ status }) => status === 'stopped')) return exitCodes.interrupted;
  return runs.some(({ status }) => status === 'diverged') ? exitCodes.found : exitCodes.done;
}

/** The last line for programs. */
function summarise(results: readonly TrainResult[], spread: Record<string, Spread>): object {
  const { loss = null, validationLoss = null, ...metrics } = spread;
  return {
    event: 'seeds',
    seeds: results.map(({ run }) => run.seed),
    runs: results.map(({ directory }) => directory),
    loss,
    validationLoss,
    metrics,
  };
}

function spreadTable(runs: readonly RunRecord[], spread: Record<string, Spread>): string {
  const table = new Table({
    head: [`${formatCount(runs.length)} seeds`, 'mean', '±'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'right'],
  });
  for (const [name, { mean, std }] of Object.entries(spread)) {
    const { words, format } = describeMonitor(name);
    table.push([words, format(mean), format(std)]);
  }
  return table.toString();
}
