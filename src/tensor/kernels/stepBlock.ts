/**
 * What changes from step to step, at fixed word offsets from the step block's start. The session writes it
 * before each step; kernels read it. Floats are f32 words, the others i32 words.
 */
export const stepBlock = {
  /** i32: first row of the batch in `order` */
  cursor: 0,
  /** i32: optimizer steps done before this one (0 at the first) */
  stepIndex: 1,
  /** i32: the seed of the run; with the purpose and `stepIndex` it gives the keys of `random.ts` */
  seed: 2,
  /** i32: the epoch, from 0, whose order of rows is drawn */
  epoch: 3,
  /** f32: learning rate of this step */
  learningRate: 4,
  /** f32: 1 − beta1^t and 1 − beta2^t, t counted from 1 */
  correction1: 5,
  correction2: 6,
  /** f32: NAdam's μ_t, μ_{t+1} and the product of μ up to t */
  mu: 7,
  muNext: 8,
  muProduct: 9,
  words: 16,
} as const;
