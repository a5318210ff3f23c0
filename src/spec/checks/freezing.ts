import type { LayerConfig } from '../../engine/config.js';
import { quote } from '../describe.js';
import type { Draft } from '../draft.js';
import type { Families } from '../families.js';
import { matchesPattern } from '../../engine/freeze.js';
import { findMember } from '../../engine/member.js';
import { findNearest } from '../../data/nearest.js';
import type { Report } from '../report.js';
import { removeFix, setFix } from '../fixes.js';
import { reportNoEffect } from './check.js';

/** `freeze` must name layers that have weights; `rename` needs weights to rename. */
export function checkFreezing(
  { layers, pretrained, isGiven }: Draft,
  report: Report,
  families: Families,
): void {
  if (!pretrained) return;
  if (
    isGiven(['pretrained', 'rename']) &&
    pretrained.weights === undefined &&
    !isGiven(['pretrained', 'weights'])
  )
    reportNoEffect(
      report,
      ['pretrained', 'rename'],
      '"rename" has no effect: there is no "weights" file whose names it could change.',
    );
  if (layers.includes(null)) return;
  const learning = layers.flatMap((layer) => (layer && hasWeights(layer, families) ? [layer.name] : []));
  pretrained.freeze?.forEach((pattern, index) => {
    const layerPart = pattern.split('.', 1)[0] ?? '';
    if (learning.some((name) => matchesPattern(layerPart, name) || matchesPattern(pattern, `${name}.weight`)))
      return;
    const path = ['pretrained', 'freeze', index];
    const nearest = findNearest(layerPart, learning);
    const mended = nearest === null ? null : nearest + pattern.slice(layerPart.length);
    report({
      code: 'unmatched-pattern',
      message: `${quote(pattern)} freezes nothing: no layer with weights is called so. ${mended === null ? `There are ${learning.map(quote).join(', ') || 'none'}.` : `Did you mean ${quote(mended)}?`}`,
      path,
      fixes: [
        ...(mended === null ? [] : [setFix(path, mended)]),
        { ...removeFix(path), preferred: mended === null },
      ],
    });
  });
}

function hasWeights(layer: LayerConfig, families: Families): boolean {
  return findMember(families.layers, layer.type)?.options.trainable !== undefined;
}
