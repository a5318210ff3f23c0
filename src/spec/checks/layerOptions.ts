import type { MemberConfig } from '../../engine/config.js';
import { findMember } from '../../engine/member.js';
import { quote } from '../describe.js';
import type { Draft } from '../draft.js';
import type { Families } from '../families.js';
import type { Report } from '../report.js';
import { reportContradiction, reportNoEffect } from './check.js';

/** Only the last layer that takes `units` may leave it out: it has as many as the target needs. */
export function checkUnits({ layers }: Draft, report: Report, families: Families): void {
  const sized = layers.flatMap((layer) =>
    layer && findMember(families.layers, layer.type)?.options.units ? [layer] : [],
  );
  // A layer that could not be read may be the last one.
  const last = layers.includes(null) ? undefined : sized.at(-1);
  for (const layer of sized)
    if (!('units' in layer) && last && layer !== last)
      report({
        code: 'missing-key',
        message: `Layer ${quote(layer.name)} needs "units", the number of its outputs; only the last layer gets it from the target.`,
        path: ['layers', layer.index],
      });
}

/** Options of one layer that work against each other, or on something that is not there. */
export function checkLayerOptions({ layers, isGiven }: Draft, report: Report): void {
  for (const layer of layers) {
    if (!layer) continue;
    const path = ['layers', layer.index];
    if (layer.bias === false && isGiven([...path, 'biasInit']))
      reportNoEffect(
        report,
        [...path, 'biasInit'],
        `"biasInit" has no effect: layer ${quote(layer.name)} has "bias": false.`,
      );
    if (layer.trainable === false)
      for (const key of ['l1', 'l2'])
        if (isGiven([...path, key]) && layer[key] !== 0)
          reportNoEffect(
            report,
            [...path, key],
            `${quote(key)} has no effect: layer ${quote(layer.name)} does not learn ("trainable": false).`,
          );
    if (layer.type === 'dropout' && layer.rate === 0)
      reportNoEffect(
        report,
        [...path, 'rate'],
        `Dropout of rate 0 has no effect. Remove layer ${quote(layer.name)}, or raise its rate.`,
      );
    for (const key of ['init', 'biasInit']) checkBounds(layer[key], [...path, key], report);
  }
}

function checkBounds(init: unknown, path: readonly (string | number)[], report: Report): void {
  const { minimum, maximum } = (init ?? {}) as MemberConfig;
  if (typeof minimum === 'number' && typeof maximum === 'number' && minimum > maximum)
    reportContradiction(
      report,
      path,
      `"minimum" ${minimum} is above "maximum" ${maximum}. Change them round.`,
      [],
    );
}
