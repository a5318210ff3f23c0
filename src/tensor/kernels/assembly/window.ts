// The window of the kernel that runs: how convolutions and pools move over images. Kernels set it first.

export let images: i32 = 0;
export let height: i32 = 0;
export let width: i32 = 0;
export let outHeight: i32 = 0;
export let outWidth: i32 = 0;
export let kernelHeight: i32 = 0;
export let kernelWidth: i32 = 0;
export let strideHeight: i32 = 0;
export let strideWidth: i32 = 0;
export let paddingTop: i32 = 0;
export let paddingLeft: i32 = 0;
export let dilationHeight: i32 = 0;
export let dilationWidth: i32 = 0;

export function setWindow(
  images_: i32,
  height_: i32,
  width_: i32,
  outHeight_: i32,
  outWidth_: i32,
  kernelHeight_: i32,
  kernelWidth_: i32,
  strideHeight_: i32,
  strideWidth_: i32,
  paddingTop_: i32,
  paddingLeft_: i32,
  dilationHeight_: i32,
  dilationWidth_: i32,
): void {
  images = images_;
  height = height_;
  width = width_;
  outHeight = outHeight_;
  outWidth = outWidth_;
  kernelHeight = kernelHeight_;
  kernelWidth = kernelWidth_;
  strideHeight = strideHeight_;
  strideWidth = strideWidth_;
  paddingTop = paddingTop_;
  paddingLeft = paddingLeft_;
  dilationHeight = dilationHeight_;
  dilationWidth = dilationWidth_;
}

/** Rows of the output. */
@inline
export function outRows(): i32 {
  return images * outHeight * outWidth;
}

/** Whether a place lies within the image; what is below 0 is large without its sign. */
@inline
export function isInside(row: i32, column: i32): bool {
  return <u32>row < <u32>height && <u32>column < <u32>width;
}

/** The first tap at or after an image's first row (or column), of a window that starts at `start`. */
@inline
export function firstTap(start: i32, dilation: i32): i32 {
  return start < 0 ? (dilation - 1 - start) / dilation : 0;
}

/** The first tap behind its last. */
@inline
export function endTap(start: i32, dilation: i32, size: i32, taps: i32): i32 {
  return start >= size ? 0 : min(taps, (size - start + dilation - 1) / dilation);
}

/** Pixels from an image's start to a tap of the window that starts at (top, left). */
@inline
export function tapAt(top: i32, left: i32, dilationHeight: i32, dilationWidth: i32, width: i32, ky: i32, kx: i32): usize {
  return <usize>((top + ky * dilationHeight) * width + left + kx * dilationWidth);
}
