import type { ModelTensor } from '../../formats/format.js';
import { FormatError } from '../../formats/formatError.js';
import { computeDifference } from '../../inspect/difference.js';
import { differenceReader } from '../../inspect/differenceReader.js';
import { plainPasses, type Passes } from '../../inspect/passes.js';
import { computeStatistics, type StatisticsOptions } from '../../inspect/statistics.js';
import type { ValueReader } from '../../inspect/valueReader.js';
import type {
  BesideCalls,
  Distribution,
  ModelListing,
  ModelOrigin,
  ModelReaderCalls,
  ModelTensorKey,
  TensorBrief,
  TensorDifference,
} from '../../protocol/models.js';
import { transferring, type Handlers } from '../../protocol/peer.js';
import { nothingBeside } from '../lookingWorker.js';
import { TensorCache } from '../tensorCache.js';
import { encodeAllValues, type ValuesKind } from './encodeValues.js';
import { MeasuredModel } from './measuredModel.js';
import type { OpenOrigin } from './origin.js';
import { readSlice } from './sliceReader.js';
import { ViewedTensor } from './viewedTensor.js';

/** Tensors held for what is asked of them next. */
const cacheBytes = 64 << 20;
const briefBins = 24;
/** Briefs are given back after so long, in ms, so that what came into sight meanwhile has its turn. */
const briefMs = 120;

/** Writes values to a file of the host. */
export type WriteValues = (
  reader: ValueReader,
  shape: readonly number[],
  target: { readonly path: string; readonly kind: ValuesKind },
  signal: AbortSignal,
) => Promise<void>;

/** Answers what panels ask of model files: they are opened by number, and their tensors read when they are looked at. */
export class ModelInspection {
  readonly #models = new Map<number, MeasuredModel>();
  readonly #closers = new Map<number, () => Promise<void>>();
  readonly #views = new TensorCache<ViewedTensor>(cacheBytes, ({ byteLength }) => byteLength);
  readonly #underWay = new Set<{ readonly key: ModelTensorKey; readonly view: ViewedTensor }>();
  #briefs = new AbortController();
  #writing: AbortController | null = null;

  constructor(
    readonly openOrigin: OpenOrigin,
    readonly write: WriteValues,
    readonly passes: Passes = plainPasses,
    readonly host: Handlers<BesideCalls> = nothingBeside,
  ) {}

  readonly handlers: Handlers<ModelReaderCalls> = {
    openModel: ({ model, origin }) => this.#open(model, origin),
    closeModel: ({ model }) => this.#close(model),
    briefs: ({ model, tensors }) => this.#brief(model, tensors),
    findings: ({ model }) => this.#model(model).findings(),
    fingerprint: ({ model }) => this.#model(model).fingerprint(),
    distributions: ({ models, tensor }) => this.#distribute(models, tensor),
    differences: ({ model, minus, pairs }) => this.#compare(model, minus, pairs),
    summary: (key) => this.#use(key, (view) => view.summarize()),
    tile: ({ region, resolution, clip, ...key }) =>
      this.#use(key, (view) => view.tile({ region, resolution, clip })),
    spectrum: (key) => this.#use(key, (view) => view.spectrum()),
    writeValues: ({ path, kind, ...key }) => this.#write(key, { path, kind }),
    encodeValues: ({ kind, ...key }) => this.#encode(key, kind),
    stopWriting: () => {
      this.#writing?.abort(new Error('Writing was cancelled.'));
      return null;
    },
    keepOnly: (keys) => this.#keepOnly(keys),
  };

  async #open(model: number, origin: ModelOrigin): Promise<ModelListing> {
    const { opened, bytes, close } = await this.openOrigin(origin, async (path) =>
      this.host.readBeside({ model, path }),
    );
    await this.#close(model);
    this.#models.set(model, new MeasuredModel(opened, this.passes));
    if (close) this.#closers.set(model, close);
    return {
      format: opened.format,
      bytes,
      metadata: opened.metadata,
      warnings: opened.warnings,
      tensors: opened.tensors.map(({ name, dtype, shape, size, bytes: length, problem }) => ({
        name,
        dtype,
        shape,
        size,
        bytes: length,
        problem: problem ?? null,
      })),
    };
  }

  /** What is under way for it ends. */
  async #close(model: number): Promise<null> {
    const close = this.#closers.get(model);
    this.#closers.delete(model);
    this.#models.delete(model);
    this.#abort((key) => key.model === model || key.minus?.model === model);
    this.#views.forget((name) => isOf(model, name));
    await close?.();
    return null;
  }

  #brief(model: number, tensors: readonly number[]): Promise<readonly TensorBrief[]> {
    const { signal } = this.#briefs;
    return forAMoment(tensors, (place) => this.#model(model).brief(place, signal));
  }

  #distribute(models: readonly number[], tensor: number): Promise<readonly Distribution[]> {
    const { signal } = this.#briefs;
    return forAMoment(models, async (model) => ({
      model,
      ...(await this.#model(model).distribution(tensor, signal)),
    }));
  }

  #compare(
    model: number,
    minus: number,
    pairs: readonly (readonly [number, number])[],
  ): Promise<readonly TensorDifference[]> {
    const options = { bins: briefBins, signal: this.#briefs.signal, passes: this.passes };
    return forAMoment(pairs, ([before, after]) =>
      compareBriefly([before, after], this.#tensor(minus, before), this.#tensor(model, after), options),
    );
  }

  async #use<T>(key: ModelTensorKey, use: (view: ViewedTensor) => Promise<T>): Promise<T> {
    const view = await this.#views.get(nameOf(key), async () => this.#view(key));
    const used = { key, view };
    this.#underWay.add(used);
    try {
      return await use(view);
    } finally {
      this.#underWay.delete(used);
    }
  }

  #view({ model, tensor, slice, minus }: ModelTensorKey): ViewedTensor {
    const read = this.#tensor(model, tensor);
    const { dtype, shape } = read;
    const reader: ValueReader = minus
      ? differenceReader(read, this.#tensor(minus.model, minus.tensor))
      : read;
    const sliced = slice ? readSlice(reader, shape, slice) : { shape, reader };
    return new ViewedTensor(sliced.shape, dtype, sliced.reader, this.passes);
  }

  async #write(key: ModelTensorKey, target: Parameters<WriteValues>[2]): Promise<null> {
    const { reader, shape } = this.#view(key);
    await this.write(reader, shape, target, this.#startWriting());
    return null;
  }

  async #encode(key: ModelTensorKey, kind: ValuesKind): Promise<Uint8Array> {
    const { reader, shape } = this.#view(key);
    const bytes = await encodeAllValues(reader, shape, kind, this.#startWriting());
    return transferring(bytes, [bytes.buffer]);
  }

  /** What was written until now ends; the signal is that of what is written next. */
  #startWriting(): AbortSignal {
    this.#writing?.abort(new Error('Other values are written now.'));
    this.#writing = new AbortController();
    return this.#writing.signal;
  }

  #keepOnly(keys: readonly ModelTensorKey[]): null {
    if (keys.length === 0) {
      this.#briefs.abort(new Error('Nobody waits for this list any more.'));
      this.#briefs = new AbortController();
    }
    const kept = new Set(keys.map(nameOf));
    this.#abort((key) => !kept.has(nameOf(key)));
    return null;
  }

  /** Ends what is under way for some; what was found out about others stays. */
  #abort(isOver: (key: ModelTensorKey) => boolean): void {
    for (const { key, view } of this.#underWay) {
      if (!isOver(key)) continue;
      view.abort();
      this.#views.forget((name) => name === nameOf(key));
    }
  }

  #tensor(model: number, tensor: number): ModelTensor {
    return this.#model(model).tensor(tensor);
  }

  #model(model: number): MeasuredModel {
    const found = this.#models.get(model);
    if (!found) throw new RangeError('There is no such tensor in the file any more.');
    return found;
  }
}

const nameOf = ({ model, tensor, slice, minus }: ModelTensorKey): string =>
  JSON.stringify([model, tensor, slice?.axes, slice?.at, minus?.model, minus?.tensor]);

const isOf = (model: number, name: string): boolean => {
  const [own, , , , minus] = JSON.parse(name) as (number | undefined)[];
  return own === model || minus === model;
};

/** Works through a list until a moment is over; at least one. */
async function forAMoment<A, B>(list: readonly A[], work: (one: A) => Promise<B>): Promise<B[]> {
  const start = performance.now();
  const done: B[] = [];
  for (const one of list) {
    done.push(await work(one));
    if (performance.now() - start > briefMs) break;
  }
  return done;
}

async function compareBriefly(
  pair: readonly [number, number],
  before: ModelTensor,
  after: ModelTensor,
  options: StatisticsOptions,
): Promise<TensorDifference> {
  try {
    const { normOfA, ...difference } = await computeDifference(before, after, options.signal);
    const rest = { pair, normBefore: normOfA, problem: null };
    if (difference.isSame) return { ...difference, ...rest, histogram: null };
    const delta = await computeStatistics(differenceReader(after, before), options);
    const histogram =
      delta.min === null || delta.max === null
        ? null
        : { minimum: delta.min, maximum: delta.max, counts: delta.histogram.counts };
    return { ...difference, ...rest, histogram };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const unknown = {
      l2: null,
      relative: null,
      cosine: null,
      maxAbs: null,
      normBefore: null,
      histogram: null,
    };
    return { pair, isSame: false, ...unknown, problem: error.message };
  }
}
