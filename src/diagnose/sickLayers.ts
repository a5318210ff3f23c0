import type { Finding } from '../runs/finding.js';
import type { LayerConfig } from '../engine/config.js';
import { epochEnds, isUnfitted } from './epochs.js';
import type { RuleContext, RuleFinding } from './rule.js';
import { findSustained } from './trend.js';

/** At so many ends of epochs in a row a share must be above its threshold. */
const lastingEpochs = 3;
/** While the loss is below this share of a guess's, units that do not learn do no harm. */
const fittedShare = 0.1;

export interface SickLayer {
  readonly config: LayerConfig;
  readonly value: number;
  readonly step: number;
}

/** The layers of which more units than the threshold allows are in the state that `tag` counts. */
export function findSickLayers({ spec, metrics, threshold }: RuleContext, tag: string): SickLayer[] {
  if (!isUnfitted(metrics, fittedShare)) return [];
  return spec.layers.flatMap((config) => {
    const series = metrics.scalars.get(`${tag}${config.name}`);
    if (series === undefined) return [];
    const { steps, values } = epochEnds(metrics, series);
    const needed = Math.min(lastingEpochs, Math.max(1, metrics.plannedEpochs));
    const stretch = findSustained(values.length, (i) => values[i]! > threshold, needed);
    // What has passed does no harm.
    if (stretch === null || stretch.last < values.length - 1) return [];
    // The share of an epoch is that of all its steps.
    const step = Math.max(1, steps[stretch.first]! - metrics.stepsPerEpoch + 1);
    return [{ config, value: values[stretch.last]!, step }];
  });
}

/** One finding on the first of these layers, the others related. */
export function reportSickLayers(
  sick: readonly SickLayer[],
  describe: (layer: SickLayer) => string,
  message: (first: SickLayer) => string,
  fixes: Finding['fixes'],
): RuleFinding[] {
  const [first, ...rest] = sick;
  if (first === undefined) return [];
  return [
    {
      layer: first.config.name,
      parameter: null,
      message: message(first),
      value: first.value,
      path: ['layers', first.config.index],
      step: Math.min(...sick.map(({ step }) => step)),
      related: rest.map((layer) => ({ message: describe(layer), path: ['layers', layer.config.index] })),
      fixes,
    },
  ];
}
