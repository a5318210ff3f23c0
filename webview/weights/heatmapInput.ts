import type { Region } from '../../src/protocol/tensorView.js';
import type { Cell, Frame } from './heatmapDrawing.js';

/** How much closer a key or a notch of the wheel brings. */
export const zoomStep = 1.5;

/** A matrix that is looked at, as pointer and keys move it. */
export interface Movable {
  readonly region: Region;
  readonly isWhole: boolean;
  /** Where things stand now; null where nothing is shown. */
  frame(): Frame | null;
  /** Moves what is shown so that it begins so many cells behind the corner of `from`. */
  panFrom(from: Region, down: number, right: number): void;
  zoomBy(factor: number): void;
  fit(): void;
  /** Moves the cell that is read by one of the picture's, or begins in the middle; false where nothing is shown. */
  step(down: number, right: number): boolean;
  setCursor(cell: Cell | null): void;
  readonly cursor: Cell | null;
}

/** Hears the pointer over a canvas, and the keys of `focus`, which contains it. */
export function listenForMoves(canvas: HTMLCanvasElement, focus: HTMLElement, matrix: Movable): void {
  listenForDrag(canvas, matrix);
  // A page is scrolled over a picture: the wheel zooms with Ctrl (or two fingers), or where the picture has the focus.
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== focus) return;
      event.preventDefault();
      matrix.zoomBy(zoomStep ** (-event.deltaY / 100));
    },
    { passive: false },
  );
  focus.addEventListener('keydown', (event) => {
    if (event.target !== focus || event.ctrlKey || event.metaKey || event.altKey) return;
    if (matrix.frame() && takeKey(event.key, matrix)) event.preventDefault();
  });
  focus.addEventListener('blur', () => matrix.setCursor(null));
}

function listenForDrag(canvas: HTMLCanvasElement, matrix: Movable): void {
  let drag: { readonly x: number; readonly y: number; readonly region: Region } | null = null;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || matrix.isWhole) return;
    drag = { x: event.clientX, y: event.clientY, region: matrix.region };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    const frame = matrix.frame();
    if (!frame) return;
    if (drag) {
      const down = ((drag.y - event.clientY) / frame.height) * drag.region.rows;
      const right = ((drag.x - event.clientX) / frame.width) * drag.region.cols;
      matrix.panFrom(drag.region, down, right);
    }
    matrix.setCursor(cellAt(event.offsetX, event.offsetY, frame, matrix.region));
  });
  canvas.addEventListener('pointerup', () => (drag = null));
  canvas.addEventListener('pointercancel', () => (drag = null));
  canvas.addEventListener('pointerleave', () => matrix.setCursor(null));
}

function cellAt(x: number, y: number, { left, top, width, height }: Frame, region: Region): Cell | null {
  const { row, col, rows, cols } = region;
  const at = {
    row: row + Math.floor(((y - top) / height) * rows),
    col: col + Math.floor(((x - left) / width) * cols),
  };
  const isInside = at.row >= row && at.row < row + rows && at.col >= col && at.col < col + cols;
  return isInside ? at : null;
}

/** Returns whether the key meant something. */
function takeKey(key: string, matrix: Movable): boolean {
  if (key === '+' || key === '=') matrix.zoomBy(zoomStep);
  else if (key === '-' || key === '_') matrix.zoomBy(1 / zoomStep);
  else if (key === '0') matrix.fit();
  else if (key === 'Escape' && matrix.cursor) matrix.setCursor(null);
  else {
    const down = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0;
    const right = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0;
    return (down !== 0 || right !== 0) && matrix.step(down, right);
  }
  return true;
}
