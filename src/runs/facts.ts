import * as z from 'zod/mini';

/** What is known of a training before its first step: of its data as the network reads it, and of its first weights. */
export interface RunFacts {
  /** Tensors that may learn; 0 where everything is frozen. */
  readonly learning: number;
  /** Loss of who knows nothing of the inputs: even odds for every class, or the mean target. Null: not known. */
  readonly guessLoss: number | null;
  /** What l1 and l2 of the layers add to the loss of the first step. */
  readonly firstPenalty: number;
  /** What simple models reach on the training rows; null for tasks that have none. */
  readonly baseline: Baseline | null;
  /** Training rows by class, in the order of the classes; null where there are none. */
  readonly classes: readonly { readonly name: string; readonly rows: number }[] | null;
  /** The inputs of largest and of smallest size after scaling, constant ones left out; null where there are none. */
  readonly inputs: { readonly largest: InputSize; readonly smallest: InputSize } | null;
  /** By weight of a layer that multiplies its input by it. */
  readonly weights: Readonly<Record<string, FirstWeights>>;
}

export interface Baseline {
  readonly metric: 'accuracy' | 'r2';
  /** Of the commonest class, or of the mean. */
  readonly constant: number;
  /** Of least squares on the inputs; null where that was too much to compute. */
  readonly linear: number | null;
}

/** How large one input is over the training rows. */
export interface InputSize {
  readonly name: string;
  readonly mean: number;
  /** With divisor N. */
  readonly std: number;
}

/** A layer's weight as it was before the first step. */
export interface FirstWeights {
  /** √(mean of w²) */
  readonly rms: number;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly units: number;
  /** Units that start with the same incoming weights as another of the layer. */
  readonly alike: number;
  /** Of these, units whose outgoing weights are the same as well: nothing will ever tell them apart. */
  readonly twins: number;
  /** Read from a file instead of drawn. */
  readonly isGiven: boolean;
  readonly isLearning: boolean;
}

const numberOrNull = z.nullable(z.number());
const size = z.object({ name: z.string(), mean: z.number(), std: z.number() });

export const runFacts = z.object({
  learning: z.number(),
  guessLoss: numberOrNull,
  firstPenalty: z.number(),
  baseline: z.nullable(
    z.object({ metric: z.enum(['accuracy', 'r2']), constant: z.number(), linear: numberOrNull }),
  ),
  classes: z.nullable(z.array(z.object({ name: z.string(), rows: z.number() }))),
  inputs: z.nullable(z.object({ largest: size, smallest: size })),
  weights: z.record(
    z.string(),
    z.object({
      rms: z.number(),
      fanIn: z.number(),
      fanOut: z.number(),
      units: z.number(),
      alike: z.number(),
      twins: z.number(),
      isGiven: z.boolean(),
      isLearning: z.boolean(),
    }),
  ),
}) satisfies z.ZodMiniType<RunFacts>;
