import { findMember } from '../member.js';
import { activation } from './activation.js';
import { add } from './add.js';
import { attention } from './attention.js';
import { avgPool1d } from './avgPool1d.js';
import { avgPool2d } from './avgPool2d.js';
import { batchNorm } from './batchNorm.js';
import { concat } from './concat.js';
import { conv1d } from './conv1d.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { embedding } from './embedding.js';
import { flatten } from './flatten.js';
import { globalAvgPool } from './globalAvgPool.js';
import { gru } from './gru.js';
import type { LayerMember } from './layer.js';
import { layerNorm } from './layerNorm.js';
import { lstm } from './lstm.js';
import { maxPool1d } from './maxPool1d.js';
import { maxPool2d } from './maxPool2d.js';
import { positionalEmbedding } from './positionalEmbedding.js';
import { reshape } from './reshape.js';

/** Every type of layer a spec may name. */
export const layers: readonly LayerMember[] = [
  dense,
  conv1d,
  conv2d,
  maxPool1d,
  maxPool2d,
  avgPool1d,
  avgPool2d,
  globalAvgPool,
  activation,
  dropout,
  batchNorm,
  layerNorm,
  flatten,
  reshape,
  add,
  concat,
  embedding,
  positionalEmbedding,
  attention,
  lstm,
  gru,
];

export function findLayer(name: string): LayerMember | undefined {
  return findMember(layers, name);
}
