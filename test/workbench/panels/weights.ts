import { binnedMoments, rebin } from '../../../src/inspect/rebin.js';
import { computeHistogram } from '../../../src/inspect/histogram.js';
import type { Handlers } from '../../../src/protocol/peer.js';
import type { RunSnapshot } from '../../../src/protocol/runPanel.js';
import type { TensorKey, WeightsCalls } from '../../../src/protocol/weights.js';
import { createRandom } from '../../../src/tensor/random.js';
import { InspectedTensor } from '../../../src/worker/inspectedTensor.js';

const bins = 64;

/** Weights of a run that has none on a disk: drawn by place, growing and bending a little with each epoch. */
export function answerWeights(snapshot: () => Promise<RunSnapshot>): Handlers<WeightsCalls> {
  const tensors = new Map<string, InspectedTensor>();
  const draw = async ({ parameter, epoch, quantity }: TensorKey): Promise<InspectedTensor> => {
    const key = `${parameter} ${epoch} ${quantity}`;
    const known = tensors.get(key);
    if (known) return known;
    const all = (await snapshot()).run.layers.flatMap((layer) => layer.parameters);
    const index = all.findIndex(({ name }) => name === parameter);
    const shape = all[index]!.shape;
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const random = createRandom(7, 1, index);
    const cols = size / shape[0]!;
    const start = Float32Array.from({ length: size }, (_, i) => (random.uniform(i) - 0.5) / 4);
    const now = start.map((value, i) => {
      const wave = Math.sin((i % cols) / 9 + Math.floor(i / cols) / 5);
      return value * (1 + epoch / 40) + (wave * epoch) / 400;
    });
    const values = quantity === 'change' ? now.map((value, i) => value - start[i]!) : now;
    const made = new InspectedTensor(shape, values);
    tensors.set(key, made);
    return made;
  };
  /** As runs keep them: at most so many. */
  const epochsOf = async (): Promise<number[]> => {
    const epochs = (await snapshot()).epochs.map(({ epoch }) => epoch);
    const every = Math.ceil(epochs.length / 50);
    return [0, ...epochs.filter((_, i) => (epochs.length - 1 - i) % every === 0)];
  };
  return {
    checkpoints: async () => ({ epochs: await epochsOf(), best: 20 }),
    tensorSummary: async (key) => (await draw(key)).summarize(),
    tensorTile: async (request) => (await draw(request)).tile(request),
    tensorSpectrum: async (key) => (await draw(key)).spectrum(),
    history: async ({ parameter, quantity }) => {
      const epochs = await epochsOf();
      const measured = await Promise.all(
        epochs.map(async (epoch) => {
          const key = { parameter, epoch, quantity: quantity === 'change' ? 'change' : 'weights' } as const;
          return computeHistogram((await draw(key)).values, bins);
        }),
      );
      const span = Math.max(...measured.flatMap(({ edges }) => edges.map(Math.abs)));
      const counts = new Float32Array(epochs.length * bins);
      measured.forEach((one, i) => counts.set(rebin(one, -span, span, bins), i * bins));
      const moments = measured.map(binnedMoments);
      return {
        epochs,
        span,
        bins,
        counts,
        means: Float64Array.from(moments, ({ mean }) => mean),
        stds: Float64Array.from(moments, ({ std }) => std),
      };
    },
  };
}
