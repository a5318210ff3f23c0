import type { ModelTensor, OpenModel } from '../formats/format.js';
import { FormatError } from '../formats/formatError.js';
import { computeDifference } from '../inspect/difference.js';
import { differenceReader } from '../inspect/differenceReader.js';
import { readPasses } from '../inspect/kernels/node.js';
import { matchNames, type NamePair } from '../inspect/matchNames.js';
import type { Passes } from '../inspect/passes.js';
import { computeStatistics } from '../inspect/statistics.js';
import type { Command } from './command.js';
import type { ComparedTensor } from './compared.js';
import { showDifference } from './diffTable.js';
import { exitCodes } from './exitCodes.js';
import { kernelDirectory } from './kernels.js';
import { withModel } from './modelFile.js';

/** Of the histograms of differences. */
const bins = 16;

export const diff: Command = {
  name: 'diff',
  usage: 'FILE FILE [--json]',
  summary: 'Says which tensors of two model files are the same, and how far the others moved.',
  help: [
    ['FILE', 'a model file of any known format, or the folder of a run: its best checkpoint'],
    ['--json', 'the same for programs'],
  ],
  options: { json: { type: 'boolean' } },
  positionals: 2,
  run: async ({ positionals: [before, after], options, terminal }) => {
    await withModel(before!, (a) =>
      withModel(after!, async (b) => {
        const tensors = await compareModels(a, b, options['json'] ? null : readPasses(kernelDirectory()));
        if (options['json']) terminal.out(`${JSON.stringify({ tensors: tensors.map(toJson) })}\n`);
        else showDifference(terminal, tensors);
        for (const { problem } of tensors)
          if (problem !== undefined) terminal.error(`netweight: ${problem}\n`);
        for (const warning of [...a.warnings, ...b.warnings]) {
          terminal.error(`netweight: warning: ${warning}\n`);
        }
      }),
    );
    return exitCodes.done;
  },
};

/** Every tensor of the two, by the name it has in a, else in b; with histograms where there are passes to make them. */
async function compareModels(
  a: OpenModel,
  b: OpenModel,
  histograms: Passes | null,
): Promise<ComparedTensor[]> {
  const find = ({ tensors }: OpenModel) => new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const [ofA, ofB] = [find(a), find(b)];
  const compared: ComparedTensor[] = [];
  for (const pair of matchNames([...ofA.keys()], [...ofB.keys()])) {
    compared.push(await compareTensors(histograms, pair, ofA.get(pair.a ?? ''), ofB.get(pair.b ?? '')));
  }
  return compared;
}

async function compareTensors(
  histograms: Passes | null,
  pair: NamePair,
  a?: ModelTensor,
  b?: ModelTensor,
): Promise<ComparedTensor> {
  const name = (pair.a ?? pair.b)!;
  const both = { name, ...(pair.a !== null && pair.b !== null && pair.a !== pair.b && { other: pair.b }) };
  if (pair.a === null || !a) return { ...both, status: 'added', after: b!.shape };
  if (pair.b === null || !b) return { ...both, status: 'removed', before: a.shape };
  const shapes = { before: a.shape, after: b.shape };
  if (a.shape.join() !== b.shape.join()) return { ...both, ...shapes, status: 'reshaped' };
  try {
    const difference = await computeDifference(a, b);
    if (difference.isSame) return { ...both, ...shapes, status: 'same', difference };
    const changed = { ...both, ...shapes, status: 'changed', difference } as const;
    if (!histograms) return changed;
    const { histogram } = await computeStatistics(differenceReader(b, a), { bins, passes: histograms });
    return { ...changed, counts: histogram.counts };
  } catch (error) {
    // A tensor that cannot be read does not hide the others.
    if (!(error instanceof FormatError)) throw error;
    return { ...both, ...shapes, status: 'changed', problem: error.message };
  }
}

function toJson({ name, status, difference }: ComparedTensor): object {
  return {
    name,
    status,
    l2: difference?.l2 ?? null,
    relative: difference?.relative ?? null,
    cosine: difference?.cosine ?? null,
    maxAbs: difference?.maxAbs ?? null,
  };
}
