import { mixStops, type Rgb } from './oklab.js';

/** The theme's colours as a canvas takes them, read anew when the theme changes. */
export interface Colors {
  readonly fg: string;
  readonly muted: string;
  readonly grid: string;
  readonly bg: string;
  readonly train: string;
  readonly trainFaint: string;
  readonly validation: string;
  readonly error: string;
  readonly band: string;
  readonly link: string;
  readonly font: string;
  /** Of an ordered quantity, 0 the darkest stop and 1 the lightest. */
  ordered(share: number): string;
  /** Of a signed quantity in 256 steps, from −limit over the page's colour to +limit, as the words of ImageData. */
  readonly diverging: Uint32Array;
  /** NaN and infinities, in the same words. */
  readonly notFinite: number;
  /** A part of the training colour that bars are filled with. */
  readonly trainFill: string;
  readonly errorFill: string;
  readonly bar: string;
  readonly positive: string;
  readonly negative: string;
  /** Of categories, which have no order. */
  readonly neutral: string;
  readonly focus: string;
}

const pixel = (() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  return canvas.getContext('2d', { willReadFrequently: true })!;
})();

/** Resolves any CSS colour (variables and mixes too) to red, green, blue and alpha from 0 to 255. */
function resolve(probe: HTMLElement, color: string): readonly [number, number, number, number] {
  probe.style.color = '';
  probe.style.color = color;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = getComputedStyle(probe).color;
  pixel.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!, a!];
}

/** A word of ImageData on a little-endian machine, as all browsers' are. */
const pack = ([r, g, b]: Rgb): number => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

export function readColors(): Colors {
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
  const read = (name: string, opacity = 1): string => {
    const [r, g, b, a] = resolve(probe, `var(${name})`);
    return `rgba(${r}, ${g}, ${b}, ${((a / 255) * opacity).toFixed(3)})`;
  };
  const stop = (name: string): Rgb => {
    const [r, g, b] = resolve(probe, `var(${name})`);
    return [r, g, b];
  };
  const stops = [0, 1, 2, 3, 4].map((index) => stop(`--order-${index}`));
  const signs = ['--negative', '--negative-middle', '--bg', '--positive-middle', '--positive'].map(stop);
  const colors: Colors = {
    fg: read('--fg'),
    muted: read('--muted'),
    grid: read('--grid'),
    bg: read('--bg'),
    train: read('--train'),
    trainFaint: read('--train', 0.28),
    validation: read('--validation'),
    error: read('--error'),
    band: read('--band'),
    link: read('--fg', 0.35),
    font: getComputedStyle(document.body).fontFamily,
    ordered: (share) => `rgb(${mixStops(stops, share).join(',')})`,
    diverging: Uint32Array.from({ length: 256 }, (_, step) => pack(mixStops(signs, step / 255))),
    notFinite: pack([255, 0, 255]),
    trainFill: read('--train', 0.6),
    errorFill: read('--error', 0.6),
    bar: read('--fg', 0.5),
    positive: read('--positive'),
    negative: read('--negative'),
    neutral: read('--neutral'),
    focus: read('--vscode-focusBorder'),
  };
  probe.remove();
  return colors;
}

/** Calls back when the editor's theme changed: it rewrites the body's class and the root's variables. Returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
  return () => observer.disconnect();
}
