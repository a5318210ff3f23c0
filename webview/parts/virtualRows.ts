import { NextFrame } from './nextFrame.js';

/** Rows drawn beyond the edges, so that a quick scroll shows no gap. */
const margin = 6;

/** A list of any length in which only the rows in sight exist. Rows are of one height and are used again. */
export class VirtualRows<R extends { readonly element: HTMLElement }> {
  readonly #spacer = document.createElement('div');
  readonly #rows: R[] = [];
  readonly #observer: ResizeObserver;
  #count = 0;
  #first = 0;
  readonly #frame = new NextFrame(() => this.draw());

  /** `fill` writes row `index` into `row`; `onScroll` is told which rows are in sight. */
  constructor(
    readonly scroller: HTMLElement,
    readonly rowHeight: number,
    readonly make: () => R,
    readonly fill: (row: R, index: number) => void,
    readonly onRange: (first: number, end: number) => void,
  ) {
    this.#spacer.className = 'virtual';
    this.#spacer.setAttribute('role', 'presentation');
    scroller.append(this.#spacer);
    scroller.addEventListener('scroll', () => this.invalidate());
    this.#observer = new ResizeObserver(() => this.invalidate());
    this.#observer.observe(scroller);
  }

  get count(): number {
    return this.#count;
  }

  setCount(count: number): void {
    this.#count = count;
    this.#spacer.style.height = `${count * this.rowHeight}px`;
    this.invalidate();
  }

  /** Draws with the next frame. */
  invalidate(): void {
    this.#frame.request();
  }

  draw(): void {
    const { scrollTop, clientHeight } = this.scroller;
    const top = Math.floor(scrollTop / this.rowHeight);
    const end = Math.min(this.#count, Math.ceil((scrollTop + clientHeight) / this.rowHeight));
    this.#first = Math.max(0, top - margin);
    const shown = Math.max(0, Math.min(this.#count, end + margin) - this.#first);
    while (this.#rows.length < shown) {
      const row = this.make();
      this.#rows.push(row);
      this.#spacer.append(row.element);
    }
    for (const row of this.#rows.splice(shown)) row.element.remove();
    this.#rows.forEach((row, i) => {
      row.element.style.transform = `translateY(${(this.#first + i) * this.rowHeight}px)`;
      this.fill(row, this.#first + i);
    });
    this.onRange(Math.min(top, end), end);
  }

  /** Scrolls only as far as needed to show a row. */
  reveal(index: number): void {
    const { scrollTop, clientHeight } = this.scroller;
    const top = index * this.rowHeight;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + this.rowHeight > scrollTop + clientHeight)
      this.scroller.scrollTop = top + this.rowHeight - clientHeight;
  }

  /** How many rows a page has. */
  get page(): number {
    return Math.max(1, Math.floor(this.scroller.clientHeight / this.rowHeight) - 1);
  }

  dispose(): void {
    this.#frame.cancel();
    this.#observer.disconnect();
  }
}
