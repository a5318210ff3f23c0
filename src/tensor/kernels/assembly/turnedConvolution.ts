// The gradient of a convolution's input, where windows stand side by side: it is a convolution itself, of dy with the
// kernel turned round and inputs for outputs.
import { convolveImages, convolvesDirectly, setChannels } from './convolvedRows';
import { packTransposedPanel } from './packing';
import {
  dilationHeight,
  dilationWidth,
  height,
  images,
  kernelHeight,
  kernelWidth,
  outHeight,
  outWidth,
  paddingLeft,
  paddingTop,
  setWindow,
  strideHeight,
  strideWidth,
  width,
} from './window';
import { filterFloats, ownFilters } from './workspace';

/** Inputs for outputs, where windows stand side by side; done twice, nothing has changed. */
function turnWindow(): void {
  setWindow(
    images,
    outHeight,
    outWidth,
    height,
    width,
    kernelHeight,
    kernelWidth,
    1,
    1,
    (kernelHeight - 1) * dilationHeight - paddingTop,
    (kernelWidth - 1) * dilationWidth - paddingLeft,
    dilationHeight,
    dilationWidth,
  );
}

/**
 * dx of all images, `[images·height·width, padded to 4][channels]`, if it can be had so and soon; whether it is. To be
 * called behind `setWindow`, for windows of whole pixels; weights are panels of `columns`.
 */
export function convolveTurned(dy: usize, weight: usize, dx: usize, channels: i32, columns: i32, filters8: i32): bool {
  const taps = kernelHeight * kernelWidth;
  const weights = taps * filters8 * channels;
  if (strideHeight != 1 || strideWidth != 1 || (channels & 7) != 0 || weights > filterFloats) return false;
  // Without padding there are fewer windows than places of the input, each of which would look at as many taps.
  if (4 * height * width > 5 * outHeight * outWidth) return false;
  const image = outHeight * outWidth * filters8;
  turnWindow();
  setChannels(filters8, filters8);
  if (paddingTop < 0 || paddingLeft < 0 || !convolvesDirectly(weights)) {
    turnWindow();
    return false;
  }
  for (let c = 0; c < channels; c += 8) {
    for (let tap = 0; tap < taps; tap++) {
      const from = weight + <usize>((tap * channels + c) * 32);
      const to = ownFilters() + <usize>((c * taps + (taps - 1 - tap) * 8) * filters8) * 4;
      packTransposedPanel(from, <usize>(columns * 32), filters8, to);
    }
  }
  convolveImages(dy, ownFilters(), 0, dx, image, taps * filters8, 1, channels, 0);
  return true;
}
