import type { ModelTensor, OpenModel } from '../formats/format.js';
import { FormatError } from '../formats/formatError.js';
import { findInWeights } from '../inspect/findings/index.js';
import type { TensorFacts } from '../inspect/findings/weightRule.js';
import { RowWatch } from '../inspect/rowWatch.js';
import { readPasses } from '../inspect/kernels/node.js';
import { computeStatistics, type StatisticsOptions } from '../inspect/statistics.js';
import { findNearest } from '../data/nearest.js';
import { readCount, readText, UsageError, type Command } from './command.js';
import { exitCodes } from './exitCodes.js';
import { kernelDirectory } from './kernels.js';
import type { InspectedModel, InspectedTensor } from './inspected.js';
import { showModel } from './inspectTable.js';
import { withModel } from './modelFile.js';

const defaultBins = 32;
const mostBins = 1_000_000;

export const inspect: Command = {
  name: 'inspect',
  usage: 'FILE [--tensor NAME] [--bins N] [--json]',
  summary: 'Shows the tensors of a model file: shapes, statistics, histograms.',
  help: [
    ['FILE', 'a model file of any known format, or the folder of a run: its best checkpoint'],
    ['--tensor NAME', 'this tensor alone'],
    ['--bins N', `bins of the histograms; default: ${defaultBins}`],
    ['--json', 'the same for programs, every statistic'],
  ],
  options: { tensor: { type: 'string' }, bins: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 1,
  run: async ({ positionals, options, terminal }) => {
    const name = options['tensor'] === '' ? '' : readText(options, 'tensor');
    const bins = readCount(options, 'bins') ?? defaultBins;
    if (bins > mostBins) throw new UsageError(`--bins is ${bins}; at most ${mostBins} can be shown.`);
    await withModel(positionals[0]!, async (model, bytes) => {
      const tensors = name === undefined ? model.tensors : [findTensor(model, name)];
      const passes = readPasses(kernelDirectory());
      const inspected: InspectedTensor[] = [];
      for (const tensor of tensors) {
        inspected.push(await inspectTensor(tensor, { bins, passes }, name !== undefined));
      }
      const report = {
        model,
        bytes,
        tensors: inspected,
        findings: findInWeights(inspected.flatMap(toFacts)),
      };
      if (options['json']) terminal.out(`${JSON.stringify(toJson(report))}\n`);
      else showModel(terminal, report);
      for (const { problem } of inspected) {
        if (problem !== undefined) terminal.error(`netweight: ${problem}\n`);
      }
      for (const warning of model.warnings) terminal.error(`netweight: warning: ${warning}\n`);
    });
    return exitCodes.done;
  },
};

function findTensor({ tensors }: OpenModel, name: string): ModelTensor {
  const tensor = tensors.find((candidate) => candidate.name === name);
  if (tensor) return tensor;
  const near = findNearest(
    name,
    tensors.map((candidate) => candidate.name),
  );
  const hint = near === null ? `it has ${tensors.length} others` : `did you mean "${near}"?`;
  throw new UsageError(`There is no tensor "${name}" in the file; ${hint}`);
}

/** A tensor that cannot be read is told of and does not hide the others, unless it is the one asked for. */
async function inspectTensor(
  tensor: ModelTensor,
  options: StatisticsOptions,
  isWanted: boolean,
): Promise<InspectedTensor> {
  try {
    const watch = RowWatch.of(tensor.shape, options.passes?.markRow);
    const statistics = await computeStatistics(tensor, { ...options, watch });
    return { tensor, statistics, rows: watch?.finish() ?? null };
  } catch (error) {
    if (isWanted || !(error instanceof FormatError)) throw error;
    return { tensor, statistics: null, rows: null, problem: error.message };
  }
}

function toFacts({ tensor, statistics, rows }: InspectedTensor): TensorFacts[] {
  const { name, dtype, shape } = tensor;
  return statistics ? [{ name, dtype, shape, statistics, rows }] : [];
}

function toJson({ model, bytes, tensors, findings }: InspectedModel): object {
  return {
    format: model.format,
    bytes,
    parameters: model.tensors.reduce((sum, { size }) => sum + size, 0),
    metadata: model.metadata,
    tensors: tensors.map(({ tensor, statistics, problem }) => ({
      name: tensor.name,
      dtype: tensor.dtype,
      shape: tensor.shape,
      parameters: tensor.size,
      bytes: tensor.bytes,
      min: statistics?.min ?? null,
      max: statistics?.max ?? null,
      mean: statistics?.mean ?? null,
      std: statistics?.std ?? null,
      l2: statistics?.l2 ?? null,
      zeros: statistics?.zeros ?? null,
      nan: statistics?.nan ?? null,
      inf: statistics?.inf ?? null,
      histogram: statistics?.histogram ?? { edges: [], counts: [] },
      ...(problem !== undefined && { problem }),
    })),
    ...(findings.length > 0 && { findings }),
    ...(model.warnings.length > 0 && { warnings: model.warnings }),
  };
}
