/** Something that draws itself when it is told to. */
export interface FramePart {
  readonly element: Element;
  /** Least time between two draws, in ms; 0 is every frame. */
  readonly interval: number;
  /** It costs next to nothing, and is drawn while the others rest. */
  readonly isLight?: boolean;
  /** How high it is depends on what it says, and moves those below it. */
  readonly movesOthers?: boolean;
  draw(): void;
}

interface Entry {
  readonly part: FramePart;
  dirty: boolean;
  visible: boolean;
  drawnAt: number;
}

/** Drawing takes at most half of the time: what is slow is drawn less often, and the page stays quick. */
const restPerCost = 1;
/** Never longer than this, in ms. */
const longestRest = 400;
/** A frame that took no longer, in ms, costs nothing. */
const cheapFrame = 32;
/** What waits for its time is drawn along with the next update, and by itself only after so long, in ms. */
const companyTime = 120;

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
  #restUntil = 0;

  add(part: FramePart): void {
    this.#entries.set(part.element, { part, dirty: true, visible: false, drawnAt: -Infinity });
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

  /** Draws whatever is stale, in sight or not: from here on parts have the heights that they will be seen with. */
  settle(): void {
    const start = performance.now();
    for (const entry of this.#entries.values()) {
      if (!entry.dirty) continue;
      entry.dirty = false;
      entry.drawnAt = start;
      entry.part.draw();
    }
  }

  /** Draws what is in sight at once: a page that has just come is painted whole, and not before without its charts. */
  start(): void {
    cancelAnimationFrame(this.#frame);
    for (const moves of [true, false]) {
      for (const entry of this.#entries.values()) {
        if ((entry.part.movesOthers ?? false) !== moves) continue;
        const { top, bottom } = entry.part.element.getBoundingClientRect();
        entry.visible = bottom > 0 && top < window.innerHeight;
      }
      this.#run();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#observer.disconnect();
    this.#entries.clear();
  }

  #request(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#run());
  }

  #run(): void {
    this.#frame = 0;
    const start = performance.now();
    let soonest = Math.max(0, this.#restUntil - start) || Infinity;
    let drew = false;
    for (const entry of this.#entries.values()) {
      if (!entry.dirty || !entry.visible) continue;
      const { interval, isLight = false } = entry.part;
      const due = Math.max(isLight ? 0 : this.#restUntil, entry.drawnAt + interval);
      if (start < due) {
        soonest = Math.min(soonest, due - start);
        continue;
      }
      entry.dirty = false;
      entry.drawnAt = start;
      entry.part.draw();
      drew ||= !isLight;
    }
    // Behind layout and paint: a frame asked for to measure this one would itself be laid out and composited.
    if (drew) setTimeout(() => this.#rest(performance.now() - start));
    clearTimeout(this.#timer);
    if (soonest < Infinity) this.#timer = window.setTimeout(() => this.#request(), soonest + companyTime);
  }

  /** What a frame cost: our code, layout and paint. */
  #rest(cost: number): void {
    if (cost > cheapFrame) this.#restUntil = performance.now() + Math.min(longestRest, restPerCost * cost);
  }
}
