import { formatCount } from '../../src/display/numbers.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';

/** How long a moment is shown while playing, in ms. */
const playMs = 350;

/** What a slider goes over. */
export interface TimeSpan {
  /** What is counted: `epoch`, `step`. */
  readonly word: string;
  /** Where the rail begins and ends. */
  readonly from: number;
  readonly to: number;
  /** The moments that can be chosen, rising. */
  readonly times: readonly number[];
  readonly best: number | null;
}

/** A slider over checkpoints: it stops at those alone, plays through them, and marks the best. */
export class TimeSlider {
  readonly element = element('div', { class: 'times' });
  readonly #play = element('button', { class: 'icon', attributes: { type: 'button' } });
  readonly #word = element('span');
  readonly #time = element('b');
  readonly #of = element('span', { class: 'muted' });
  readonly #range = element('input', { attributes: { type: 'range', step: '1' } });
  readonly #ticks = element('span', { class: 'ticks', attributes: { 'aria-hidden': 'true' } });
  #span: TimeSpan = { word: 'epoch', from: 0, to: 1, times: [], best: null };
  #shown: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `onChoose` gets null for "the newest, whichever that is"; `isReady` tells whether what was chosen is drawn. */
  constructor(
    readonly onChoose: (time: number | null) => void,
    readonly isReady: () => boolean,
  ) {
    this.#play.onclick = () => this.togglePlay();
    this.#showPlaying();
    this.#range.addEventListener('input', () => this.#choose(this.#nearest(Number(this.#range.value))));
    this.#range.addEventListener('keydown', (event) => {
      const at = this.#span.times.indexOf(this.#shown ?? NaN);
      const last = this.#span.times.length - 1;
      const to = {
        ArrowLeft: at - 1,
        ArrowDown: at - 1,
        ArrowRight: at + 1,
        ArrowUp: at + 1,
        PageDown: at - 10,
        PageUp: at + 10,
        Home: 0,
        End: last,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.#choose(this.#span.times[Math.min(last, Math.max(0, to))]);
    });
    const words = element('span', { class: 'small at' }, this.#word, ' ', this.#time, ' ', this.#of);
    this.element.append(this.#play, words, element('span', { class: 'rail' }, this.#ticks, this.#range));
  }

  /** `shown` is one of the times. */
  show(span: TimeSpan, shown: number | null): void {
    const { word, from, to, times } = span;
    const isKnown = times.length > 0 && shown !== null;
    if (JSON.stringify(span) !== JSON.stringify(this.#span)) {
      this.#span = span;
      this.#range.min = String(from);
      this.#range.max = String(to);
      this.#drawTicks();
      this.#showPlaying();
    }
    this.#shown = shown;
    this.#range.disabled = this.#play.disabled = !isKnown || times.length < 2;
    this.#range.value = String(shown ?? from);
    setText(this.#word, `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
    setText(this.#time, isKnown ? formatCount(shown) : '–');
    // Room for the last one's digits, so that what follows stays where it is.
    this.#time.style.minWidth = `${formatCount(to).length}ch`;
    setText(this.#of, `/ ${formatCount(to)}`);
    setAttribute(this.#range, 'aria-label', 'Checkpoint');
    setAttribute(this.#range, 'aria-valuetext', isKnown ? `${word} ${shown}` : 'no checkpoint yet');
  }

  togglePlay(): void {
    if (this.#timer !== undefined) this.#stop();
    else if (this.#span.times.length > 1) {
      if (this.#shown === this.#span.times.at(-1)) this.#choose(this.#span.times[0]);
      this.#timer = setInterval(() => this.#advance(), playMs);
    }
    this.#showPlaying();
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #advance(): void {
    if (!this.isReady()) return;
    const next = this.#span.times[this.#span.times.indexOf(this.#shown ?? NaN) + 1];
    if (next !== undefined) this.#choose(next);
    if (next === undefined || next === this.#span.times.at(-1)) this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#showPlaying();
  }

  #showPlaying(): void {
    const isPlaying = this.#timer !== undefined;
    const words = `Play the ${this.#span.word}s`;
    this.#play.replaceChildren(icon(isPlaying ? 'debug-pause' : 'play'));
    this.#play.title = isPlaying ? 'Pause (Space)' : `${words} (Space)`;
    this.#play.setAttribute('aria-label', isPlaying ? 'Pause' : words);
  }

  #choose(time: number | undefined): void {
    if (time === undefined) return;
    // The next key may come before the next frame.
    this.#shown = time;
    // Whoever goes to the end means to stay with what is newest.
    this.onChoose(time === this.#span.times.at(-1) ? null : time);
  }

  #nearest(value: number): number | undefined {
    return this.#span.times.reduce<number | undefined>(
      (best, time) => (best === undefined || Math.abs(time - value) < Math.abs(best - value) ? time : best),
      undefined,
    );
  }

  #drawTicks(): void {
    const { from, to, times, best } = this.#span;
    this.#ticks.replaceChildren(
      ...times.map((time) => {
        const tick = element('i', { class: time === best ? 'best' : '' });
        tick.style.left = `${(100 * (time - from)) / Math.max(1, to - from)}%`;
        return tick;
      }),
    );
  }
}
