/** What diagnosis can find in a training, by code, in the order of the reference. `health` speaks of these. */
export const findingCodes = {
  'vanishing-gradient': 'The gradient of the first layers is too small for them to learn.',
  'exploding-gradient': 'The gradient grows from layer to layer or far above its own average.',
  'dead-units': 'Units that give 0 for nearly every row and no longer learn.',
  'saturated-units': 'Units of tanh or sigmoid that stand at their limits, where the gradient is nearly 0.',
  'symmetric-weights': 'Units of a layer that are and stay the same.',
  'poor-initialisation': 'First weights whose spread does not fit the size of their layer.',
  'update-too-large': 'Steps that are large against the weights they change.',
  'update-too-small': 'Steps that are so small against the weights that nothing is learnt.',
  'weights-exploding': 'Weights that grow without end.',
  'weights-collapsed': 'Weights that have shrunk to nearly 0.',
  'not-finite': 'A loss, gradient or weight that is not a finite number.',
  diverging: 'The loss grows instead of falling.',
  'learning-rate-too-high': 'The loss jumps far above its best.',
  'learning-rate-too-low': 'The loss falls so slowly that the epochs will not do.',
  oscillating: 'The metric swings up and down from epoch to epoch.',
  overfitting: 'The validation loss rises while the training loss falls.',
  underfitting: 'Training and validation are both no better than a simple baseline.',
  plateau: 'The loss has stopped falling.',
  'bad-first-loss': 'The first loss is far from that of a guess.',
  'unscaled-inputs': 'Inputs whose ranges are far apart or far from 0…1.',
  'class-imbalance': 'Some classes are so rare that they are easily left out.',
  'frozen-everything': 'No parameter may learn.',
} as const;

export type FindingCode = keyof typeof findingCodes;
