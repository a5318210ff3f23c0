/** Something that draws itself when it is told to. */
export interface FramePart {
  readonly element: Element;
  /** Least time between two draws, in ms; 0 is every frame. */
  readonly interval: number;
  draw(): void;
}

interface Entry {
  readonly part: FramePart;
  dirty: boolean;
  visible: boolean;
  drawnAt: number;
  cost: number;
}

/** A part may use a third of the time: what is slow to draw is drawn less often, and the page stays quick. */
const share = 3;

/** Draws what is stale and on screen, at most once a frame. */
export class Frames {
  readonly #entries = new Map<Element, Entry>();
  readonly #observer = new IntersectionObserver((changes) => {
    for (const change of changes) {
      const entry = this.#entries.get(change.target);
      if (entry) entry.visible = change.isIntersecting;
    }
    this.#request();
  });
  #frame = 0;
  #timer = 0;

  add(part: FramePart): void {
    this.#entries.set(part.element, { part, dirty: true, visible: false, drawnAt: -Infinity, cost: 0 });
    this.#observer.observe(part.element);
  }

  /** Marks everything, or the part of one element, as stale; `now` passes over its interval. */
  invalidate(element?: Element, now = false): void {
    for (const [key, entry] of this.#entries) {
      if (element && key !== element) continue;
      entry.dirty = true;
      if (now) entry.drawnAt = -Infinity;
    }
    this.#request();
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#entries.clear();
  }

  #request(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#run());
  }

  #run(): void {
    this.#frame = 0;
    let soonest = Infinity;
    for (const entry of this.#entries.values()) {
      if (!entry.dirty || !entry.visible) continue;
      const start = performance.now();
      const due = entry.drawnAt + Math.max(entry.part.interval, share * entry.cost);
      if (start < due) {
        soonest = Math.min(soonest, due - start);
        continue;
      }
      entry.dirty = false;
      entry.part.draw();
      entry.drawnAt = performance.now();
      entry.cost = entry.drawnAt - start;
    }
    if (soonest < Infinity) {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#request(), soonest);
    }
  }
}
