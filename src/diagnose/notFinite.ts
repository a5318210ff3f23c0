import type { Metrics, Series } from '../runs/metrics.js';
import type { Spec } from '../spec/spec.js';
import { clipGradients, lowerLearningRate, rankFixes, useDefaultInit } from './fixes.js';
import { defineRule } from './rule.js';
import { say } from './say.js';
import { totalNorms, watchLayers } from './watchedLayers.js';

export const notFinite = defineRule({
  code: 'not-finite',
  doc: 'A loss, gradient or weight has become NaN or infinite, and with it everything that is computed from it: what is learnt from here on is lost. The rate is too high, the first weights are too large, or the data holds values beyond all measure.',
  severity: 'error',
  source:
    'SageMaker Debugger, ExplodingTensor, https://docs.aws.amazon.com/sagemaker/latest/dg/debugger-built-in-rules.html',
  threshold: null,
  needs: ['loss/train', 'gradient_norm/', 'weight_norm/'],
  explains: ['diverging', 'exploding-gradient', 'weights-exploding', 'learning-rate-too-high'],
  check({ spec, metrics }) {
    const hit = findFirst(spec, metrics);
    if (hit === null) return [];
    const { steps, layers } = watchLayers(spec, metrics);
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
          lowerLearningRate(spec, metrics),
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
function findFirst(spec: Spec, metrics: Metrics): Hit | null {
  const hits: Hit[] = [];
  const look = (series: Series | undefined, what: string, parameter: string | null): void => {
    const index = series?.values.findIndex((value) => !Number.isFinite(value)) ?? -1;
    if (series === undefined || index < 0) return;
    hits.push({ step: series.steps[index]!, what, words: say(series.values[index]!), parameter });
  };
  for (const { name, parameter } of watchLayers(spec, metrics).layers.toReversed()) {
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
