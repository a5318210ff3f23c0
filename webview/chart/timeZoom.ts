import { formatShort } from '../../src/display/numbers.js';
import { element, icon } from '../parts/element.js';
import type { Figure } from './figure.js';
import type { Plane } from './plane.js';
import { fitWindow, panWindow, zoomWindow, type TimeWindow } from './timeWindow.js';

/** By how much a key zooms, and which share of the width it moves. */
const keyZoom = 2;
const keyPan = 0.25;
/** By how much a wheel's pixel zooms. */
const wheelZoom = 1.005;
/** What is shorter, in px, is a click. */
const shortestDrag = 5;

/**
 * One window into time for all plots over it: chosen by dragging over a plot, by pinching or Ctrl and the wheel,
 * or by keys (+ − zoom, Shift ← → move, 0 shows all); a double click shows all again.
 */
export class TimeZoom {
  readonly #buttons: HTMLElement[] = [];

  /** `end()` is where time ends; `window()` what was chosen, null for all of it. */
  constructor(
    readonly end: () => number,
    readonly window: () => TimeWindow | null,
    readonly choose: (window: TimeWindow | null) => void,
  ) {}

  /** What plots show. */
  get shown(): TimeWindow {
    return this.zoomed ?? { from: 0, to: this.end() };
  }

  /** What plots show where it is not all; null where it is. */
  get zoomed(): TimeWindow | null {
    const window = this.window();
    return window && fitWindow(window, this.end());
  }

  link(figure: Figure, plane: Plane): void {
    const button = element('button', { class: 'icon', attributes: { type: 'button' } }, icon('screen-full'));
    button.onclick = () => {
      this.#go(null);
      figure.element.focus();
    };
    figure.addTool(button);
    this.#buttons.push(button);
    this.#listenForDrag(figure, plane);
    this.#listenForWheel(plane);
    this.#listenForKeys(figure);
    this.refresh();
  }

  /** Shows or hides the buttons that lead back, after the window or the end changed. */
  refresh(): void {
    const { zoomed } = this;
    for (const button of this.#buttons) {
      button.hidden = zoomed === null;
      if (!zoomed) continue;
      const words = `Epochs ${formatShort(zoomed.from)} to ${formatShort(zoomed.to)} are shown: show all`;
      button.title = `${words} (0, or a double click)`;
      button.setAttribute('aria-label', words);
    }
  }

  #go(window: TimeWindow | null): void {
    this.choose(window && fitWindow(window, this.end()));
    this.refresh();
  }

  #listenForDrag(figure: Figure, plane: Plane): void {
    const { canvas } = plane;
    const span = element('i', { class: 'span', attributes: { 'aria-hidden': 'true' } });
    span.hidden = true;
    figure.picture.append(span);
    let start: number | null = null;
    let isDrag = false;
    const place = (x: number): void => {
      const surface = plane.surface();
      if (start === null || !surface) return;
      const inside = Math.min(surface.right, Math.max(surface.left, x));
      isDrag ||= Math.abs(inside - start) >= shortestDrag;
      span.hidden = !isDrag;
      span.style.left = `${Math.min(start, inside)}px`;
      span.style.width = `${Math.abs(inside - start)}px`;
      span.style.top = `${surface.top}px`;
      span.style.height = `${surface.bottom - surface.top}px`;
    };
    const end = (): void => {
      start = null;
      span.hidden = true;
    };
    canvas.addEventListener('pointerdown', (event) => {
      const surface = plane.surface();
      isDrag = false;
      if (event.button !== 0 || !surface || event.offsetX < surface.left || event.offsetX > surface.right)
        return;
      start = event.offsetX;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => place(event.offsetX));
    canvas.addEventListener('pointerup', (event) => {
      const surface = plane.surface();
      if (start !== null && isDrag && surface) {
        const [from, to] = [start, Math.min(surface.right, Math.max(surface.left, event.offsetX))].sort(
          (a, b) => a - b,
        );
        this.#go({ from: surface.xAt(from!), to: surface.xAt(to!) });
      }
      end();
    });
    canvas.addEventListener('pointercancel', end);
    // What began as a drag chooses nothing else.
    canvas.addEventListener('click', (event) => isDrag && event.stopImmediatePropagation(), {
      capture: true,
    });
    canvas.addEventListener('dblclick', () => this.#go(null));
  }

  #listenForWheel(plane: Plane): void {
    plane.canvas.addEventListener(
      'wheel',
      (event) => {
        const around = plane.surface()?.xAt(event.offsetX);
        if (!event.ctrlKey || around === undefined) return;
        event.preventDefault();
        this.#go(zoomWindow(this.shown, wheelZoom ** event.deltaY, around));
      },
      { passive: false },
    );
  }

  #listenForKeys(figure: Figure): void {
    figure.element.addEventListener('keydown', (event) => {
      if (event.target !== figure.element || event.ctrlKey || event.metaKey || event.altKey) return;
      const { shown } = this;
      const middle = (shown.from + shown.to) / 2;
      const pan = (share: number): TimeWindow => panWindow(shown, share, this.end());
      const moves: Readonly<Record<string, () => TimeWindow | null>> = {
        '+': () => zoomWindow(shown, 1 / keyZoom, middle),
        '=': () => zoomWindow(shown, 1 / keyZoom, middle),
        '-': () => zoomWindow(shown, keyZoom, middle),
        '0': () => null,
        ...(event.shiftKey && { ArrowLeft: () => pan(-keyPan), ArrowRight: () => pan(keyPan) }),
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      this.#go(move());
    });
  }
}
