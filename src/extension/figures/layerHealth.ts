import { formatPercent, formatScientific } from '../../display/numbers.js';
import type { LayerFigures } from '../../runs/layerFigures.js';

/** How a layer fares: its gradient, how large steps are against its weights, and what share of its units is lost. */
export function layerHealth({
  gradientNorm,
  updateRatio,
  deadShare,
  saturatedShare,
}: LayerFigures): readonly string[] {
  return [
    `∇ ${formatScientific(gradientNorm)}`,
    ...(updateRatio === null ? [] : [`update / weight ${formatScientific(updateRatio)}`]),
    ...(deadShare ? [`${formatPercent(deadShare, 0)} of units dead`] : []),
    ...(saturatedShare ? [`${formatPercent(saturatedShare, 0)} of outputs saturated`] : []),
  ];
}
