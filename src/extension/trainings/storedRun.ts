import { Uri } from 'vscode';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import type { RunSnapshot } from '../../protocol/runPanel.js';
import type { SampleColumns } from '../../protocol/training.js';
import { learningRateTag, lossTag, parameterTags } from '../../runs/events/tags.js';
import { specPathOf } from '../../runs/folder.js';
import { shownRecord } from '../../runs/liveness.js';
import type { Metrics, Series } from '../../runs/metrics.js';
import { nodeFileSystem, processLives } from '../../runs/node.js';
import { readSeedBand } from '../../runs/readSeedBand.js';
import { RunReader } from '../../runs/reader.js';
import type { RunRecord } from '../../runs/run.js';
import { UserError } from '../commands.js';
import type { RunSource } from '../panels/runSource.js';
import { placeFindings } from '../problems/placeFindings.js';
import { EpochStore } from './epochStore.js';
import { describeSpec } from './summary.js';

/** Tells which runs still train. */
export const thisHost = { name: hostname(), processLives, now: () => Date.now() };

/** The spec that a run folder was trained from: `…/x.nn.json` beside `.netweight/runs/<run>`. */
export const specOf = (directory: string, spec: string): Uri => Uri.file(specPathOf(directory, spec));

/** run.json, as it is to be shown. */
async function readRunRecord(directory: string): Promise<RunRecord> {
  const read = await new RunReader(nodeFileSystem, directory).readRecord();
  if ('reason' in read) throw new UserError(`${read.reason}. It may have been deleted; train again.`);
  return shownRecord(read.value, thisHost);
}

/** Reads a run folder into what its panel shows. */
export async function readSnapshot(directory: string): Promise<RunSnapshot> {
  const run = await readRunRecord(directory);
  const reader = new RunReader(nodeFileSystem, directory);
  await reader.readEvents();
  const specText = (await reader.readSpec()) ?? '{}';
  const metrics = reader.metrics(run);
  const band = await readSeedBand(nodeFileSystem, directory, run);
  return {
    ...(band && { band }),
    directory,
    specName: basename(run.spec),
    run,
    state: run.status,
    ...describeSpec(specText, run),
    epochs: new EpochStore(metrics.epochs).read(),
    samples: samplesOf(metrics),
    findings: placeFindings(specText, await reader.readFindings()),
    progress: null,
    texts: reader.texts(run),
    histograms: newestHistograms(reader),
  };
}

/** A run that lies on disk and does not train here. */
export async function openStoredRun(directory: string): Promise<RunSource> {
  const { spec } = await readRunRecord(directory);
  return { directory, spec: specOf(directory, spec), snapshot: () => readSnapshot(directory) };
}

function samplesOf({ scalars, parameters }: Metrics): SampleColumns {
  const steps = scalars.get(lossTag)?.steps ?? new Float64Array();
  const column = (tag: string): Float64Array => alignTo(steps, scalars.get(tag));
  const byName = (tag: (name: string) => string): Record<string, Float64Array> =>
    Object.fromEntries(parameters.map((name) => [name, column(tag(name))]));
  return {
    steps: Float64Array.from(steps),
    loss: column(lossTag),
    learningRate: column(learningRateTag),
    gradientNorm: byName(parameterTags.gradientNorm),
    updateRatio: byName(parameterTags.updateRatio),
  };
}

/** The values of a series at these steps; NaN where it has none. */
function alignTo(steps: Float64Array, series: Series | undefined): Float64Array {
  const values = new Float64Array(steps.length).fill(NaN);
  let at = 0;
  for (let i = 0; series !== undefined && i < steps.length; i++) {
    while (at < series.steps.length && series.steps[at]! < steps[i]!) at++;
    if (series.steps[at] === steps[i]) values[i] = series.values[at]!;
  }
  return values;
}

function newestHistograms(reader: RunReader): RunSnapshot['histograms'] {
  const newest: Record<string, { minimum: number; maximum: number; counts: readonly number[] }> = {};
  for (const [tag, list] of reader.histograms) {
    const name = /^weights\/(.*)$/.exec(tag)?.[1];
    const histogram = list.at(-1);
    if (name === undefined || histogram === undefined) continue;
    const { edges, counts } = histogram;
    newest[name] = { minimum: edges[0] ?? 0, maximum: edges.at(-1) ?? 0, counts: Array.from(counts) };
  }
  return newest;
}
