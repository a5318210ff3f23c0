import type { Metrics } from '../runs/metrics.js';
import { parseSpec } from '../spec/parse.js';
import type { Spec } from '../spec/spec.js';

/**
 * A spec for a run that others have written: of its network is known only which parameters have a gradient, so a
 * layer stands for each of their modules. Null where there are none.
 */
export function guessSpec({ parameters, plannedEpochs }: Metrics): Spec | null {
  const names = [...new Set(parameters.map((parameter) => parameter.replace(/\.[^.]*$/, '')))];
  if (names.length === 0) return null;
  const text = JSON.stringify({
    data: { train: 'unknown', target: 'unknown' },
    layers: names.map((name) => ({ type: 'dense', name, units: 1 })),
    training: { epochs: Math.max(1, plannedEpochs) },
  });
  return parseSpec(text).spec;
}
