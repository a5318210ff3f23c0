type Values = Float64Array | Float32Array;

/** Numbers that are appended and read, in one typed array which grows by half when it is full. */
export class GrowingArray {
  #values: Values;
  #length = 0;

  /** In single precision it takes half the room: what only pictures and three digits are made of. */
  constructor(readonly precision: 'single' | 'double' = 'double') {
    this.#values = this.#make(256);
  }

  static from(values: ArrayLike<number>): GrowingArray {
    const made = new GrowingArray();
    for (let i = 0; i < values.length; i++) made.push(values[i]!);
    return made;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#resize(Math.ceil(1.5 * this.#length));
    this.#values[this.#length++] = value;
  }

  /** Makes room for so many more, with a little to grow in: a long run comes in one piece. */
  reserve(count: number): void {
    const needed = this.#length + count;
    if (needed > this.#values.length) this.#resize(Math.max(needed + 256, Math.ceil(1.1 * needed)));
  }

  /** The value at `index`; NaN outside. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? this.#values[index]! : NaN;
  }

  last(): number {
    return this.at(this.#length - 1);
  }

  /** A view of what is there now; stale after the next push. */
  view(): Values {
    return this.#values.subarray(0, this.#length);
  }

  /** How many values are less than `value`, where values rise. */
  countBelow(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#values[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Index of the value nearest to `value`, where values rise; −1 when there are none. */
  nearest(value: number): number {
    const low = this.countBelow(value);
    if (low === this.#length) return low - 1;
    if (low > 0 && value - this.#values[low - 1]! <= this.#values[low]! - value) return low - 1;
    return low;
  }

  #make(length: number): Values {
    return this.precision === 'single' ? new Float32Array(length) : new Float64Array(length);
  }

  #resize(length: number): void {
    const values = this.#make(length);
    values.set(this.#values);
    this.#values = values;
  }
}
