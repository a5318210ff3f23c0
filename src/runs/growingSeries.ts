import type { Series } from './metrics.js';

/** A series that grows at its end without copying all of it each time. */
export class GrowingSeries {
  private steps = new Float64Array(64);
  private values = new Float64Array(64);
  private length = 0;

  /** Appends a value. A step that was there before replaces what came from there on: a run was begun again. */
  add(step: number, value: number): void {
    while (this.length > 0 && this.steps[this.length - 1]! >= step) this.length--;
    if (this.length === this.steps.length) {
      this.steps = doubled(this.steps);
      this.values = doubled(this.values);
    }
    this.steps[this.length] = step;
    this.values[this.length] = value;
    this.length++;
  }

  /** All so far, as views. */
  get series(): Series {
    return { steps: this.steps.subarray(0, this.length), values: this.values.subarray(0, this.length) };
  }
}

function doubled(array: Float64Array): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(2 * array.length);
  grown.set(array);
  return grown;
}
