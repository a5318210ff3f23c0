/** A tensor seen as a matrix: the outermost dimension is the rows, all others together are the columns. */
export interface TensorLayout {
  /** `vector`: a row of values; `filters`: a convolution's kernels, a picture for each filter and channel. */
  readonly kind: 'vector' | 'matrix' | 'filters';
  readonly rows: number;
  readonly cols: number;
  /** Of `filters`: height and width of a kernel; cols = channels · height · width. */
  readonly kernel: readonly [height: number, width: number] | null;
}

/** How a tensor of this shape, outermost dimension first, is best looked at. */
export function layoutOf(shape: readonly number[]): TensorLayout {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (shape.length < 2) return { kind: 'vector', rows: 1, cols: size, kernel: null };
  const rows = shape[0]!;
  const cols = rows === 0 ? 0 : size / rows;
  const [height, width] = [shape[2] ?? 1, shape[3] ?? 1];
  if (shape.length === 4 && height * width > 1)
    return { kind: 'filters', rows, cols, kernel: [height, width] };
  return { kind: 'matrix', rows, cols, kernel: null };
}
