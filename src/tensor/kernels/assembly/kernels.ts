// All kernels of the table. The function that reads programs and calls them is written by the build from the table.
export { activationBackward, rescaleBackward, activationForward, softmaxBackward, softmaxForward } from './activations';
export { adamUpdate } from './adam';
export {
  attentionMix,
  attentionMixBackward,
  attentionWeights,
  attentionWeightsBackward,
} from './attention';
export { convolutionBackwardInput, convolutionBackwardWeight, convolutionForward } from './convolution';
export {
  denseBackwardInput,
  denseBackwardWeight,
  denseForward,
} from './dense';
export { depthwiseBackwardInput, depthwiseBackwardWeight, depthwiseForward } from './depthwise';
export { dropoutForward } from './dropout';
export { addRepeated, embeddingBackward, embeddingForward, sumRepeated } from './embedding';
export {
  accumulate,
  addPenalty,
  clipByNorm,
  clipByValue,
  combineNorms,
  segmentDifferenceNorms,
  segmentNorms,
} from './gradients';
export { binaryCrossEntropy, crossEntropy, hinge, huber, mae, mse } from './losses';
export { countCorrect, countCorrectBinary, sumErrors } from './metrics';
export { averageGroups, mixForward, sparseForward } from './mixtures';
export { add, addUp, clearPadding, copy, fill, gatherRows, multiply, permute, shuffleOrder } from './moving';
export {
  batchNormBackward,
  batchNormForward,
  batchNormInference,
  batchNormInferenceBackward,
} from './batchNorm';
export { layerNormBackward, layerNormForward } from './layerNorm';
export { adagradUpdate, lionUpdate, nadamUpdate, rmspropUpdate, sgdUpdate } from './optimizers';
export { pooledConvolutionForward } from './pooledConvolution';
export { pooledConvolutionBackwardInput, pooledConvolutionBackwardWeight } from './pooledConvolutionBackward';
export { averagePoolBackward, averagePoolForward, maxPoolBackward, maxPoolForward } from './pools';
export { gruBackward, gruForward, lstmBackward, lstmForward, transposePanels } from './recurrence';
export { countUnits, histogram, moments } from './watching';
