/** Numbers that are appended and read, in one typed array which doubles when it is full. */
export class GrowingArray {
  #values = new Float64Array(256);
  #length = 0;

  static from(values: ArrayLike<number>): GrowingArray {
    const made = new GrowingArray();
    for (let i = 0; i < values.length; i++) made.push(values[i]!);
    return made;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** The value at `index`; NaN outside. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? this.#values[index]! : NaN;
  }

  last(): number {
    return this.at(this.#length - 1);
  }

  /** A view of what is there now; stale after the next push. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  /** Index of the value nearest to `value`, where values rise; −1 when there are none. */
  nearest(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#values[middle]! < value) low = middle + 1;
      else high = middle;
    }
    if (low === this.#length) return low - 1;
    if (low > 0 && value - this.#values[low - 1]! <= this.#values[low]! - value) return low - 1;
    return low;
  }
}
