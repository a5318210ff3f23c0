import type { KernelArguments } from '../table.js';
import type { ReferenceKernel } from './memory.js';

type Window = Omit<KernelArguments<'maxPoolForward'>, 'x' | 'y' | 'ld'>;

/**
 * Calls `visit` for every tap of every window that lies within its image: with the tap, the row of the output, the
 * image and the place in it.
 */
function forEachTap(
  a: Window,
  visit: (tap: number, out: number, image: number, place: number) => void,
): void {
  let out = 0;
  for (let image = 0; image < a.images; image++) {
    for (let i = 0; i < a.outHeight; i++) {
      for (let j = 0; j < a.outWidth; j++, out++) {
        let tap = 0;
        for (let ky = 0; ky < a.kernelHeight; ky++) {
          const row = i * a.strideHeight - a.paddingTop + ky * a.dilationHeight;
          for (let kx = 0; kx < a.kernelWidth; kx++, tap++) {
            const column = j * a.strideWidth - a.paddingLeft + kx * a.dilationWidth;
            if (row < 0 || row >= a.height || column < 0 || column >= a.width) continue;
            visit(tap, out, image, row * a.width + column);
          }
        }
      }
    }
  }
}

function outRows(a: Window): { rows: number; rows4: number } {
  const rows = a.images * a.outHeight * a.outWidth;
  return { rows, rows4: Math.ceil(rows / 4) * 4 };
}

function inputWords(a: Window & { readonly ld: number }): number {
  return Math.ceil((a.images * a.height * a.width) / 4) * 4 * a.ld;
}

type Product = Omit<KernelArguments<'convolutionBackwardWeight'>, 'x' | 'dy' | 'dWeight' | 'dBias'>;

/** Calls `visit` for every multiplication of a convolution, with offsets into x, weights and y. */
function forEachTerm(a: Product, visit: (x: number, weight: number, y: number) => void): void {
  const columns8 = Math.ceil((a.kernelHeight * a.kernelWidth * a.channels) / 8) * 8;
  const ld = a.groups * a.filters8;
  forEachTap(a, (tap, out, image, place) => {
    for (let group = 0; group < a.groups; group++) {
      for (let channel = 0; channel < a.channels; channel++) {
        const x = image * a.image + place * a.pixel + group * a.channels + channel;
        const column = tap * a.channels + channel;
        for (let filter = 0; filter < a.filters8; filter++) {
          const panel = group * (a.filters8 / 8) + (filter >> 3);
          const weight = (panel * columns8 + column) * 8 + (filter & 7);
          visit(x, weight, out * ld + group * a.filters8 + filter);
        }
      }
    }
  });
}

export const convolutionForward: ReferenceKernel<'convolutionForward'> = ({ floats }, a) => {
  const { rows4 } = outRows(a);
  const ld = a.groups * a.filters8;
  const sums = new Float64Array(rows4 * ld);
  for (let i = 0; i < sums.length; i++) sums[i] = a.bias === 0 ? 0 : floats[a.bias + (i % ld)]!;
  forEachTerm(a, (x, weight, y) => {
    sums[y]! += floats[a.x + x]! * floats[a.weight + weight]!;
  });
  for (let i = 0; i < sums.length; i++) floats[a.y + i] = a.relu !== 0 && sums[i]! < 0 ? 0 : sums[i]!;
};

export const convolutionBackwardWeight: ReferenceKernel<'convolutionBackwardWeight'> = ({ floats }, a) => {
  const ld = a.groups * a.filters8;
  const columns8 = Math.ceil((a.kernelHeight * a.kernelWidth * a.channels) / 8) * 8;
  const sums = new Float64Array(ld * columns8);
  forEachTerm(a, (x, weight, y) => {
    sums[weight]! += floats[a.x + x]! * floats[a.dy + y]!;
  });
  floats.set(sums, a.dWeight);
  if (a.dBias !== 0) sumColumns(floats, a.dy, a.dBias, outRows(a).rows, ld);
};

function sumColumns(floats: Float32Array | Float64Array, x: number, sums: number, rows: number, ld: number) {
  for (let j = 0; j < ld; j++) {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += floats[x + r * ld + j]!;
    floats[sums + j] = sum;
  }
}

export const convolutionBackwardInput: ReferenceKernel<'convolutionBackwardInput'> = ({ floats }, a) => {
  const sums = new Float64Array(a.words);
  forEachTerm(a, (x, weight, y) => {
    sums[x]! += floats[a.dy + y]! * floats[a.weight + weight]!;
  });
  for (let i = 0; i < a.words; i++) {
    floats[a.dx + i] = a.reluOutput !== 0 && floats[a.reluOutput + i]! <= 0 ? 0 : sums[i]!;
  }
};

export const depthwiseForward: ReferenceKernel<'depthwiseForward'> = ({ floats }, a) => {
  const sums = new Float64Array(outRows(a).rows4 * a.ld);
  for (let i = 0; i < sums.length; i++) sums[i] = a.bias === 0 ? 0 : floats[a.bias + (i % a.ld)]!;
  forEachTap(a, (tap, out, image, place) => {
    const x = a.x + (image * a.height * a.width + place) * a.ld;
    for (let c = 0; c < a.ld; c++) {
      sums[out * a.ld + c]! += floats[x + c]! * floats[a.weight + tap * a.ld + c]!;
    }
  });
  for (let i = 0; i < sums.length; i++) floats[a.y + i] = a.relu !== 0 && sums[i]! < 0 ? 0 : sums[i]!;
};

export const depthwiseBackwardWeight: ReferenceKernel<'depthwiseBackwardWeight'> = ({ floats }, a) => {
  const sums = new Float64Array(a.kernelHeight * a.kernelWidth * a.ld);
  forEachTap(a, (tap, out, image, place) => {
    const x = a.x + (image * a.height * a.width + place) * a.ld;
    for (let c = 0; c < a.ld; c++) sums[tap * a.ld + c]! += floats[x + c]! * floats[a.dy + out * a.ld + c]!;
  });
  floats.set(sums, a.dWeight);
  if (a.dBias !== 0) sumColumns(floats, a.dy, a.dBias, outRows(a).rows, a.ld);
};

export const depthwiseBackwardInput: ReferenceKernel<'depthwiseBackwardInput'> = ({ floats }, a) => {
  const sums = new Float64Array(inputWords(a));
  forEachTap(a, (tap, out, image, place) => {
    const x = (image * a.height * a.width + place) * a.ld;
    for (let c = 0; c < a.ld; c++)
      sums[x + c]! += floats[a.weight + tap * a.ld + c]! * floats[a.dy + out * a.ld + c]!;
  });
  floats.set(sums, a.dx);
};

/** Where the largest of each window's channels stands: the first of equals; a NaN is larger than all. */
function largestOf(
  floats: Float32Array | Float64Array,
  a: Window & { readonly x: number; readonly ld: number },
): Int32Array {
  const found = new Int32Array(outRows(a).rows * a.ld).fill(-1);
  forEachTap(a, (_tap, out, image, place) => {
    const x = (image * a.height * a.width + place) * a.ld;
    for (let c = 0; c < a.ld; c++) {
      const at = out * a.ld + c;
      const best = found[at]!;
      const value = floats[a.x + x + c]!;
      const known = floats[a.x + best]!;
      if (best < 0 || value > known || (Number.isNaN(value) && !Number.isNaN(known))) found[at] = x + c;
    }
  });
  return found;
}

export const maxPoolForward: ReferenceKernel<'maxPoolForward'> = ({ floats }, a) => {
  const found = largestOf(floats, a);
  const y = new Float64Array(outRows(a).rows4 * a.ld);
  found.forEach((at, i) => {
    y[i] = floats[a.x + at]!;
  });
  floats.set(y, a.y);
};

export const maxPoolBackward: ReferenceKernel<'maxPoolBackward'> = ({ floats }, a) => {
  const sums = new Float64Array(inputWords(a));
  largestOf(floats, a).forEach((at, i) => {
    if (a.relu === 0 || floats[a.y + i]! > 0) sums[at]! += floats[a.dy + i]!;
  });
  floats.set(sums, a.dx);
};

export const averagePoolForward: ReferenceKernel<'averagePoolForward'> = ({ floats }, a) => {
  const y = new Float64Array(outRows(a).rows4 * a.ld);
  forEachTap(a, (_tap, out, image, place) => {
    const x = a.x + (image * a.height * a.width + place) * a.ld;
    for (let c = 0; c < a.ld; c++) y[out * a.ld + c]! += floats[x + c]! / (a.kernelHeight * a.kernelWidth);
  });
  floats.set(y, a.y);
};

export const averagePoolBackward: ReferenceKernel<'averagePoolBackward'> = ({ floats }, a) => {
  const sums = new Float64Array(inputWords(a));
  forEachTap(a, (_tap, out, image, place) => {
    const x = (image * a.height * a.width + place) * a.ld;
    for (let c = 0; c < a.ld; c++)
      sums[x + c]! += floats[a.dy + out * a.ld + c]! / (a.kernelHeight * a.kernelWidth);
  });
  floats.set(sums, a.dx);
};
