import type { Metrics, Series } from '../../runs/metrics.js';
import { clipGradients } from '../fixes/clipping.js';
import { rankFixes } from '../fixes/fix.js';
import { useDefaultInit } from '../fixes/initialisation.js';
import { factorBetween, lowerLearningRate } from '../fixes/learningRate.js';
import { defineRule } from '../rule.js';
import { say } from '../say.js';
import { median, relativeSteps, totalNorms, type WatchedLayers } from '../watchedLayers.js';

export const notFinite = defineRule({
  code: 'not-finite',
  doc: 'A loss, gradient or weight has become NaN or infinite, and with it everything that is computed from it: what is learnt from here on is lost. The rate is too high, the first weights are too large, or the data holds values beyond all measure.',
  severity: 'error',
  source:
    'SageMaker Debugger, ExplodingTensor, https://docs.aws.amazon.com/sagemaker/latest/dg/debugger-built-in-rules.html',
  threshold: null,
  needs: ['loss/train', 'gradient_norm/', 'weight_norm/'],
  speaks: 'At once.',
  remedies: 'Initialise with He or Glorot; lower the learning rate; clip gradients.',
  explains: [
    'diverging',
    'exploding-gradient',
    'bad-first-loss',
    'learning-rate-too-high',
    'weights-exploding',
    'saturated-units',
    'dead-units',
    'vanishing-gradient',
    'update-too-large',
    'oscillating',
    'underfitting',
    'plateau',
  ],
  check({ spec, metrics, watched }) {
    const hit = findFirst(metrics, watched);
    if (hit === null) return [];
    const { steps, layers } = watched;
    const healthyNorms = totalNorms(layers).filter((_, i) => steps[i]! < hit.step);
    const where = layers.find(({ parameter }) => parameter === hit.parameter);
    return [
      {
        layer: where?.name ?? null,
        parameter: where?.parameter ?? null,
        message: `${hit.what} is ${hit.words} at step ${hit.step}: ${hit.step <= 2 ? 'the first weights or the data are too large' : 'training cannot go on'}`,
        value: null,
        path: where?.path ?? ['optimizer'],
        step: hit.step,
        related: [],
        fixes: rankFixes(
          useDefaultInit(spec),
          lowerLearningRate(spec, metrics, factorBetween(median(relativeSteps(watched)), 0.005, 100, 1000)),
          clipGradients(spec, healthyNorms),
        ),
      },
    ];
  },
});

interface Hit {
  readonly step: number;
  readonly what: string;
  readonly words: string;
  readonly parameter: string | null;
}

/** The first value that is not finite; of several at one step a layer's, the nearest to the output. */
function findFirst(metrics: Metrics, { layers }: WatchedLayers): Hit | null {
  const hits: Hit[] = [];
  const look = (series: Series | undefined, what: string, parameter: string | null): void => {
    const index = series === undefined ? -1 : findNotFinite(series.values);
    if (series === undefined || index < 0) return;
    hits.push({ step: series.steps[index]!, what, words: say(series.values[index]!), parameter });
  };
  for (const { name, parameter } of layers.toReversed()) {
    look(metrics.scalars.get(`weight_norm/${parameter}`), `‖${name}.weight‖`, parameter);
    look(metrics.scalars.get(`gradient_norm/${parameter}`), `‖∇ ${name}‖`, parameter);
  }
  look(metrics.scalars.get('loss/train'), 'The loss', null);
  const epoch = metrics.epochs.find(({ loss }) => loss === null);
  if (epoch !== undefined) {
    hits.push({ step: epoch.step, what: 'The loss', words: 'not finite', parameter: null });
  }
  return hits.reduce<Hit | null>(
    (first, hit) => (first === null || hit.step < first.step ? hit : first),
    null,
  );
}

function findNotFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return i;
  return -1;
}
