/** Asked for at once: whoever answers gives back as many as a moment allows. */
const batch = 64;

/** What is to be found out of each of many things: of those in sight first, then of all else, a moment at a time. */
export class Queue<A> {
  readonly #known = new Map<number, A>();
  #visible: readonly number[] = [];
  #next = 0;
  #isAsking = false;
  #isDisposed = false;

  /** `count` things, numbered from 0; `numberOf` tells which one an answer is of; `onNews` that more is known. */
  constructor(
    readonly count: number,
    readonly ask: (numbers: readonly number[]) => Promise<readonly A[]>,
    readonly numberOf: (answer: A) => number,
    readonly onNews: () => void,
  ) {}

  get(number: number): A | undefined {
    return this.#known.get(number);
  }

  /** Of how many is known what was asked. */
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
      const answers = await this.ask(wanted).catch(() => []);
      if (answers.length === 0) break;
      for (const answer of answers) this.#known.set(this.numberOf(answer), answer);
      this.onNews();
    }
    this.#isAsking = false;
  }

  #choose(): number[] {
    const wanted = this.#visible.filter((number) => !this.#known.has(number)).slice(0, batch);
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
