import { defineLoss } from './loss.js';

export const crossEntropy = defineLoss({
  name: 'crossEntropy',
  doc: '−ln(softmax(logits)[class]), the mean over the batch; takes logits, so the last layer needs no activation. The loss for one class out of several. A network that guesses evenly among C classes starts at ln C. With class weights the mean is weighted, as PyTorch’s CrossEntropyLoss.',
  options: {},
  tasks: ['classification', 'language'],
  target: () => 'classIndex',
  takesClassWeights: true,
  dividesByWeights: true,
  emit: (_config, { output, ...buffers }) => ({
    kernel: 'crossEntropy',
    arguments: { logits: output, ...buffers },
  }),
});
