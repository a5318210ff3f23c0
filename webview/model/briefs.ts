import type { TensorBrief } from '../../src/protocol/models.js';

/** Rows asked for at once: the reader gives back as many as a moment allows. */
const batch = 64;

/** What is known of each tensor's values: asked for what is in sight first, then for all else, one moment at a time. */
export class Briefs {
  readonly #known = new Map<number, TensorBrief>();
  #visible: readonly number[] = [];
  #next = 0;
  #isAsking = false;
  #isDisposed = false;

  /** `count` tensors in all; `onNews` is told when more is known. */
  constructor(
    readonly count: number,
    readonly ask: (tensors: readonly number[]) => Promise<readonly TensorBrief[]>,
    readonly onNews: () => void,
  ) {}

  get(tensor: number): TensorBrief | undefined {
    return this.#known.get(tensor);
  }

  get known(): number {
    return this.#known.size;
  }

  /** These are in sight now. */
  want(visible: readonly number[]): void {
    this.#visible = visible;
    if (!this.#isAsking) void this.#run();
  }

  dispose(): void {
    this.#isDisposed = true;
  }

  async #run(): Promise<void> {
    this.#isAsking = true;
    for (let wanted = this.#choose(); wanted.length > 0 && !this.#isDisposed; wanted = this.#choose()) {
      const briefs = await this.ask(wanted).catch(() => []);
      if (briefs.length === 0) break;
      for (const brief of briefs) this.#known.set(brief.tensor, brief);
      this.onNews();
    }
    this.#isAsking = false;
  }

  #choose(): number[] {
    const wanted = this.#visible.filter((tensor) => !this.#known.has(tensor)).slice(0, batch);
    if (wanted.length > 0) return wanted;
    while (this.#next < this.count && wanted.length < batch) {
      if (!this.#known.has(this.#next)) wanted.push(this.#next);
      this.#next++;
    }
    // Those that do not come back in this moment are asked for again.
    if (wanted.length > 0) this.#next = wanted[0]!;
    return wanted;
  }
}
