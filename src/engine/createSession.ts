import type { Machine } from '../tensor/kernels/machine.js';
import { buildNetwork } from './build.js';
import { threadsToTry, tryThreads } from './chooseThreads.js';
import { checkRows } from './checkRows.js';
import { PlannedSession } from './plannedSession.js';
import type { SessionInput, TrainingSession } from './session.js';
import { planTraining } from './trainingPlan.js';

/**
 * Plans a training and places it in a machine of its own. `createMachine` gets the words of the whole arena, and how
 * many threads are to share a step; it may give fewer. Throws where the network cannot be built: callers ask `buildNetwork` first.
 */
export function createSession(
  input: SessionInput,
  createMachine: (words: number, threads: number) => Machine,
): TrainingSession {
  const { network, problems } = buildNetwork(input.network);
  if (!network) throw new Error(`the network cannot be built: ${problems.map((p) => p.message).join('; ')}`);
  const { rows } = input;
  if (rows.count < 1) throw new Error('there are no rows to train on');
  const plan = planTraining(network, input.training, rows.count);
  checkRows(plan, rows);
  const step = plan.trainStep(plan.batchSize, false);
  const machine = createMachine(plan.words, threadsToTry(step, input.training.threads, input.cores ?? 1));
  machine.floats.set(rows.inputs, plan.inputs);
  machine.floats.set(rows.targets, plan.targets);
  if (plan.classWeights) machine.floats.set(input.training.classWeights!, plan.classWeights);
  const isAsked = input.training.threads !== undefined;
  const threads = isAsked || machine.threads === 1 ? machine.threads : tryThreads(step, machine);
  return new PlannedSession(plan, machine, input.training, rows.count, threads);
}
