const ruler = document.createElement('canvas').getContext('2d')!;
/** Widths by font and text. */
const known = new Map<string, Map<string, number>>();
/** So many texts of a font are remembered; figures that change with every epoch would go on forever. */
const mostTexts = 2000;

/** How wide a text is in a font as a canvas takes it, in px; measured once. */
export function textWidth(text: string, font: string): number {
  let widths = known.get(font);
  if (!widths || widths.size >= mostTexts) known.set(font, (widths = new Map<string, number>()));
  let width = widths.get(text);
  if (width === undefined) {
    if (ruler.font !== font) ruler.font = font;
    width = ruler.measureText(text).width;
    widths.set(text, width);
  }
  return width;
}
