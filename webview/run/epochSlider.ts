import { formatCount } from '../../src/display/numbers.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';

/** How long a moment is shown while playing, in ms. */
const playMs = 350;

/** A slider over the checkpoints of a run: it stops at those alone, plays through them, and marks the best. */
export class EpochSlider {
  readonly element = element('div', { class: 'epochs' });
  readonly #play = element('button', { class: 'icon', attributes: { type: 'button' } });
  readonly #epoch = element('b');
  readonly #of = element('span', { class: 'muted' });
  readonly #range = element('input', { attributes: { type: 'range', min: '0', step: '1' } });
  readonly #ticks = element('span', { class: 'ticks', attributes: { 'aria-hidden': 'true' } });
  #epochs: readonly number[] = [];
  #best: number | null = null;
  #planned = 1;
  #shown: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `onChoose` gets null for "the newest, whichever that is"; `isReady` tells whether what was chosen is drawn. */
  constructor(
    readonly onChoose: (epoch: number | null) => void,
    readonly isReady: () => boolean,
  ) {
    this.#play.onclick = () => this.togglePlay();
    this.#showPlaying();
    this.#range.addEventListener('input', () => this.#choose(this.#nearest(Number(this.#range.value))));
    this.#range.addEventListener('keydown', (event) => {
      const at = this.#epochs.indexOf(this.#shown ?? NaN);
      const last = this.#epochs.length - 1;
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
      this.#choose(this.#epochs[Math.min(last, Math.max(0, to))]);
    });
    const words = element('span', { class: 'small at' }, 'Epoch ', this.#epoch, ' ', this.#of);
    this.element.append(this.#play, words, element('span', { class: 'rail' }, this.#ticks, this.#range));
  }

  /** `epochs` that have a checkpoint, rising; `shown` is one of them. */
  show(epochs: readonly number[], best: number | null, planned: number, shown: number | null): void {
    const isKnown = epochs.length > 0 && shown !== null;
    if (epochs.join() !== this.#epochs.join() || best !== this.#best || planned !== this.#planned) {
      this.#epochs = epochs;
      this.#best = best;
      this.#planned = planned;
      this.#range.max = String(planned);
      this.#drawTicks();
    }
    this.#shown = shown;
    this.#range.disabled = this.#play.disabled = !isKnown || epochs.length < 2;
    this.#range.value = String(shown ?? 0);
    setText(this.#epoch, isKnown ? formatCount(shown) : '–');
    // Room for the last epoch's digits, so that what follows stays where it is.
    this.#epoch.style.minWidth = `${formatCount(planned).length}ch`;
    setText(this.#of, `/ ${formatCount(planned)}`);
    setAttribute(this.#range, 'aria-label', 'Checkpoint');
    setAttribute(this.#range, 'aria-valuetext', isKnown ? `epoch ${shown}` : 'no checkpoint yet');
  }

  togglePlay(): void {
    if (this.#timer !== undefined) this.#stop();
    else if (this.#epochs.length > 1) {
      if (this.#shown === this.#epochs.at(-1)) this.#choose(this.#epochs[0]);
      this.#timer = setInterval(() => this.#advance(), playMs);
    }
    this.#showPlaying();
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #advance(): void {
    if (!this.isReady()) return;
    const next = this.#epochs[this.#epochs.indexOf(this.#shown ?? NaN) + 1];
    if (next !== undefined) this.#choose(next);
    if (next === undefined || next === this.#epochs.at(-1)) this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#showPlaying();
  }

  #showPlaying(): void {
    const isPlaying = this.#timer !== undefined;
    this.#play.replaceChildren(icon(isPlaying ? 'debug-pause' : 'play'));
    this.#play.title = isPlaying ? 'Pause (Space)' : 'Play the epochs (Space)';
    this.#play.setAttribute('aria-label', isPlaying ? 'Pause' : 'Play the epochs');
  }

  #choose(epoch: number | undefined): void {
    if (epoch === undefined) return;
    // Whoever goes to the end means to stay with what is newest.
    this.onChoose(epoch === this.#epochs.at(-1) ? null : epoch);
  }

  #nearest(value: number): number | undefined {
    return this.#epochs.reduce<number | undefined>(
      (best, epoch) =>
        best === undefined || Math.abs(epoch - value) < Math.abs(best - value) ? epoch : best,
      undefined,
    );
  }

  #drawTicks(): void {
    this.#ticks.replaceChildren(
      ...this.#epochs.map((epoch) => {
        const tick = element('i', { class: epoch === this.#best ? 'best' : '' });
        tick.style.left = `${(100 * epoch) / this.#planned}%`;
        return tick;
      }),
    );
  }
}
