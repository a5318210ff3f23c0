/** Whether PyTorch and ours train the same network, and what rounding does where they part; a section of docs/benchmarks.md. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { PeersInput } from './comparePeers.mjs';
import type { JobName } from './jobs.mjs';
import { measure } from './ownSections.mjs';
import type { Precision } from './sameLosses.js';
import { formatTable } from './tables.mjs';

const comparedSteps = 5;
/** As a share of the loss: before any update, after some, and after some where hardly anything is rounded. */
const mostApart = { first: 1e-4, later: 0.05, inDouble: 1e-9 };
/** Above this rounding has been magnified. */
const noticeable = 1e-5;
/** Of weights and rows, from which the first in which PyTorch parts from itself is told. */
const draws = 8;

/** What a step of PyTorch in float32 and one in float64 differ by: see peers/rounding.py. */
interface RoundingStep {
  readonly lossApart: number;
  readonly turnedWeights: number;
  readonly weights: number;
  readonly largestOfTheirs: number;
  readonly medianGradient: number;
  readonly turnedRelus: number;
  readonly relus: number;
  readonly gradientApart: number;
}

type Python = PeersInput & { readonly python: string };

const small = (value: number): string => value.toExponential(1);

/** @throws Error where they are not the same training */
export function describeSameLosses(input: Python): string {
  const script = join(input.root, 'bench/peers/pytorch.py');
  const apart = (job: JobName, steps: number, precision: Precision): number =>
    measure(input, 'losses', job, input.python, script, String(steps), precision);
  const parted: JobName[] = [];
  const rows = input.jobs.map((job) => {
    const [first, later] = [apart(job, 1, 'float32'), apart(job, comparedSteps, 'float32')];
    if (!(first < mostApart.first && later < mostApart.later))
      throw new Error(`${job}: PyTorch's loss and ours are ${first} and then ${later} apart`);
    if (later > noticeable) parted.push(job);
    return [job, small(first), small(later)];
  });
  const table = formatTable(['job', 'first step', `${comparedSteps} steps`], rows);
  return [
    `## The same training\n\nFrom the same weights and the same rows in the same order, the loss of PyTorch and ours, both in float32: the largest difference as a share of the loss, before the first update and over ${comparedSteps} steps.`,
    table,
    ...parted.map((job) => {
      const inDouble = apart(job, comparedSteps, 'float64');
      if (!(inDouble < mostApart.inDouble))
        throw new Error(`${job}: PyTorch's loss and ours are ${inDouble} apart in float64`);
      return describeRounding(input, job, inDouble);
    }),
  ].join('\n\n');
}

/** Why losses part in float32 though both compute the same: PyTorch beside itself. */
function describeRounding({ root, python }: Python, job: JobName, inDouble: number): string {
  const args = [join(root, 'bench/peers/rounding.py'), '1', job, String(comparedSteps), String(draws)];
  const all = JSON.parse(execFileSync(python, args, { encoding: 'utf8' })) as RoundingStep[][];
  const parted = all.filter((steps) => steps.at(-1)!.lossApart > noticeable);
  const same = `${job} is the same computation in both: in float64, PyTorch’s and that of our reference kernels, the losses are at most ${small(inDouble)} apart over the ${comparedSteps} steps. In float32 it depends on the draw, and PyTorch parts from itself: in ${parted.length} of ${draws} draws of weights and rows its own losses in float32 and in float64 end more than ${small(noticeable)} apart.`;
  const [shown] = parted;
  if (!shown) return same;
  const rows = shown.map((step, index) => [
    String(index + 1),
    small(step.lossApart),
    String(step.turnedWeights),
    step.turnedWeights === 0 ? '–' : small(step.largestOfTheirs),
    String(step.turnedRelus),
    small(step.gradientApart),
  ]);
  const { weights, relus, medianGradient } = shown[0]!;
  return `${same} Two things magnify a rounding: Adam’s first steps are as long as the rate whatever the gradient, so that a weight whose gradient is next to 0 goes the other way; and a relu whose input is next to 0 turns its gradient on or off, which batchNorm hands to all rows and to all layers before. The first such draw, PyTorch in float32 beside PyTorch in float64: of ${weights} weights those that Adam moved otherwise by more than half the rate, and the largest of their gradients (the median of all is ${small(medianGradient)}); of ${relus} relus those on the other side; and how far the first layer’s gradients are apart.

${formatTable(['step', 'loss apart', 'weights moved otherwise', 'their gradients, at most', 'relus turned', 'first gradients apart'], rows)}`;
}
