import { basename } from 'node:path';
import type { ModelTensor, OpenModel } from '../../formats/format.js';
import { FormatError } from '../../formats/formatError.js';
import { openModel } from '../../formats/index.js';
import { memorySource } from '../../formats/memory.js';
import { openModelFile } from '../../formats/node.js';
import { computeStatistics } from '../../inspect/statistics.js';
import type { ValueReader } from '../../inspect/valueReader.js';
import type {
  ModelListing,
  ModelOrigin,
  ModelReaderCalls,
  ModelTensorKey,
  TensorBrief,
} from '../../protocol/models.js';
import type { Handlers } from '../../protocol/peer.js';
import { TensorCache } from '../tensorCache.js';
import { differenceReader } from './differenceReader.js';
import { readSlice } from './sliceReader.js';
import { ViewedTensor } from './viewedTensor.js';

/** Tensors held for what is asked of them next. */
const cacheBytes = 96 << 20;
const briefBins = 24;
/** Briefs are given back after so long, in ms, so that what came into sight meanwhile has its turn. */
const briefMs = 120;

/** Answers what panels ask of model files: they are opened by number, and their tensors read when they are looked at. */
export class ModelInspection {
  readonly #models = new Map<number, OpenModel>();
  readonly #views = new TensorCache<ViewedTensor>(cacheBytes, ({ byteLength }) => byteLength);
  readonly #underWay = new Map<string, ViewedTensor>();
  #briefs = new AbortController();

  readonly handlers: Handlers<ModelReaderCalls> = {
    openModel: ({ model, origin }) => this.#open(model, origin),
    briefs: ({ model, tensors }) => this.#brief(model, tensors),
    summary: (key) => this.#use(key, (view) => view.summarize()),
    tile: ({ region, resolution, clip, ...key }) =>
      this.#use(key, (view) => view.tile({ region, resolution, clip })),
    spectrum: (key) => this.#use(key, (view) => view.spectrum()),
    keepOnly: (keys) => this.#keepOnly(keys),
  };

  async #open(model: number, origin: ModelOrigin): Promise<ModelListing> {
    const { opened, bytes } = await openOrigin(origin);
    this.#models.set(model, opened);
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

  async #brief(model: number, tensors: readonly number[]): Promise<readonly TensorBrief[]> {
    const start = performance.now();
    const { signal } = this.#briefs;
    const briefs: TensorBrief[] = [];
    for (const place of tensors) {
      briefs.push(await describeBriefly(place, this.#tensor(model, place), signal));
      if (performance.now() - start > briefMs) break;
    }
    return briefs;
  }

  async #use<T>(key: ModelTensorKey, use: (view: ViewedTensor) => Promise<T>): Promise<T> {
    const name = nameOf(key);
    const view = await this.#views.get(name, async () => this.#view(key));
    this.#underWay.set(name, view);
    return use(view);
  }

  #view({ model, tensor, slice, minus }: ModelTensorKey): ViewedTensor {
    const read = this.#tensor(model, tensor);
    const { dtype, shape } = read;
    const reader: ValueReader = minus
      ? differenceReader(read, this.#tensor(minus.model, minus.tensor))
      : read;
    const sliced = slice ? readSlice(reader, shape, slice) : { shape, reader };
    return new ViewedTensor(sliced.shape, dtype, sliced.reader);
  }

  #keepOnly(keys: readonly ModelTensorKey[]): null {
    if (keys.length === 0) {
      this.#briefs.abort(new Error('Nobody waits for this list any more.'));
      this.#briefs = new AbortController();
    }
    const kept = new Set(keys.map(nameOf));
    for (const [name, view] of this.#underWay) {
      if (kept.has(name)) continue;
      view.abort();
      this.#underWay.delete(name);
      this.#views.delete(name);
    }
    return null;
  }

  #tensor(model: number, tensor: number): ModelTensor {
    const found = this.#models.get(model)?.tensors[tensor];
    if (!found) throw new RangeError('There is no such tensor in the file any more.');
    return found;
  }
}

const nameOf = ({ model, tensor, slice, minus }: ModelTensorKey): string =>
  JSON.stringify([model, tensor, slice?.axes, slice?.at, minus?.model, minus?.tensor]);

async function openOrigin(origin: ModelOrigin): Promise<{ opened: OpenModel; bytes: number }> {
  if ('path' in origin) {
    // It stays open as long as this worker lives.
    const { model, size } = await openModelFile(origin.path);
    return { opened: model, bytes: size };
  }
  const source = memorySource(origin.bytes);
  return { opened: await openModel(source, basename(origin.name)), bytes: source.size };
}

/** A tensor that cannot be read is told of and does not hide the others. */
async function describeBriefly(
  place: number,
  tensor: ModelTensor,
  signal: AbortSignal,
): Promise<TensorBrief> {
  try {
    const { mean, std, min, max, nan, inf, histogram } = await computeStatistics(tensor, {
      bins: briefBins,
      signal,
    });
    return { tensor: place, mean, std, min, max, nan, inf, counts: histogram.counts, problem: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const unknown = { mean: null, std: null, min: null, max: null, nan: 0, inf: 0, counts: [] };
    return { tensor: place, ...unknown, problem: error.message };
  }
}
