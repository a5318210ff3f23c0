/**
 * Every numeric kernel by name, with its arguments in order. This table is the one contract between those who
 * plan a network, the WebAssembly build and the plain-TypeScript oracle (`reference.ts`).
 *
 * The arena is one block of 32-bit words. A `pointer` is a word offset into it (0 means "none"), an `int` a
 * signed 32-bit number, a `float` a constant that reaches the kernel in double precision. Buffers start on
 * multiples of 16 words; single results (`loss`, `out`, `penalty`) may stand on any word.
 *
 * Layouts: activations are row-major `[rows4][ld]`, rows padded to 4, columns padded to `ld = roundUp(n, 8)`;
 * dense weights are panels `[out8/8][in8][8]`. Padding is zero in weights, gradients and activations; kernels
 * that would write something else into it (sigmoid(0) = 0.5) are followed by `clearPadding`. One exception: padding
 * rows after `denseForward`, `layerNormForward` and `batchNormInference` hold the bias, which does no harm, since gradients are 0 there.
 *
 * Kernels that go over `count` numbers (activations, optimizers, …) take multiples of 4; `fill`, `copy` and
 * `histogram` any count.
 *
 * `step` arguments point to the step block (see `stepBlock.ts`): what changes from step to step.
 */
export type ArgumentKind = 'pointer' | 'int' | 'float';

export const kernels = {
  // --- moving
  /** batch[r] = source[order[cursor + r]], the source unpadded `[…][width]`, for r < rows; padding rows and columns 0. `order` 0: rows in file order. */
  gatherRows: {
    source: 'pointer',
    order: 'pointer',
    step: 'pointer',
    batch: 'pointer',
    rows: 'int',
    rows4: 'int',
    width: 'int',
    ld: 'int',
  },
  /** Zero the columns n..ld of the first rows and all of rows..rows4. */
  clearPadding: { x: 'pointer', rows: 'int', rows4: 'int', n: 'int', ld: 'int' },
  fill: { x: 'pointer', count: 'int', value: 'float' },
  copy: { source: 'pointer', destination: 'pointer', count: 'int' },
  /** destination[o·destinationOuter + i·destinationInner + j] = source[o·sourceOuter + i·sourceInner + j], j < width */
  copyBlocks: {
    source: 'pointer',
    destination: 'pointer',
    outer: 'int',
    inner: 'int',
    width: 'int',
    sourceOuter: 'int',
    sourceInner: 'int',
    destinationOuter: 'int',
    destinationInner: 'int',
  },
  /** out = a + b */
  add: { a: 'pointer', b: 'pointer', out: 'pointer', count: 'int' },
  /** out = a · b, element by element */
  multiply: { a: 'pointer', b: 'pointer', out: 'pointer', count: 'int' },

  // --- dense
  /** y = x·Wᵀ + bias (bias 0: none), relu 1: max(0, y) */
  denseForward: {
    x: 'pointer',
    weight: 'pointer',
    bias: 'pointer',
    y: 'pointer',
    rows4: 'int',
    in8: 'int',
    out8: 'int',
    relu: 'int',
  },
  /** dW = dyᵀ·x in panel layout, dBias = column sums of dy (dBias 0: none); both are overwritten */
  denseBackwardWeight: {
    x: 'pointer',
    dy: 'pointer',
    dWeight: 'pointer',
    dBias: 'pointer',
    rows4: 'int',
    in8: 'int',
    out8: 'int',
  },
  /** dx = dy·W, then zeroed where `reluOutput` ≤ 0 (reluOutput 0: not masked) */
  denseBackwardInput: {
    dy: 'pointer',
    weight: 'pointer',
    dx: 'pointer',
    reluOutput: 'pointer',
    rows4: 'int',
    in8: 'int',
    out8: 'int',
  },

  // --- activations, element by element; `kind` is an index into `activationKinds` below. y may be x, except
  // for gelu, silu and softplus, whose backward needs the input; dx may be dy.
  activationForward: { kind: 'int', x: 'pointer', y: 'pointer', count: 'int' },
  /** dx = dy · f′, from the input x and the output y */
  activationBackward: { kind: 'int', x: 'pointer', y: 'pointer', dy: 'pointer', dx: 'pointer', count: 'int' },
  /** by row over n columns; the padding of y is 0 */
  softmaxForward: { x: 'pointer', y: 'pointer', rows4: 'int', n: 'int', ld: 'int' },
  softmaxBackward: { y: 'pointer', dy: 'pointer', dx: 'pointer', rows4: 'int', n: 'int', ld: 'int' },

  // --- dropout: mask = keep ? 1/(1−rate) : 0, drawn from (seed, purpose, step, element); backward is `multiply` by the mask
  dropoutForward: {
    x: 'pointer',
    y: 'pointer',
    mask: 'pointer',
    count: 'int',
    rate: 'float',
    purpose: 'int',
    step: 'pointer',
  },

  // --- norms
  /** over the first `rows` rows; running statistics updated with `momentum` (variance unbiased), as PyTorch; padding rows of y are 0 */
  batchNormForward: {
    x: 'pointer',
    y: 'pointer',
    normalized: 'pointer',
    inverseStd: 'pointer',
    gamma: 'pointer',
    beta: 'pointer',
    runningMean: 'pointer',
    runningVar: 'pointer',
    rows: 'int',
    rows4: 'int',
    n8: 'int',
    epsilon: 'float',
    momentum: 'float',
  },
  batchNormBackward: {
    dy: 'pointer',
    normalized: 'pointer',
    inverseStd: 'pointer',
    gamma: 'pointer',
    dx: 'pointer',
    dGamma: 'pointer',
    dBeta: 'pointer',
    rows: 'int',
    rows4: 'int',
    n8: 'int',
  },
  /** y = (x − mean)/√(var + ε)·γ + β with the running statistics */
  batchNormInference: {
    x: 'pointer',
    y: 'pointer',
    gamma: 'pointer',
    beta: 'pointer',
    runningMean: 'pointer',
    runningVar: 'pointer',
    rows4: 'int',
    n8: 'int',
    epsilon: 'float',
  },
  /** dx = dy·γ/√(var + ε): backward through a frozen batchNorm */
  batchNormInferenceBackward: {
    dy: 'pointer',
    gamma: 'pointer',
    runningVar: 'pointer',
    dx: 'pointer',
    rows4: 'int',
    n8: 'int',
    epsilon: 'float',
  },
  /** by row over n columns */
  layerNormForward: {
    x: 'pointer',
    y: 'pointer',
    normalized: 'pointer',
    inverseStd: 'pointer',
    gamma: 'pointer',
    beta: 'pointer',
    rows4: 'int',
    n: 'int',
    ld: 'int',
    epsilon: 'float',
  },
  layerNormBackward: {
    dy: 'pointer',
    normalized: 'pointer',
    inverseStd: 'pointer',
    gamma: 'pointer',
    dx: 'pointer',
    dGamma: 'pointer',
    dBeta: 'pointer',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },

  // --- losses: *loss = mean over the batch; dOutput = its gradient (0 in the padding; dOutput 0: not wanted).
  // targets are floats: one class index a row, `[rows4]`, or n values a row, `[rows4][ld]`.
  /** target a class index; classWeights 0: none; else [n], and the mean is PyTorch's weighted mean */
  crossEntropy: {
    logits: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    classWeights: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
  /** on logits; target [rows4][ld]; classWeights [2] for one output (by class), [n] for several (by output), 0 for none; the mean is over rows × n whatever the weights, as PyTorch */
  binaryCrossEntropy: {
    logits: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    classWeights: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
  /** target [rows4][ld], as in mae and huber */
  mse: {
    output: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
  mae: {
    output: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },
  huber: {
    output: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
    delta: 'float',
  },
  /** n = 1: max(0, 1 − y·logit), y = ±1 from a target [rows4][ld] of 0/1; n > 1: PyTorch's MultiMarginLoss, target a class index, [rows4] */
  hinge: {
    logits: 'pointer',
    target: 'pointer',
    dOutput: 'pointer',
    loss: 'pointer',
    rows: 'int',
    rows4: 'int',
    n: 'int',
    ld: 'int',
  },

  // --- metrics of a batch, each a sum over its rows written to *out
  /** rows whose largest logit is at the target's class (the first of equals) */
  countCorrect: { logits: 'pointer', target: 'pointer', out: 'pointer', rows: 'int', n: 'int', ld: 'int' },
  /** elements whose logit's sign says the target (0/1) */
  countCorrectBinary: {
    logits: 'pointer',
    target: 'pointer',
    out: 'pointer',
    rows: 'int',
    n: 'int',
    ld: 'int',
  },
  /** out[0] = Σ|y − t|, out[1] = Σ(y − t)² over rows × n */
  sumErrors: { output: 'pointer', target: 'pointer', out: 'pointer', rows: 'int', n: 'int', ld: 'int' },

  // --- penalties
  /** gradient += l1·sign(w) + 2·l2·w; *penalty += l1·Σ|w| + l2·Σw² (penalty 0: not wanted; gradient 0: not wanted) */
  addPenalty: {
    weight: 'pointer',
    gradient: 'pointer',
    penalty: 'pointer',
    count: 'int',
    l1: 'float',
    l2: 'float',
  },

  // --- gradients as a whole; `segments` points to `count` pairs of words (offset, length)
  /** norms[i] = ‖x over segment i‖, safe against under- and overflow of the squares; norms[count] = the norm of all together */
  segmentNorms: { segments: 'pointer', count: 'int', norms: 'pointer' },
  /** sums[i] += norms[i] for i ≤ count */
  accumulate: { values: 'pointer', sums: 'pointer', count: 'int' },
  /** gradient ·= min(1, maxNorm / (*norm + 1e-6)), as PyTorch's clip_grad_norm_ */
  clipByNorm: { gradient: 'pointer', count: 'int', norm: 'pointer', maxNorm: 'float' },
  clipByValue: { gradient: 'pointer', count: 'int', limit: 'float' },

  // --- optimizers: one pass over the parameters; `step` gives learning rate and bias corrections; slots that the
  // options do not need (momentum 0, not centered, no amsgrad) are 0; moments below 1e-30 become 0.
  sgdUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    momentumBuffer: 'pointer',
    count: 'int',
    step: 'pointer',
    momentum: 'float',
    nesterov: 'int',
    weightDecay: 'float',
  },
  rmspropUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    squareAverage: 'pointer',
    momentumBuffer: 'pointer',
    gradientAverage: 'pointer',
    count: 'int',
    step: 'pointer',
    alpha: 'float',
    epsilon: 'float',
    momentum: 'float',
    weightDecay: 'float',
  },
  adagradUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    sum: 'pointer',
    count: 'int',
    step: 'pointer',
    epsilon: 'float',
    weightDecay: 'float',
  },
  /** maxSecond 0: no amsgrad; decoupled 1: adamW */
  adamUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    first: 'pointer',
    second: 'pointer',
    maxSecond: 'pointer',
    count: 'int',
    step: 'pointer',
    beta1: 'float',
    beta2: 'float',
    epsilon: 'float',
    weightDecay: 'float',
    decoupled: 'int',
  },
  /** the products of μ stand in the step block */
  nadamUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    first: 'pointer',
    second: 'pointer',
    count: 'int',
    step: 'pointer',
    beta1: 'float',
    beta2: 'float',
    epsilon: 'float',
    weightDecay: 'float',
  },
  lionUpdate: {
    parameter: 'pointer',
    gradient: 'pointer',
    first: 'pointer',
    count: 'int',
    step: 'pointer',
    beta1: 'float',
    beta2: 'float',
    weightDecay: 'float',
  },

  // --- watching
  /** norms[i] = ‖a − b‖ over segment i of a and the same places of b, b standing `distance` words after a */
  segmentDifferenceNorms: { segments: 'pointer', count: 'int', distance: 'int', norms: 'pointer' },
  /** out = mean, std (divisor N) over rows × n */
  moments: { x: 'pointer', out: 'pointer', rows: 'int', n: 'int', ld: 'int' },
  /** counts[j] (i32) += rows with x > 0 (mode 0), |x| > 0.97 (mode 1: tanh), x < 0.015 or x > 0.985 (mode 2: sigmoid) */
  countUnits: { x: 'pointer', counts: 'pointer', rows: 'int', n: 'int', ld: 'int', mode: 'int' },
  /** counts[0..bins) (i32) += histogram of x over [minimum, maximum] (both included; equal: all in bin 0); what lies outside and NaN are not counted, padding is */
  histogram: {
    x: 'pointer',
    counts: 'pointer',
    count: 'int',
    minimum: 'float',
    maximum: 'float',
    bins: 'int',
  },
} as const satisfies Record<string, Record<string, ArgumentKind>>;

export type KernelName = keyof typeof kernels;
export type KernelArguments<K extends KernelName> = { [A in keyof (typeof kernels)[K]]: number };

/** One call as the plan writes it: the kernel and its arguments by name. */
export type KernelCall = { [K in KernelName]: { kernel: K; arguments: KernelArguments<K> } }[KernelName];

/** The element-wise activations in the order of their `kind`. */
export const activationKinds = [
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'sigmoid',
  'tanh',
  'softplus',
] as const;
