/** Tags of an event file. Those of scalars and histograms are the contract; TensorBoard shows them as they are. */
export const lossTag = 'loss/train';
export const validationLossTag = 'loss/validation';
export const learningRateTag = 'learning_rate';

export const parameterTags = {
  gradientNorm: (parameter: string) => `gradient_norm/${parameter}`,
  weightNorm: (parameter: string) => `weight_norm/${parameter}`,
  updateRatio: (parameter: string) => `update_ratio/${parameter}`,
} as const;

export const layerTags = {
  activationMean: (layer: string) => `activation_mean/${layer}`,
  activationStd: (layer: string) => `activation_std/${layer}`,
  deadShare: (layer: string) => `dead_share/${layer}`,
  saturatedShare: (layer: string) => `saturated_share/${layer}`,
} as const;

export const histogramTags = {
  weights: (parameter: string) => `weights/${parameter}`,
  gradients: (parameter: string) => `gradients/${parameter}`,
} as const;

/** `validationMeanAbsoluteError` → `mean_absolute_error/validation`, `accuracy` → `accuracy/train`. */
export function metricTag(name: string): string {
  const validation = /^validation(?=[A-Z])/.test(name);
  const metric = validation ? name.slice('validation'.length) : name;
  const words = metric.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return `${words}/${validation ? 'validation' : 'train'}`;
}

/** What a network for a language wrote, as TensorBoard's page of texts shows it. */
export const textTag = 'sample';

/**
 * Our own tensor: first the names of an epoch's figures, then per epoch the figures in double precision, so that
 * a run read back shows what it showed live.
 */
export const epochTag = 'netweight/epoch';
