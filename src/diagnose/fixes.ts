import { findActivation } from '../engine/activations/index.js';
import type { LayerConfig, MemberConfig } from '../engine/config.js';
import { asMemberConfig } from '../engine/layers/weightOptions.js';
import type { Finding } from '../runs/finding.js';
import type { Metrics } from '../runs/metrics.js';
import type { SpecEdit } from '../runs/specEdit.js';
import type { Spec } from '../spec/spec.js';
import { say } from './say.js';

export type Fix = Finding['fixes'][number];
type MaybeFix = Omit<Fix, 'preferred'> | null;

/** Those that apply, the first of them preferred. */
export function rankFixes(...fixes: readonly MaybeFix[]): Fix[] {
  return fixes.filter((fix) => fix !== null).map((fix, i) => ({ ...fix, preferred: i === 0 }));
}

/** Replaces sigmoid and tanh between the layers, whose slopes shrink gradients, by relu with the init that suits it. */
export function useRelu({ layers }: Spec): MaybeFix {
  const hidden = layers.slice(0, lastWithWeights(layers));
  const edits: SpecEdit[] = [];
  for (const layer of hidden) {
    const option = layer.type === 'activation' ? 'function' : 'activation';
    if (!saturates(layer[option])) continue;
    edits.push({ op: 'set', path: ['layers', layer.index, option], value: 'relu' });
    const weights =
      option === 'activation' ? layer : hidden.slice(0, hidden.indexOf(layer)).findLast(hasWeights);
    if (weights !== undefined && hasInit(weights)) {
      edits.push({ op: 'set', path: ['layers', weights.index, 'init'], value: 'heNormal' });
    }
  }
  return edits.length === 0 ? null : { title: 'Use relu with heNormal', edits };
}

/** Lets layers start as their activation wants it, where the spec says otherwise. */
export function useDefaultInit({ layers }: Spec): MaybeFix {
  const edits = layers.flatMap((layer): SpecEdit[] => {
    const init = asMemberConfig(layer.init)?.type;
    if (init === undefined || isScaled(init)) return [];
    const activation = findActivation(asMemberConfig(layer.activation)?.type ?? 'linear');
    return [
      { op: 'set', path: ['layers', layer.index, 'init'], value: activation?.defaultInit ?? 'glorotUniform' },
    ];
  });
  if (edits.length === 0) return null;
  const names = [...new Set(edits.map(({ value }) => String(value)))];
  return { title: `Initialise with ${names.join(' and ')}`, edits };
}

/**
 * Puts a batchNorm between each hidden dense layer and its activation. Only where rows are flat all the way, and
 * not for layers that others read by name.
 */
export function addBatchNorm({ layers, data }: Spec): MaybeFix {
  const flat = ['dense', 'activation', 'dropout', 'batchNorm', 'layerNorm', 'flatten'];
  if ((data.shape?.length ?? 1) > 1 || layers.some(({ type }) => !flat.includes(type))) return null;
  const readByName = new Set(
    layers.flatMap(({ from }) => (Array.isArray(from) ? (from as unknown[]) : [from])),
  );
  const edits: SpecEdit[] = [];
  // From the end, so that each insertion leaves the places before it as they are.
  for (let i = lastWithWeights(layers) - 1; i >= 0; i--) {
    const layer = layers[i]!;
    if (layer.type !== 'dense' || readByName.has(layer.name)) continue;
    if (layers[i + 1]?.type.endsWith('Norm')) continue;
    const activation = asMemberConfig(layer.activation);
    const hasActivation = activation !== undefined && activation.type !== 'linear';
    edits.push({
      op: 'insert',
      path: ['layers', layer.index + 1],
      value: { type: 'batchNorm', ...(hasActivation ? { activation: shorten(activation) } : {}) },
    });
    if (hasActivation) edits.push({ op: 'remove', path: ['layers', layer.index, 'activation'] });
  }
  return edits.length === 0 ? null : { title: 'Add batchNorm', edits };
}

/** A tenth of the rate that the run has used, or what `rate` says. */
export function lowerLearningRate({ optimizer }: Spec, metrics: Metrics): MaybeFix {
  const last = metrics.scalars.get('learning_rate')?.values.at(-1);
  const rate = typeof optimizer.learningRate === 'number' ? optimizer.learningRate : last;
  if (rate === undefined || !(rate > 0)) return null;
  const lower = Number((rate / 10).toPrecision(2));
  const edits: SpecEdit[] = [{ op: 'set', path: ['optimizer', 'learningRate'], value: lower }];
  return { title: `Lower the learning rate to ${say(lower)}`, edits };
}

/**
 * Clips at the 90th percentile of the norms that were seen while things went well (Pascanu et al. 2013, §3.2:
 * half to ten times the average), and at 1 where nothing went well or they were far from it.
 */
export function clipGradients({ training }: Spec, healthyNorms: Float64Array): MaybeFix {
  const finite = healthyNorms.filter((norm) => Number.isFinite(norm) && norm > 0).sort();
  const percentile = finite[Math.floor(0.9 * (finite.length - 1))] ?? 1;
  const limit = finite.length < 5 || percentile > 10 ? 1 : Number(percentile.toPrecision(1));
  if (training.clipNorm !== undefined && training.clipNorm <= limit) return null;
  return {
    title: `Clip gradients at ${say(limit)}`,
    edits: [{ op: 'set', path: ['training', 'clipNorm'], value: limit }],
  };
}

/** A member without options by its name alone, as people write it. */
function shorten(member: MemberConfig): string | MemberConfig {
  return Object.keys(member).length === 1 ? member.type : member;
}

/** Index in `layers` of the last layer with weights: the output. */
function lastWithWeights(layers: readonly LayerConfig[]): number {
  return layers.findLastIndex(hasWeights);
}

function hasWeights({ type }: LayerConfig): boolean {
  return /^(dense|conv|embedding|attention|lstm|gru)/.test(type);
}

function hasInit({ type }: LayerConfig): boolean {
  return /^(dense|conv)/.test(type);
}

function saturates(activation: unknown): boolean {
  const name = asMemberConfig(activation)?.type;
  return name !== undefined && (findActivation(name)?.watch?.startsWith('saturated') ?? false);
}

/** Whether an initialiser scales with the size of its layer. */
function isScaled(init: string): boolean {
  return /^(glorot|xavier|he|kaiming|lecun|orthogonal)/.test(init);
}
