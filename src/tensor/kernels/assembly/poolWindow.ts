// The window of a max pool that stands behind a convolution, and moves over its output. Kernels set it first.

export let poolOutHeight: i32 = 0;
export let poolOutWidth: i32 = 0;
export let poolHeight: i32 = 0;
export let poolWidth: i32 = 0;
export let poolStrideHeight: i32 = 0;
export let poolStrideWidth: i32 = 0;
export let poolTop: i32 = 0;
export let poolLeft: i32 = 0;

export function setPool(
  poolOutHeight_: i32,
  poolOutWidth_: i32,
  poolHeight_: i32,
  poolWidth_: i32,
  poolStrideHeight_: i32,
  poolStrideWidth_: i32,
  poolTop_: i32,
  poolLeft_: i32,
): void {
  poolOutHeight = poolOutHeight_;
  poolOutWidth = poolOutWidth_;
  poolHeight = poolHeight_;
  poolWidth = poolWidth_;
  poolStrideHeight = poolStrideHeight_;
  poolStrideWidth = poolStrideWidth_;
  poolTop = poolTop_;
  poolLeft = poolLeft_;
}
