import type { Network } from '../engine/network.js';
import type { TrainingConfig } from '../engine/config.js';
import type { Rows } from '../engine/session.js';
import { planTraining } from '../engine/trainingPlan.js';
import type { Complaint } from '../spec/report.js';
import { sizeOf } from '../tensor/shape.js';

/** WebAssembly's memory ends here; the kernels' own take a little of it. */
const mostBytes = 2 ** 32 - 2 ** 26;
const bytesPerWord = 4;

/** All that a plan is made from. */
interface PlannedTraining {
  readonly network: Network;
  readonly config: { readonly training: TrainingConfig };
  readonly dataset: { readonly train: Rows };
}

/** What a training takes: every buffer is placed before the first step. */
export interface PlannedMemory {
  readonly parameters: number;
  readonly arenaBytes: number;
}

/** The memory of a training, from its plan alone. */
export function planMemory({ network, config, dataset }: PlannedTraining): PlannedMemory {
  const parameters = countParameters(network);
  // Weights alone that nothing can hold need no plan.
  if (parameters * bytesPerWord > mostBytes) return { parameters, arenaBytes: 2 * parameters * bytesPerWord };
  const { words } = planTraining(network, config.training, dataset.train.count);
  return { parameters, arenaBytes: words * bytesPerWord };
}

export function countParameters({ parameters }: Network): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** What is to be said of a network that does not fit: how much it needs, of what there is, and what takes most of it. */
export function complainOfMemory(prepared: PlannedTraining, availableBytes: number): Complaint | null {
  const { parameters, arenaBytes } = planMemory(prepared);
  if (arenaBytes <= Math.min(mostBytes, availableBytes)) return null;
  const limit =
    availableBytes < mostBytes
      ? `this machine has ${inUnits(availableBytes)} free`
      : 'a training can have 4 GB';
  return {
    code: 'too-large',
    message: `Training needs ${inUnits(arenaBytes)} of memory, and ${limit}. ${adviseOn(prepared, parameters, arenaBytes)}`,
    path: ['layers'],
    part: 'key',
  };
}

/** Which of weights, data and batch takes most, and what makes it less. */
function adviseOn(
  { network, config, dataset }: PlannedTraining,
  parameters: number,
  arenaBytes: number,
): string {
  const { train } = dataset;
  const dataBytes = bytesPerWord * (train.inputs.length + train.targets.length);
  // Weights, gradients and at least one slot of the optimizer.
  const weightBytes = 3 * bytesPerWord * parameters;
  if (weightBytes >= arenaBytes / 2) {
    const largest = network.layers.reduce((a, b) => (weightsOf(b) > weightsOf(a) ? b : a));
    return `Make "${largest.name}" smaller: it has ${inFigures(weightsOf(largest))} of the ${inFigures(parameters)} weights.`;
  }
  if (dataBytes >= arenaBytes / 2)
    return `The ${inFigures(train.count)} rows take ${inUnits(dataBytes)}: use fewer.`;
  return `Make the batch (${config.training.batchSize}) or the layers smaller.`;
}

function weightsOf({ parameters }: Network['layers'][number]): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** `6.3 GB`, `52 MB` */
function inUnits(bytes: number): string {
  const [size, unit] = bytes >= 2 ** 30 ? [bytes / 2 ** 30, 'GB'] : [bytes / 2 ** 20, 'MB'];
  return `${inFigures(Number(size.toPrecision(size >= 100 ? 3 : 2)))} ${unit}`;
}

/** `13,962`; what nobody can read as digits by its power of ten. */
function inFigures(value: number): string {
  return value < 1e12 ? value.toLocaleString('en') : value.toExponential(1).replace('e+', 'e');
}
