/** Sends one question at a time; of those asked meanwhile only the newest follows. Late answers to old ones are kept out. */
export class Latest<Q, A> {
  #waiting: { readonly question: Q } | null = null;
  #busy = false;
  #era = 0;

  constructor(
    readonly send: (question: Q) => Promise<A>,
    readonly onAnswer: (answer: A, question: Q) => void,
    readonly onFailure: (error: unknown) => void,
  ) {}

  ask(question: Q): void {
    this.#waiting = { question };
    if (!this.#busy) void this.#next();
  }

  /** What is on its way is of no interest any more. */
  forget(): void {
    this.#era++;
    this.#waiting = null;
  }

  async #next(): Promise<void> {
    this.#busy = true;
    while (this.#waiting !== null) {
      const { question }: { readonly question: Q } = this.#waiting;
      const era = this.#era;
      this.#waiting = null;
      try {
        const answer = await this.send(question);
        if (era === this.#era) this.onAnswer(answer, question);
      } catch (error) {
        if (era === this.#era) this.onFailure(error);
      }
    }
    this.#busy = false;
  }
}
