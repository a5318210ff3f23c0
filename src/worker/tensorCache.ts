/** Values that were made for a key, the least recently used let go beyond a number of bytes. */
export class TensorCache<T> {
  readonly #held = new Map<string, { readonly value: Promise<T>; bytes: number }>();
  #bytes = 0;

  constructor(
    readonly mostBytes: number,
    readonly sizeOf: (value: T) => number,
  ) {}

  get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#held.get(key);
    if (known) {
      this.#held.delete(key);
      this.#held.set(key, known);
      return known.value;
    }
    const entry = { value: make(), bytes: 0 };
    this.#held.set(key, entry);
    entry.value.then(
      (value) => {
        if (this.#held.get(key) !== entry) return;
        entry.bytes = this.sizeOf(value);
        this.#bytes += entry.bytes;
        this.#shrink(key);
      },
      () => this.#held.delete(key),
    );
    return entry.value;
  }

  forget(isOver: (key: string) => boolean): void {
    for (const [key, { bytes }] of this.#held) {
      if (!isOver(key)) continue;
      this.#bytes -= bytes;
      this.#held.delete(key);
    }
  }

  #shrink(newest: string): void {
    for (const [key, { bytes }] of this.#held) {
      if (this.#bytes <= this.mostBytes) return;
      if (key === newest || bytes === 0) continue;
      this.#held.delete(key);
      this.#bytes -= bytes;
    }
  }
}
