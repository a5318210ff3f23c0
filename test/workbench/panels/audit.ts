/* Runs in the page: text against what is behind it, and whatever sticks out sideways. */

/** Every visible text whose contrast with the nearest opaque background is below 4.5 : 1, as readable lines. */
export function lowContrasts(): string[] {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  context.canvas.width = context.canvas.height = 1;
  const known = new Map<string, number[]>();
  const read = (color: string): number[] => {
    if (!known.has(color)) known.set(color, paint(color));
    return known.get(color)!;
  };
  const paint = (color: string): number[] => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color: readonly number[]): number => {
    const [r, g, b] = color.map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const over = (top: readonly number[], below: readonly number[]): number[] =>
    [0, 1, 2].map((i) => (top[i]! * top[3]! + below[i]! * (255 - top[3]!)) / 255);
  const found = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement!;
    const text = node.textContent!.trim();
    const visible = parent.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!text || !visible || parent.closest('.visually-hidden, script, style')) continue;
    const layers: number[][] = [];
    for (let at: Element | null = parent; at; at = at.parentElement) {
      const background = read(getComputedStyle(at).backgroundColor);
      if (background[3]) layers.push(background);
      if (background[3] === 255) break;
    }
    const ground = layers.reverse().reduce<number[]>((below, layer) => over(layer, below), [0, 0, 0]);
    const front = over(read(getComputedStyle(parent).color), ground);
    const [dark, light] = [luminance(front), luminance(ground)].sort((a, b) => a - b) as [number, number];
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) found.add(`${ratio.toFixed(2)} : 1 "${text.slice(0, 24)}"`);
  }
  return [...found];
}

/** Plots whose title and tools stick out of them, over their neighbours. */
export function crowdedHeads(): string[] {
  const heads = [...document.querySelectorAll<HTMLElement>('.plot > header')];
  // The last button reaches into the margin by its own padding.
  const sticksOut = (head: HTMLElement): boolean => head.scrollWidth > head.clientWidth + 4;
  return heads.filter(sticksOut).map((head) => head.parentElement!.id);
}

/** By how many px the page scrolls sideways. */
export function sidewaysScroll(): number {
  return document.documentElement.scrollWidth - innerWidth;
}

/** Buttons, links and plots that a screen reader would have no name for. */
export function namelessControls(): string[] {
  const nameless = [
    ...document.querySelectorAll('button, a, figure, [role="img"], [role="grid"], [tabindex="0"]'),
  ].filter((control) => {
    if (!control.checkVisibility()) return false;
    const name = control.getAttribute('aria-label') ?? control.textContent ?? '';
    return name.trim() === '';
  });
  return nameless.map((control) => control.outerHTML.slice(0, 120));
}
