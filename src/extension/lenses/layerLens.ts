import { sparkHistogram } from '../../display/sparkline.js';
import { formatCount, formatNumber } from '../../display/numbers.js';
import { formatShape } from '../../display/units.js';
import type { DescribedLayer } from '../../protocol/training.js';
import type { Finding } from '../../runs/finding.js';
import type { LayerFigures } from '../../runs/layerFigures.js';
import { layerHealth } from '../figures/layerHealth.js';

/** All that is known of a layer of a spec. */
export interface KnownLayer {
  readonly name: string;
  readonly type: string;
  /** As the data and the text ask for it; null where that is not known (yet). */
  readonly described: DescribedLayer | null;
  /** What it has learnt, where that was this layer. */
  readonly learnt: LayerFigures | null;
  readonly findings: readonly Finding[];
}

/** `vanishing` of `vanishing-gradient`, `dead units` of `dead-units`. */
export const findingWords = (code: string): string => code.replace(/-gradient$/, '').replaceAll('-', ' ');

const icons = { error: '$(error)', warning: '$(warning)', information: '$(info)' } as const;
const severities = ['error', 'warning', 'information'] as const;

/** The finding that matters most; none where there is none. */
export const worstFinding = (findings: readonly Finding[]): Finding | undefined =>
  severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity))[0];

/**
 * What stands above a layer's line:
 * `hidden · 64×128 · μ 0.0012 σ 0.10 ▂▄▅▇█▅▂▂ · ∇ 3.8e−2`, of a layer with a finding all of its health, and what of it
 * is known before it has learnt.
 */
export function layerLens({ name, type, described, learnt, findings }: KnownLayer): string {
  const isFrozen = described?.frozen === true;
  const weights = described?.parameters[0];
  const parts = [name];
  const worst = worstFinding(findings);
  if (learnt && learnt.mean !== null) {
    parts.push(formatShape(learnt.shape), describeWeights(learnt));
    if (!isFrozen) parts.push(...layerHealth(learnt).slice(0, worst ? undefined : 1));
  } else if (weights) {
    const count = weights.shape.reduce((product, n) => product * n, 1);
    parts.push(formatShape(weights.shape), `${formatCount(count)} weights`);
    if (!isFrozen) parts.push(weights.init);
  } else if (described) parts.push(formatShape(described.outputShape), 'no weights');
  else parts.push(type);
  if (isFrozen) parts.push('$(lock) frozen');
  if (worst && learnt) parts.push(`${icons[worst.severity]} ${findingWords(worst.code)}`);
  return parts.filter((part) => part !== '').join(' · ');
}

function describeWeights({ mean, std, bins }: LayerFigures): string {
  const shape = bins && mean !== null && std !== null ? sparkHistogram(bins, { mean, std }) : '';
  return `μ ${formatNumber(mean, 2)} σ ${formatNumber(std, 2)} ${shape}`.trimEnd();
}
