import { computeHistogram } from '../inspect/histogram.js';
import type { Passes } from '../inspect/passes.js';
import { binnedMoments, rebin } from '../inspect/rebin.js';
import { openRunWeights, readRunResults } from '../model/node.js';
import type { RunWeights } from '../model/runWeights.js';
import { readKernels } from '../training/node.js';
import { readRecordedRun } from '../training/recordedRun.js';
import { curvesOf } from '../training/curves.js';
import type { Handlers } from '../protocol/peer.js';
import type { InspectorCalls } from '../protocol/inspector.js';
import type { History, HistoryRequest, TensorKey } from '../protocol/weights.js';
import { InspectedTensor } from './inspectedTensor.js';
import { TensorCache } from './tensorCache.js';

/** Tensors held for what is asked of them next. */
const cacheBytes = 192 << 20;
const historyBins = 64;
/** Values that may be read to see how a parameter changed over all checkpoints. */
const mostChangeValues = 2 ** 25;

type Measured = {
  readonly epoch: number;
  readonly edges: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
};

/** Answers what panels ask of runs: their weights and their results. */
export class Inspection {
  readonly #runs = new Map<string, RunWeights>();
  readonly #tensors = new TensorCache<InspectedTensor>(cacheBytes, ({ values }) => values.byteLength);
  readonly #changes = new Map<string, Measured>();

  readonly handlers: Handlers<InspectorCalls> = {
    checkpoints: async ({ directory }) => {
      const run = this.#run(directory);
      return { epochs: await run.listEpochs(), best: await run.bestEpoch() };
    },
    tensorSummary: async ({ directory, request }) => (await this.#tensor(directory, request)).summarize(),
    tensorTile: async ({ directory, request }) => (await this.#tensor(directory, request)).tile(request),
    tensorSpectrum: async ({ directory, request }) => (await this.#tensor(directory, request)).spectrum(),
    history: ({ directory, request }) => this.#history(this.#run(directory), request),
    measured: ({ directory, request }) => this.#run(directory).readMeasured(request),
    curves: async ({ directory }) => curvesOf(await this.#run(directory).readEpochs()),
    recorded: ({ directory, request }) => readRecordedRun(this.#run(directory).reader, request),
    results: async ({ directory }) => readRunResults(directory, await readKernels(this.kernelDirectory)),
  };

  constructor(
    readonly kernelDirectory: string,
    readonly passes: Passes,
  ) {}

  #run(directory: string): RunWeights {
    let run = this.#runs.get(directory);
    if (!run) this.#runs.set(directory, (run = openRunWeights(directory)));
    return run;
  }

  #tensor(directory: string, { parameter, epoch, quantity }: TensorKey): Promise<InspectedTensor> {
    const run = this.#run(directory);
    const held = (at: number): Promise<InspectedTensor> =>
      this.#tensors.get(`${directory}\n${parameter}\n${at}`, async () => {
        const { shape, values } = await run.readTensor(parameter, at);
        return new InspectedTensor(shape, values, this.passes);
      });
    if (quantity === 'weights') return held(epoch);
    return this.#tensors.get(`${directory}\n${parameter}\n${epoch}\nchange`, async () => {
      const start = (await run.listEpochs())[0] ?? epoch;
      const [then, now] = await Promise.all([held(start), held(epoch)]);
      const change = now.values.map((value, i) => value - then.values[i]!);
      return new InspectedTensor(now.shape, change, this.passes);
    });
  }

  async #history(run: RunWeights, { parameter, quantity }: HistoryRequest): Promise<History> {
    const measured =
      quantity === 'change'
        ? await this.#measureChanges(run, parameter)
        : await this.#readMeasured(run, quantity, parameter);
    const ends = measured.flatMap(({ edges }) => [edges[0] ?? 0, edges[edges.length - 1] ?? 0]);
    const span = Math.max(0, ...ends.filter(Number.isFinite).map(Math.abs)) || 1;
    const counts = new Float32Array(measured.length * historyBins);
    measured.forEach((one, i) => counts.set(rebin(one, -span, span, historyBins), i * historyBins));
    const moments = measured.map(binnedMoments);
    return {
      epochs: measured.map(({ epoch }) => epoch),
      span,
      bins: historyBins,
      counts,
      means: Float64Array.from(moments, ({ mean }) => mean),
      stds: Float64Array.from(moments, ({ std }) => std),
    };
  }

  async #readMeasured(
    run: RunWeights,
    quantity: 'weights' | 'gradients',
    parameter: string,
  ): Promise<Measured[]> {
    const { histograms, stepsPerEpoch } = await run.readHistograms(quantity, parameter);
    const measured: Measured[] = histograms.map(({ step, edges, counts }) => ({
      epoch: stepsPerEpoch > 0 ? step / stepsPerEpoch : step,
      edges,
      counts,
    }));
    const [first] = quantity === 'weights' ? await run.listEpochs() : [];
    if (first !== 0) return measured;
    return [await this.#measure(run, parameter, 0, 'weights'), ...measured];
  }

  /** No event tells how far weights have moved: the checkpoints do. None where that would mean reading too much. */
  async #measureChanges(run: RunWeights, parameter: string): Promise<Measured[]> {
    const epochs = (await run.listEpochs()).slice(1);
    const measured: Measured[] = [];
    for (const epoch of epochs) {
      const one = await this.#measure(run, parameter, epoch, 'change');
      measured.push(one);
      const size = Array.from(one.counts).reduce((sum, count) => sum + count, 0);
      if (size * epochs.length > mostChangeValues) return [];
    }
    return measured;
  }

  async #measure(
    run: RunWeights,
    parameter: string,
    epoch: number,
    quantity: TensorKey['quantity'],
  ): Promise<Measured> {
    const key = `${run.directory}\n${parameter}\n${epoch}\n${quantity}`;
    const known = this.#changes.get(key);
    if (known) return known;
    const { values } = await this.#tensor(run.directory, { parameter, epoch, quantity });
    const measured = { epoch, ...computeHistogram(values, historyBins, this.passes) };
    this.#changes.set(key, measured);
    return measured;
  }
}
