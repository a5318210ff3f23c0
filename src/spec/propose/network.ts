/** What decides how large a first network is. */
export interface Size {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

export interface ProposedNetwork {
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  readonly dropout: number;
  readonly l2: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly patience: number;
}

/** By how many rows there are to learn from: the narrowest and the widest first layer, and rows a step. */
const scales = [
  { below: 300, narrowest: 16, widest: 16, batchSize: 16 },
  { below: 1000, narrowest: 16, widest: 32, batchSize: 16 },
  { below: 5000, narrowest: 32, widest: 64, batchSize: 32 },
  { below: 50_000, narrowest: 64, widest: 128, batchSize: 64 },
  { below: Infinity, narrowest: 128, widest: 256, batchSize: 256 },
] as const;

/** Adam has settled on tables like these after so many steps; early stopping ends sooner what is done sooner. */
const steps = 10_000;

/**
 * A first network by rules of thumb: as wide as the inputs ask for and the rows can teach, more restrained the
 * fewer the rows, as many epochs as make some thousand steps.
 */
export function proposeNetwork({ rows, inputs, outputs }: Size): ProposedNetwork {
  const { narrowest, widest, batchSize } = scales.find(({ below }) => rows < below)!;
  const wanted = powerOfTwo(Math.max(2 * outputs, 1.5 * inputs));
  // Many inputs, as of a picture, need some width even where the rows are few.
  const first = clamp(wanted, narrowest, inputs > 40 ? 2 * widest : widest);
  const hidden = rows < 1000 ? [first] : [first, Math.max(16, first / 2)];
  const stepsPerEpoch = Math.ceil((0.8 * rows) / batchSize);
  const epochs = clamp(Math.ceil(steps / stepsPerEpoch / 10) * 10, 20, 200);
  return {
    hidden,
    dropout: rows < 5000 ? 0.1 : 0,
    l2: rows < 1000 ? 0.001 : 0,
    batchSize,
    learningRate: rows < 1000 ? 0.003 : 0.001,
    epochs,
    patience: clamp(Math.round(epochs / 5), 8, 20),
  };
}

function powerOfTwo(value: number): number {
  return 2 ** Math.round(Math.log2(Math.max(1, value)));
}

function clamp(value: number, minimum: number, maximum: number): number {
  return Math.min(maximum, Math.max(minimum, value));
}
