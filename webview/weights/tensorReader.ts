import type { ModelCalls, ModelTensorKey } from '../../src/protocol/models.js';
import type { Spectrum, TensorSummary, TensorView } from '../../src/protocol/tensorView.js';
import { Latest } from '../parts/latest.js';

/** A tensor of a model file, as far as it has been read. */
export interface ReadTensor {
  readonly key: ModelTensorKey;
  readonly view: TensorView;
  readonly summary: TensorSummary;
  /** Undefined until it is known. */
  spectrum: Spectrum | null | undefined;
}

/** Asks the host of a panel. */
export type AskModels = <K extends keyof ModelCalls>(
  name: K,
  args: ModelCalls[K]['args'],
) => Promise<ModelCalls[K]['reply']>;

const same = (a: ModelTensorKey | null, b: ModelTensorKey | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Reads the tensors that are shown, the newest wish alone, and tells when something came. */
export class TensorReader {
  /** What was read of the wish; what was shown before stays until it is there. */
  shown: readonly ReadTensor[] = [];
  failure: string | null = null;
  readonly #latest: Latest<readonly ModelTensorKey[], readonly ReadTensor[]>;
  readonly #ask: AskModels;
  #wanted: readonly ModelTensorKey[] = [];

  constructor(ask: AskModels, onNews: () => void, options: { readonly spectra: boolean }) {
    this.#ask = ask;
    this.#latest = new Latest<readonly ModelTensorKey[], readonly ReadTensor[]>(
      async (keys) => {
        const read = await Promise.all(keys.map((key) => this.#read(key)));
        if (keys !== this.#wanted) return read;
        this.shown = read;
        onNews();
        for (const tensor of options.spectra ? read : [])
          tensor.spectrum ??= await tensor.view.requestSpectrum();
        return read;
      },
      () => onNews(),
      (error) => {
        this.failure = error instanceof Error ? error.message : String(error);
        this.shown = [];
        onNews();
      },
    );
  }

  /** Shows these; whatever else is being read is of no interest any more. */
  want(keys: readonly ModelTensorKey[]): void {
    if (keys.length === this.#wanted.length && keys.every((key, i) => same(key, this.#wanted[i]!))) return;
    this.#wanted = keys;
    this.failure = null;
    this.#latest.forget();
    if (keys.length === 0) {
      this.shown = [];
      return;
    }
    this.#ask('keepOnly', keys).catch(() => undefined);
    this.#latest.ask(keys);
  }

  dispose(): void {
    this.#latest.forget();
  }

  async #read(key: ModelTensorKey): Promise<ReadTensor> {
    const known = this.shown.find((tensor) => same(tensor.key, key));
    if (known) return known;
    const view: TensorView = {
      requestSummary: () => this.#ask('summary', key),
      requestTile: (request) => this.#ask('tile', { ...key, ...request }),
      requestSpectrum: () => this.#ask('spectrum', key),
    };
    return { key, view, summary: await view.requestSummary(), spectrum: undefined };
  }
}
