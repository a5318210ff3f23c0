import type { Dataset } from '../data/dataset.js';
import type { DataFiles } from '../data/files.js';
import { loadData } from '../data/load.js';
import { buildNetwork } from '../engine/build.js';
import type { NetworkConfig, TrainingConfig } from '../engine/config.js';
import type { Network } from '../engine/network.js';
import { placeDataProblems } from '../spec/dataProblems.js';
import { networkProblems } from '../spec/networkProblems.js';
import { parseSpec } from '../spec/parse.js';
import type { Positions } from '../spec/positions.js';
import { placeProblem } from '../spec/report.js';
import type { Problem, Spec } from '../spec/spec.js';
import { toNetworkConfig, toTrainingConfig } from '../spec/toConfig.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { complainOfMemory } from './memory.js';
import { readPretrained } from './readPretrained.js';
import { findTokenProblems } from './tokenProblems.js';

/** All that a training starts from. */
export interface Prepared {
  readonly spec: Spec;
  readonly dataset: Dataset;
  readonly network: Network;
  readonly config: { readonly network: NetworkConfig; readonly training: TrainingConfig };
  /** Under the network's names; empty where nothing is given. */
  readonly pretrained: readonly FloatTensor[];
}

export interface Preparation {
  /** Null where there are problems of severity error. */
  readonly prepared: Prepared | null;
  /** Of the text, of the data it names, of the network and of the weights it starts from, in the order of the text. */
  readonly problems: readonly Problem[];
  readonly positions: Positions;
}

/**
 * Reads a spec's text and everything that it names. Never throws for a user's mistake. `availableBytes`: the memory
 * that a training can have here.
 */
export async function prepare(
  text: string,
  files: DataFiles,
  overrides: { readonly epochs?: number; readonly threads?: number } = {},
  availableBytes = Infinity,
): Promise<Preparation> {
  const { spec: written, problems: ofText, positions } = parseSpec(text);
  const problems = [...ofText];
  const conclude = (prepared: Prepared | null): Preparation => {
    const isSound = problems.every(({ severity }) => severity !== 'error');
    return {
      prepared: isSound ? prepared : null,
      problems: problems.sort((a, b) => a.offset - b.offset),
      positions,
    };
  };
  if (!written) return conclude(null);
  const spec = { ...written, training: { ...written.training, ...overrides } };

  const loaded = await loadData(
    { data: spec.data, ...(spec.task && { task: spec.task }), seed: spec.training.seed },
    files,
  );
  problems.push(...placeDataProblems(loaded.problems, positions));
  const { dataset } = loaded;
  if (!dataset) return conclude(null);

  problems.push(...networkProblems(spec, dataset, positions));
  const config = { network: toNetworkConfig(spec, dataset), training: toTrainingConfig(spec, dataset) };
  const { network } = buildNetwork(config.network);
  if (!network) return conclude(null);

  const ofTokens = findTokenProblems(network, dataset);
  problems.push(...ofTokens.map((complaint) => placeProblem(positions, complaint)));
  const { tensors, problems: ofWeights } = await readPretrained(spec.pretrained, network, files);
  problems.push(...ofWeights.map((complaint) => placeProblem(positions, complaint)));
  const prepared = { spec, dataset, network, config, pretrained: tensors };
  const ofMemory = complainOfMemory(prepared, availableBytes);
  if (ofMemory) problems.push(placeProblem(positions, ofMemory));
  return conclude(prepared);
}
