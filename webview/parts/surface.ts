/** A canvas as large as its parent on the screen, at the screen's own resolution. */
export class CanvasSurface {
  readonly canvas = document.createElement('canvas');
  readonly context = this.canvas.getContext('2d')!;
  width = 0;
  height = 0;
  ratio = 1;
  readonly #observer: ResizeObserver;

  constructor(
    readonly parent: HTMLElement,
    onResize: () => void,
  ) {
    this.canvas.setAttribute('aria-hidden', 'true');
    parent.append(this.canvas);
    this.#observer = new ResizeObserver(() => {
      if (this.#measure()) onResize();
    });
    this.#observer.observe(parent);
  }

  /** Clears the canvas; false where it has no room. The unit from here on is a CSS pixel. */
  begin(): boolean {
    this.#measure();
    if (this.width < 1 || this.height < 1) return false;
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    return true;
  }

  dispose(): void {
    this.#observer.disconnect();
  }

  #measure(): boolean {
    const width = this.parent.clientWidth;
    const height = this.parent.clientHeight;
    if (width === this.width && height === this.height && devicePixelRatio === this.ratio) return false;
    this.width = width;
    this.height = height;
    this.ratio = devicePixelRatio;
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    return true;
  }
}
