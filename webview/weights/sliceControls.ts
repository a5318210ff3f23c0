import type { Slice } from '../../src/protocol/models.js';
import { element } from '../parts/element.js';

/** Chooses two axes of a tensor with more than two, and a place on each of the others. */
export class SliceControls {
  readonly element = element('span', {
    class: 'slice small',
    attributes: { role: 'group', 'aria-label': 'Slice' },
  });
  #shape: readonly number[] = [];
  #axes: [number, number] | null = null;
  #at: number[] = [];

  constructor(readonly onChange: () => void) {}

  /** Null: the whole tensor. */
  get slice(): Slice | null {
    return this.#axes && { axes: this.#axes, at: [...this.#at] };
  }

  /** Another tensor begins with all of it. */
  show(shape: readonly number[]): void {
    if (shape.join() === this.#shape.join()) return;
    this.#shape = shape;
    this.#axes = null;
    this.#at = shape.map(() => 0);
    this.#draw();
  }

  /** Back to all values. */
  showWhole(): void {
    this.#axes = null;
    this.#draw();
  }

  #draw(): void {
    const { length } = this.#shape;
    this.element.hidden = length <= 2;
    if (length <= 2) return;
    const axes = this.#axes;
    const mode = this.#choice(
      'What is shown',
      [
        ['whole', 'all values'],
        ['slice', 'a slice'],
      ],
      axes ? 'slice' : 'whole',
      (value) => this.#choose(value === 'slice' ? [length - 2, length - 1] : null),
    );
    this.element.replaceChildren(mode);
    if (!axes) return;
    const names = this.#shape.map((size, axis): [string, string] => [String(axis), `axis ${axis} (${size})`]);
    const side = (which: 0 | 1, words: string): HTMLElement =>
      this.#choice(words, names, String(axes[which]), (value) => {
        const next = Number(value);
        const other = axes[1 - which]!;
        // The axis that was the other side's changes places with this one.
        const rest = next === other ? axes[which] : other;
        this.#choose(which === 0 ? [next, rest] : [rest, next]);
      });
    this.element.append('rows', side(0, 'Axis of the rows'), 'columns', side(1, 'Axis of the columns'));
    this.#shape.forEach((size, axis) => {
      if (axes.includes(axis)) return;
      const input = element('input', {
        attributes: {
          type: 'number',
          min: '0',
          max: String(size - 1),
          value: String(this.#at[axis]),
          'aria-label': `Place on axis ${axis}, 0 to ${size - 1}`,
        },
      });
      input.oninput = () => {
        const place = Math.round(Number(input.value));
        if (!(place >= 0 && place < size)) return;
        this.#at[axis] = place;
        this.onChange();
      };
      this.element.append(`axis ${axis} at`, input, `of ${size}`);
    });
  }

  #choose(axes: [number, number] | null): void {
    this.#axes = axes;
    this.#draw();
    this.element.querySelector('select')?.focus();
    this.onChange();
  }

  #choice(
    label: string,
    options: readonly (readonly [value: string, words: string])[],
    chosen: string,
    onChoose: (value: string) => void,
  ): HTMLElement {
    const select = element('select', { attributes: { 'aria-label': label } });
    for (const [value, words] of options) {
      const option = element('option', { attributes: { value } }, words);
      option.selected = value === chosen;
      select.append(option);
    }
    select.onchange = () => onChoose(select.value);
    return select;
  }
}
