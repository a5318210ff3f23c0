import type { DifferenceSnapshot, TensorPair } from '../../src/protocol/differencePanel.js';
import type { TensorDifference } from '../../src/protocol/models.js';
import { Queue } from '../parts/queue.js';
import { describePair, isComparable, type DifferenceRow } from './rows.js';

/** The differences of all pairs, measured one moment after the other, what is in sight first. */
export class Differences {
  readonly #queue: Queue<TensorDifference>;
  readonly #places = new Map<TensorPair, number>();
  #rows: readonly DifferenceRow[] | null = null;

  constructor(
    readonly snapshot: DifferenceSnapshot,
    ask: (pairs: readonly (readonly [number, number])[]) => Promise<readonly TensorDifference[]>,
    onNews: () => void,
  ) {
    const comparable = snapshot.pairs.filter((pair) => isComparable(pair, snapshot));
    comparable.forEach((pair, place) => this.#places.set(pair, place));
    const placeOf = new Map(comparable.map(({ before, after }, place) => [`${before} ${after}`, place]));
    this.#queue = new Queue(
      comparable.length,
      (places) => ask(places.map((place) => [comparable[place]!.before!, comparable[place]!.after!])),
      ({ pair }) => placeOf.get(pair.join(' ')) ?? -1,
      () => {
        this.#rows = null;
        onNews();
      },
    );
  }

  get isComplete(): boolean {
    return this.#queue.known === this.#places.size;
  }

  get share(): number {
    return this.#places.size === 0 ? 1 : this.#queue.known / this.#places.size;
  }

  /** One for each pair, in their order. */
  get rows(): readonly DifferenceRow[] {
    return (this.#rows ??= this.snapshot.pairs.map((pair) =>
      describePair(pair, this.snapshot, (one) => this.#queue.get(this.#places.get(one) ?? -1)),
    ));
  }

  want(pairs: readonly TensorPair[]): void {
    this.#queue.want(pairs.flatMap((pair) => this.#places.get(pair) ?? []));
  }

  dispose(): void {
    this.#queue.dispose();
  }
}
