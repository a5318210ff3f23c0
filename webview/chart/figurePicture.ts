import type { Colors } from '../theme/colors.js';

interface Words {
  readonly title: string;
  readonly unit: string;
  readonly foot: string;
}

const pad = 12;
const headHeight = 24;
const footHeight = 20;

/** A chart with its title and its foot on one picture, at the screen's resolution but at least twice CSS's: a PNG. */
export async function drawFigure(picture: HTMLElement, words: Words, colors: Colors): Promise<Uint8Array> {
  const ratio = Math.max(2, devicePixelRatio);
  const [width, height] = [picture.clientWidth, picture.clientHeight];
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil((width + 2 * pad) * ratio);
  canvas.height = Math.ceil((height + 2 * pad + headHeight + footHeight) * ratio);
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  context.fillStyle = colors.bg;
  context.fillRect(0, 0, width + 2 * pad, canvas.height / ratio);
  context.textBaseline = 'middle';
  context.fillStyle = colors.fg;
  context.font = `600 12px ${colors.font}`;
  context.fillText(words.title, pad, pad + headHeight / 2 - 4);
  const titleWidth = context.measureText(words.title).width;
  context.fillStyle = colors.muted;
  context.font = `11px ${colors.font}`;
  context.fillText(words.unit, pad + titleWidth + 8, pad + headHeight / 2 - 4);
  context.fillText(words.foot, pad, pad + headHeight + height + footHeight / 2 + 4);
  context.imageSmoothingEnabled = false;
  const frame = picture.getBoundingClientRect();
  for (const drawn of picture.querySelectorAll('canvas')) {
    const place = drawn.getBoundingClientRect();
    if (drawn.width === 0 || drawn.height === 0) continue;
    const [left, top] = [pad + place.left - frame.left, pad + headHeight + place.top - frame.top];
    context.drawImage(drawn, left, top, place.width, place.height);
  }
  const blob = await new Promise<Blob>((made, failed) => {
    canvas.toBlob((png) => (png ? made(png) : failed(new Error('The picture is too large.'))), 'image/png');
  });
  return new Uint8Array(await blob.arrayBuffer());
}
