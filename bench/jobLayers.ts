/** The jobs as layers of a spec. */
import type { LayerConfig } from '../src/engine/config.js';
import type { Job } from './jobs.mjs';

type Layer = Omit<LayerConfig, 'index'>;

export function describeLayers(job: Job): LayerConfig[] {
  const layers = job.transformer
    ? transformerLayers(job.transformer)
    : [...firstLayers(job), ...denseLayers(job)];
  return layers.map((layer, index) => ({ ...layer, index }) as LayerConfig);
}

/** Of a row, without the batch. */
export function inputShapeOf({ image, sizes: [inputs = 1] }: Job): readonly number[] {
  return image ?? [inputs];
}

/** What stands before the dense layers. */
function firstLayers({ filters = [], lstm, sizes: [inputs = 1] }: Job): Layer[] {
  if (lstm) {
    return [
      { type: 'reshape', name: 'series', shape: [lstm.steps, inputs / lstm.steps] },
      { type: 'lstm', name: 'memory', units: lstm.units },
    ];
  }
  const convolutions = filters.flatMap((count, i): Layer[] => [
    { type: 'conv2d', name: `conv${i + 1}`, filters: count, kernel: 3, activation: 'relu' },
    { type: 'maxPool2d', name: `pool${i + 1}` },
  ]);
  return filters.length > 0 ? [...convolutions, { type: 'flatten', name: 'flatten' }] : [];
}

function denseLayers({ sizes, norm }: Job): Layer[] {
  const last = sizes.length - 1;
  return sizes.slice(1).flatMap((units, i): Layer[] => {
    const name = `dense${i + 1}`;
    if (i + 1 === last) return [{ type: 'dense', name, units }];
    if (!norm) return [{ type: 'dense', name, units, activation: 'relu' }];
    return [
      { type: 'dense', name, units },
      { type: 'batchNorm', name: `norm${i + 1}` },
      { type: 'activation', name: `relu${i + 1}`, function: 'relu' },
    ];
  });
}

function transformerLayers({ width, heads, blocks }: NonNullable<Job['transformer']>): Layer[] {
  const inside = Array.from({ length: blocks }, (_, i): Layer[] => [
    { type: 'layerNorm', name: `norm${i}a` },
    { type: 'attention', name: `attention${i}`, heads, causal: true },
    { type: 'add', name: `seen${i}`, from: [i === 0 ? 'embedded' : `block${i - 1}`, `attention${i}`] },
    { type: 'layerNorm', name: `norm${i}b` },
    { type: 'dense', name: `wide${i}`, units: 4 * width, activation: 'gelu' },
    { type: 'dense', name: `narrow${i}`, units: width },
    { type: 'add', name: `block${i}`, from: [`seen${i}`, `narrow${i}`] },
  ]);
  return [
    { type: 'embedding', name: 'tokens', dimension: width },
    { type: 'positionalEmbedding', name: 'embedded' },
    ...inside.flat(),
    { type: 'layerNorm', name: 'norm' },
    { type: 'dense', name: 'output' },
  ];
}
