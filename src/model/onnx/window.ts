import type { OnnxNode } from '../../formats/onnx/graph.js';
import { integers, text } from './operator.js';
import { Unsupported, type LayerValue } from './value.js';

/** Axes that a window moves over: [channels, …places]. */
export function placesOf({ shape }: LayerValue): 1 | 2 {
  const places = shape.length - 1;
  if (places === 1 || places === 2) return places;
  throw new Unsupported(
    `has an input of the shape [${shape.join(', ')}]; it must be [channels, …1 or 2 axes]`,
  );
}

/** A list with a number for each axis. */
export function perAxisOf(
  node: OnnxNode,
  name: string,
  places: number,
  otherwise: number,
): readonly number[] {
  return integers(node, name) ?? new Array<number>(places).fill(otherwise);
}

/** What is added on each side of an axis, the same on both; `same` where that keeps sizes and is not. */
export function paddingOf(
  node: OnnxNode,
  { shape }: LayerValue,
  window: {
    readonly kernel: readonly number[];
    readonly stride: readonly number[];
    readonly dilation: readonly number[];
  },
): readonly number[] | 'same' {
  const places = window.kernel.length;
  const mode = text(node, 'auto_pad', 'NOTSET');
  const pads =
    mode === 'NOTSET'
      ? perAxisOf(node, 'pads', 2 * places, 0)
      : mode === 'VALID'
        ? new Array<number>(2 * places).fill(0)
        : padSame(mode, shape.slice(1), window);
  const [before, after] = [pads.slice(0, places), pads.slice(places)];
  if (before.every((pad, axis) => pad === after[axis])) return before;
  const isSame = before.every((pad, axis) => {
    const extent = window.dilation[axis]! * (window.kernel[axis]! - 1);
    return pad === Math.floor(extent / 2) && after[axis] === extent - pad && window.stride[axis] === 1;
  });
  if (isSame) return 'same';
  throw new Unsupported(
    `adds [${before.join(', ')}] places before and [${after.join(', ')}] behind; both must be the same`,
  );
}

/** ONNX's SAME_UPPER and SAME_LOWER: as much as gives ⌈size / stride⌉ places, the odd one behind or before. */
function padSame(
  mode: string,
  sizes: readonly number[],
  { kernel, stride, dilation }: Parameters<typeof paddingOf>[2],
): number[] {
  const totals = sizes.map((size, axis) => {
    const out = Math.ceil(size / stride[axis]!);
    return Math.max(0, (out - 1) * stride[axis]! + dilation[axis]! * (kernel[axis]! - 1) + 1 - size);
  });
  const less = totals.map((total) => Math.floor(total / 2));
  const more = totals.map((total, axis) => total - less[axis]!);
  return mode === 'SAME_UPPER' ? [...less, ...more] : [...more, ...less];
}
