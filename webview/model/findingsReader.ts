import type { ModelFindings } from '../../src/protocol/models.js';
import { Latest } from '../parts/latest.js';

/** So many more tensors are measured, as a share of those before, until what was found is asked for again. */
const growth = 0.25;

/** What is wrong with the file, asked for while its tensors are measured and once all are. */
export class FindingsReader {
  found: ModelFindings = { measured: 0, rules: [] };
  readonly #latest: Latest<null, ModelFindings>;
  #asked = 0;

  constructor(ask: () => Promise<ModelFindings>, onNews: () => void) {
    this.#latest = new Latest(
      ask,
      (found) => {
        this.found = found;
        onNews();
      },
      () => undefined,
    );
  }

  /** So many tensors of all have been measured. */
  follow(measured: number, all: number): void {
    if (measured === this.#asked || (measured < all && measured < this.#asked * (1 + growth))) return;
    this.#asked = measured;
    this.#latest.ask(null);
  }

  dispose(): void {
    this.#latest.forget();
  }
}
