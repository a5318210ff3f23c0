import { describeValues, type Description } from '../../inspect/describeValues.js';
import { layoutOf } from '../../inspect/layout.js';
import { plainPasses, type Passes } from '../../inspect/passes.js';
import { toFloats } from '../../inspect/toFloats.js';
import { memoryReader, readPieces, type ValueReader } from '../../inspect/valueReader.js';
import type { Spectrum, TensorSummary, Tile, TileRequest } from '../../protocol/tensorView.js';
import { binsFor, hasSpectrum, InspectedTensor, quantileShares } from '../inspectedTensor.js';
import { StreamedMatrix } from './streamedMatrix.js';

/** A tensor of more values is looked at through pieces and never held. */
const mostHeld = 2 ** 22;
/** Where the scale of colours may end. */
const clips = [0.95, 0.99, 1];

/** A tensor of a model file as panels look at it; what is under way ends with `abort`. */
export class ViewedTensor {
  readonly #controller = new AbortController();
  #held: Promise<InspectedTensor> | null = null;
  #isExact = false;
  #streamed: StreamedMatrix | null = null;
  #description: Promise<Description> | null = null;
  #spectrum: Promise<Spectrum | null> | null = null;

  constructor(
    readonly shape: readonly number[],
    readonly dtype: string,
    readonly reader: ValueReader,
    readonly passes: Passes = plainPasses,
  ) {}

  /** Bytes that it holds in memory. */
  get byteLength(): number {
    return this.reader.size <= mostHeld ? 4 * this.reader.size : 1 << 20;
  }

  abort(): void {
    this.#controller.abort(new Error('Nobody waits for this tensor any more.'));
  }

  async summarize(): Promise<TensorSummary> {
    const { statistics, quantiles } = await this.#describe();
    const { histogram, ...moments } = statistics;
    return {
      shape: this.shape,
      dtype: this.dtype,
      layout: layoutOf(this.shape),
      moments,
      quantiles,
      histogram: {
        edges: Float64Array.from(histogram.edges),
        counts: Float64Array.from(histogram.counts),
      },
    };
  }

  async tile(request: TileRequest): Promise<Tile> {
    if (this.reader.size <= mostHeld) return (await this.#hold()).tile(request);
    this.#streamed ??= new StreamedMatrix(this.shape, this.reader, this.#controller.signal, this.passes);
    return this.#streamed.tile(request, async (clip) => {
      const { magnitudes } = await this.#describe();
      return magnitudes[clips.indexOf(clip)] ?? magnitudes.at(-1) ?? 0;
    });
  }

  /** Null where it would take too long, or the tensor is no matrix. */
  async spectrum(): Promise<Spectrum | null> {
    if (!hasSpectrum(layoutOf(this.shape))) return null;
    if (this.reader.size <= mostHeld) return (await this.#hold()).spectrum();
    // A long and narrow matrix: it is in memory for as long as it takes.
    return (this.#spectrum ??= this.#read().then(({ tensor }) => tensor.spectrum()));
  }

  async #describe(): Promise<Description> {
    const held = this.reader.size <= mostHeld ? await this.#hold() : null;
    this.#description ??= describeValues(held && this.#isExact ? memoryReader(held.values) : this.reader, {
      bins: binsFor(this.reader.size),
      shares: quantileShares,
      magnitudeShares: clips,
      signal: this.#controller.signal,
      passes: this.passes,
    });
    return this.#description;
  }

  #hold(): Promise<InspectedTensor> {
    return (this.#held ??= this.#read().then(({ tensor, isExact }) => {
      this.#isExact = isExact;
      return tensor;
    }));
  }

  async #read(): Promise<{ readonly tensor: InspectedTensor; readonly isExact: boolean }> {
    const { buffer, byteOffset } = this.passes.allocate(4 * this.reader.size);
    const values = new Float32Array(buffer, byteOffset, this.reader.size);
    let isExact = true;
    for await (const piece of readPieces(this.reader, this.#controller.signal, this.passes.rooms)) {
      isExact &&= piece.values instanceof Float32Array;
      values.set(toFloats(piece.values), piece.offset);
    }
    return { tensor: new InspectedTensor(this.shape, values, this.passes), isExact };
  }
}
