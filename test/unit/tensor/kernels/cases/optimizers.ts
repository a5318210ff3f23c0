/** Cases for update rules, with and without the norms of the gradient. */
import type { optimizerKernels } from '../../../../../src/tensor/kernels/table/optimizers.js';
import { floats, ints, output, place, stepBlockBuffer, uniform, type KernelCase } from '../arena.js';

const optimizerStep = stepBlockBuffer({
  ...{ learningRate: 0.01, correction1: 0.271, correction2: 0.002997 },
  ...{ mu: 0.45, muNext: 0.46, muProduct: 0.09 },
});

/** The same update with the norms of the gradient: in four segments, or in one where it is short. */
function writingNorms({ title, args }: KernelCase): KernelCase {
  const start = place(args).offsets.get('gradient')!;
  const lengths = args['count'] === 4 ? [4] : [16, 8, 4, 1000];
  const segments = lengths.flatMap((length, i) => [
    start + lengths.slice(0, i).reduce((sum, before) => sum + before, 0),
    length,
  ]);
  const norms = { segments: ints(segments), segmentCount: lengths.length, norms: output(lengths.length + 1) };
  return { title: `${title}, and norms`, args: { ...args, ...norms } };
}

function withAndWithoutNorms(kernelCase: KernelCase): KernelCase[] {
  return [{ ...kernelCase, args: { ...kernelCase.args, segmentCount: 0 } }, writingNorms(kernelCase)];
}

function optimizer(
  slots: readonly string[],
  options: readonly Readonly<Record<string, number>>[],
  absent: readonly (readonly string[])[] = [[]],
): KernelCase[] {
  const step = optimizerStep;
  return options.flatMap((option) =>
    absent.flatMap((without) =>
      [4, 1028].map((count) => {
        const state = slots
          .filter((slot) => !without.includes(slot))
          .map((slot) => [slot, floats(count, (i) => (i % 9 === 0 ? 2e-30 : uniform(0.5, 1)))] as const);
        return {
          title: `${count} numbers, ${JSON.stringify(option)}, without ${without.join()}`,
          args: {
            parameter: floats(count),
            gradient: floats(count, (i) => (i % 9 === 0 ? 0 : ([1e-20, 1e-12][i % 7] ?? uniform(-1, 1)))),
            ...Object.fromEntries(state),
            ...Object.fromEntries(without.map((slot) => [slot, 0])),
            step,
            count,
            ...option,
          },
        };
      }),
    ),
  );
}

export const optimizerCases = {
  sgdUpdate: optimizer(
    ['momentumBuffer'],
    [
      { momentum: 0.9, nesterov: 0, weightDecay: 0 },
      { momentum: 0.9, nesterov: 1, weightDecay: 0.01 },
    ],
    [[], ['momentumBuffer']],
  ).flatMap(withAndWithoutNorms),
  rmspropUpdate: optimizer(
    ['squareAverage', 'momentumBuffer', 'gradientAverage'],
    [{ alpha: 0.99, epsilon: 1e-8, momentum: 0.9, weightDecay: 0.01 }],
    [[], ['momentumBuffer'], ['gradientAverage'], ['momentumBuffer', 'gradientAverage']],
  ).flatMap(withAndWithoutNorms),
  adagradUpdate: optimizer(['sum'], [{ epsilon: 1e-10, weightDecay: 0.01 }]).flatMap(withAndWithoutNorms),
  adamUpdate: [
    ...optimizer(
      ['first', 'second', 'maxSecond'],
      [
        { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, decoupled: 0 },
        { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1, decoupled: 0 },
        { beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1, decoupled: 1 },
      ],
      [[], ['maxSecond']],
    ).flatMap(withAndWithoutNorms),
    ...[1e-25, 1e18, NaN, Infinity].map((magnitude) =>
      writingNorms({
        title: `a gradient about ${magnitude}`,
        args: {
          parameter: floats(1028),
          gradient: floats(1028, () => magnitude * uniform(-1, 1)),
          first: floats(1028),
          second: floats(1028, () => uniform(0, 1)),
          step: optimizerStep,
          count: 1028,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
          weightDecay: 0,
          decoupled: 0,
        },
      }),
    ),
  ],
  nadamUpdate: optimizer(
    ['first', 'second'],
    [{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }],
  ).flatMap(withAndWithoutNorms),
  lionUpdate: optimizer(['first'], [{ beta1: 0.9, beta2: 0.99, weightDecay: 0.01 }]).flatMap(
    withAndWithoutNorms,
  ),
} satisfies Record<keyof typeof optimizerKernels, KernelCase[]>;
