import { findOptimizer } from '../engine/optimizers/index.js';
import { writeRangeTest, type RangeTest } from '../runs/rangeTest.js';
import { testedPart } from '../spec/testedPart.js';
import type { TrainingControl } from './control.js';
import type { TrainingHost } from './host.js';
import { openSession } from './openSession.js';
import { createPace } from './pace.js';
import { prepare, type Prepared } from './prepare.js';
import { createSweep, sweepSteps } from './rangeTest/sweep.js';
import { suggestRate, type RangeCurve } from './rangeTest/suggestRate.js';
import { readSpecText } from './readSpecText.js';
import { SpecProblemsError } from './specProblemsError.js';

export interface RangeTestInput {
  /** Absolute. */
  readonly specPath: string;
  /** The editor's text where it is newer than the file. */
  readonly specText?: string;
  readonly threads?: number;
}

/** What was measured since the last word. */
export interface RangeTestProgress extends RangeCurve {
  readonly plannedSteps: number;
}

/**
 * Tries rates of all sizes on a spec, and keeps what it found beside the spec's runs. Null where it was stopped
 * before its end; then nothing is kept. Throws a `SpecProblemsError` where the spec cannot be trained.
 */
export async function findLearningRate(
  input: RangeTestInput,
  host: TrainingHost,
  control: TrainingControl,
  tell: (progress: RangeTestProgress) => void,
): Promise<RangeTest | null> {
  const { specPath } = input;
  const text = input.specText ?? (await readSpecText(specPath, host.fileSystem));
  const threads = input.threads === undefined ? {} : { threads: input.threads };
  const { prepared, problems } = await prepare(
    text,
    host.filesBeside(specPath),
    threads,
    host.availableBytes(),
  );
  if (!prepared) throw new SpecProblemsError(specPath, problems);
  const curve = await sweepRates(prepared, host, control, tell);
  if (curve === null) return null;
  const { spec, config } = prepared;
  const test: RangeTest = {
    version: 1,
    of: testedPart(spec),
    optimizer: config.training.optimizer.type,
    batchSize: config.training.batchSize,
    rates: curve.rates,
    losses: curve.losses.map((loss) => (Number.isFinite(loss) ? loss : null)),
    suggestion: suggestRate(curve),
    testedAt: new Date(host.here.now()).toISOString(),
  };
  await writeRangeTest(host.fileSystem, specPath, test);
  return test;
}

async function sweepRates(
  prepared: Prepared,
  { kernels, clock }: TrainingHost,
  control: TrainingControl,
  tell: (progress: RangeTestProgress) => void,
): Promise<RangeCurve | null> {
  const { config, pretrained } = prepared;
  const unwatched = { ...config, training: { ...config.training, watch: false } };
  const session = openSession({ ...prepared, config: unwatched }, kernels, null);
  try {
    session.initialize();
    session.writeWeights(pretrained);
    const usualRate = findOptimizer(config.training.optimizer.type)!.defaultLearningRate;
    const sweep = createSweep(session, usualRate);
    const pace = createPace(clock.now());
    let told = 0;
    while (!sweep.isOver) {
      const begun = clock.now();
      const done = sweep.run(pace.steps);
      pace.sliceDone(done, clock.now() - begun);
      const { rates, losses } = sweep.curve;
      tell({ rates: rates.slice(told), losses: losses.slice(told), plannedSteps: sweepSteps });
      told = rates.length;
      await clock.breathe();
      if (control.wanted === 'stop') return null;
    }
    return sweep.curve;
  } finally {
    session.dispose();
  }
}
