import { formatLoss, formatNumber } from '../display/numbers.js';
import type { RangeTest } from '../runs/rangeTest.js';
import { parseSpec } from '../spec/parse.js';
import { locate } from '../spec/positions.js';
import type { TrainingControl } from '../training/control.js';
import { findLearningRate, type RangeTestInput } from '../training/findLearningRate.js';
import type { TrainingHost } from '../training/host.js';
import { smoothLosses } from '../training/rangeTest/suggestRate.js';
import { readSpecText } from '../training/readSpecText.js';
import { ratePath } from '../diagnose/fixes/learningRate.js';
import { exitCodes } from './exitCodes.js';
import { shortPath } from './shortPath.js';
import { paint, type Terminal } from './terminal.js';

/** `train --find-lr`: a line a step and one at the end for programs, the curve and what to write for people. */
export async function findRate(
  input: RangeTestInput,
  { host, control, terminal, json }: FindRateContext,
): Promise<number> {
  const text = await readSpecText(input.specPath, host.fileSystem);
  let steps = 0;
  const test = await findLearningRate({ ...input, specText: text }, host, control, ({ rates, losses }) => {
    rates.forEach((learningRate, i) => {
      steps++;
      const loss = Number.isFinite(losses[i]) ? losses[i] : null;
      if (json) terminal.out(`${JSON.stringify({ event: 'rate', step: steps, learningRate, loss })}\n`);
    });
  });
  if (json) {
    const status = test ? 'completed' : 'stopped';
    const learningRate = test?.suggestion ?? null;
    terminal.out(`${JSON.stringify({ event: 'done', status, steps, learningRate })}\n`);
  } else if (test) terminal.out(describe(terminal, input.specPath, text, test));
  else terminal.out('Stopped before the range test was through; nothing was kept.\n');
  return test ? exitCodes.done : exitCodes.interrupted;
}

export interface FindRateContext {
  readonly host: TrainingHost;
  readonly control: TrainingControl;
  readonly terminal: Terminal;
  readonly json: boolean;
}

/** The curve, a line for each third of a decade, and the rate to write. */
function describe(terminal: Terminal, specPath: string, text: string, test: RangeTest): string {
  const losses = smoothLosses(test.losses.map((loss) => loss ?? NaN));
  const finite = losses.filter(Number.isFinite);
  // The first loss is the measure: what lies far above it has run away.
  const [low, high] = [Math.min(...finite), 1.2 * (finite[0] ?? 1)];
  const lines = ['learning rate   loss'];
  let last = -Infinity;
  test.rates.forEach((rate, i) => {
    const third = Math.floor(3 * Math.log10(rate) + 1e-9);
    const loss = losses[i]!;
    if (third === last || !Number.isFinite(loss)) return;
    last = third;
    const share = Math.min(1, Math.max(0, (loss - low) / (high - low || 1)));
    const bar = '█'.repeat(1 + Math.round(share * barColumns));
    lines.push(`${formatNumber(rate, 2).padStart(13)}   ${formatLoss(loss).padEnd(8)} ${bar}`);
  });
  return `${lines.join('\n')}\n\n${advise(terminal, specPath, text, test)}\n`;
}

const barColumns = 40;

function advise(terminal: Terminal, specPath: string, text: string, { suggestion }: RangeTest): string {
  if (suggestion === null) {
    return `The loss fell at no rate: look for what keeps the network from learning with “netweight check ${shortPath(specPath)}”.`;
  }
  const { spec, positions } = parseSpec(text);
  const path = spec ? ratePath(spec) : ['optimizer', 'learningRate'];
  const { line, column } = locate(positions, path);
  const key = `"${path.at(-1)}": ${suggestion}`;
  return `${paint(terminal, 'bold', `Write ${key}`)} at ${shortPath(specPath)}:${line}:${column}.`;
}
