import type { DataFiles } from '../data/files.js';
import { parseSpec } from '../spec/parse.js';
import type { Problem } from '../spec/spec.js';
import { measureCost, type TrainingCost } from './measureCost.js';
import type { TrainingHost } from './host.js';
import { describeLayers, type DescribedLayer } from './describeLayers.js';
import { prepare } from './prepare.js';

export interface CheckedSpec {
  /** Those that need the data or the weights: files, columns, classes, shapes. Those of the text alone are left out. */
  readonly problems: readonly Problem[];
  /** The network as it would be trained; null where it cannot be. */
  readonly layers: readonly DescribedLayer[] | null;
  /** What its training will take; null where it cannot be trained. */
  readonly cost: TrainingCost | null;
}

/** What can be said of a spec once what it names has been read. */
export async function checkData(
  text: string,
  files: DataFiles,
  { availableBytes, kernels, clock }: Pick<TrainingHost, 'availableBytes' | 'kernels' | 'clock'>,
): Promise<CheckedSpec> {
  const ofText = new Set(parseSpec(text).problems.map((problem) => JSON.stringify(problem)));
  const { prepared, problems } = await prepare(text, files, {}, availableBytes());
  return {
    problems: problems.filter((problem) => !ofText.has(JSON.stringify(problem))),
    layers: prepared && describeLayers(prepared.network),
    cost: prepared && measureCost(prepared, kernels, clock),
  };
}
