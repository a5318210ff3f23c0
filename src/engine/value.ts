import { roundUp, sizeOf } from '../tensor/shape.js';

/**
 * How a value's numbers lie in rows: a sample in one row; one row for each index before the last axis; or
 * channels last, one row for each place of an image with its channels beside each other, whatever the shape says.
 * On one axis all three are the same, and called `sample`.
 */
export type Layout = 'sample' | 'lastAxis' | 'channels';

/** The memory behind one or more values, and what is known of its gradient while the backward pass is written. */
export interface Buffer {
  readonly pointer: number;
  readonly needsGradient: boolean;
  /** How many read it. */
  uses: number;
  /** 0 until somebody has contributed. */
  gradient: number;
  /** It is max(0, z) of what its layer computed: its gradient has to be masked before it is z's. */
  reluFused: boolean;
  masked: boolean;
  /** Lets the call that writes z write max(0, z) in its place; absent where it cannot, or z is read. */
  rectify?: (() => void) | undefined;
}

/** What flows between layers in one program: `rows4 × ld` words, of which `rows × width` are real. */
export interface Value {
  /** Without the batch, in PyTorch's order of axes. */
  readonly shape: readonly number[];
  readonly layout: Layout;
  readonly rows: number;
  readonly rows4: number;
  readonly width: number;
  readonly ld: number;
  readonly buffer: Buffer;
}

/** The rows that so many samples of a shape take in a layout. */
export function rowsOf(
  samples: number,
  shape: readonly number[],
  layout: Layout,
): Pick<Value, 'layout' | 'rows' | 'rows4' | 'width' | 'ld'> {
  const size = sizeOf(shape);
  const normal = shape.length <= 1 ? 'sample' : layout;
  const width = normal === 'sample' ? size : shape.at(normal === 'channels' ? 0 : -1)!;
  const rows = (samples * size) / width;
  return { layout: normal, rows, rows4: roundUp(rows, 4), width, ld: roundUp(width, 8) };
}

/** The layout that values are brought into where they meet: one that some of them have already. */
export function commonLayout(values: readonly Value[]): Layout {
  const layouts = new Set(values.map(({ layout }) => layout));
  return layouts.has('channels') ? 'channels' : layouts.has('lastAxis') ? 'lastAxis' : 'sample';
}

/** Words between neighbours along each axis, the batch first. */
export function stridesOf({ shape, layout, ld }: Pick<Value, 'shape' | 'layout' | 'ld'>): number[] {
  if (layout === 'channels') {
    const places = shape.slice(1);
    return [ld * sizeOf(places), 1, ...packedStrides(places).map((stride) => stride * ld)];
  }
  if (layout === 'sample') return [ld, ...packedStrides(shape)];
  const before = shape.slice(0, -1);
  return [ld * sizeOf(before), ...packedStrides(before).map((stride) => stride * ld), 1];
}

function packedStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** One nest of loops of a copy: how often, and how far it goes at the source and at the destination. */
interface Loop {
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** How many loops the kernel `permute` has. */
const mostLoops = 4;

/**
 * The loops that copy a block of these sizes from strides to strides, as few as will do, outermost first, filled
 * up to four with loops of one turn.
 */
export function copyLoops(
  sizes: readonly number[],
  from: readonly number[],
  to: readonly number[],
): readonly [Loop, Loop, Loop, Loop] {
  const loops: Loop[] = [];
  for (const [axis, count] of sizes.entries()) {
    if (count === 1) continue;
    const loop = { count, from: from[axis]!, to: to[axis]! };
    const outer = loops.at(-1);
    // Two axes that follow on each other on both sides are one.
    if (outer && outer.from === loop.from * count && outer.to === loop.to * count) {
      loops[loops.length - 1] = { ...loop, count: outer.count * count };
    } else loops.push(loop);
  }
  if (loops.length > mostLoops) throw new Error(`a copy over ${loops.length} axes`);
  const single = { count: 1, from: 1, to: 1 };
  const idle = Array.from({ length: mostLoops - loops.length }, () => single);
  return [...idle, ...loops] as unknown as readonly [Loop, Loop, Loop, Loop];
}
