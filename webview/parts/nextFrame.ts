/** Does something once with the next frame, however often it is asked for until then. */
export class NextFrame {
  #frame = 0;

  constructor(readonly act: () => void) {}

  request(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.act();
    });
  }

  cancel(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}
