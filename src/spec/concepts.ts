/** The idea behind a key of a spec: its formula, and what to know before turning it. */
export interface Concept {
  /** As it would stand in a paper; one line. */
  readonly formula?: string;
  /** Two or three sentences that go on where the option's own words end. */
  readonly text: string;
}

const concept = (formula: string, text: string): Concept => ({ formula, text });

/** By section or family and key; a type's own (`layers.batchNorm.momentum`) stands before the family's. */
const concepts: Readonly<Record<string, Concept>> = {
  'data.validation': concept(
    'gap = validation loss − training loss',
    'Rows that training never sees tell whether the network has learnt the rule or the rows. A gap that grows while the training loss falls is overfitting.',
  ),
  'data.test': {
    text: 'The best epoch is chosen by the validation rows, which makes their figures a little too good. Rows that were never looked at give the honest figure, once, at the end.',
  },
  'data.scale': concept(
    'x ← (x − mean)/std, or (x − min)/(max − min)',
    'Gradients are as large as the inputs that they come from: columns of very different ranges would learn at very different speeds. Predicting repeats the same scaling.',
  ),
  'data.scaleTarget': concept(
    't ← (t − mean)/std',
    'The loss and its gradient are as large as the target, so that a target in thousands asks for a tiny learning rate. Scaled, the usual rates fit.',
  ),
  'data.group': {
    text: 'Rows of one patient, one user or one device resemble each other. If some of them train and others validate, the network is asked what it has been told.',
  },
  'data.order': {
    text: 'What is to be foretold lies in the future: validating on rows from between those of the training set gives figures that no forecast reaches.',
  },
  'data.classWeights': concept(
    'weight of class c = rows/(classes · rows of c)',
    'Without weights a network that always answers with the most frequent class is already right most of the time. Weighted, every class has the same say; probabilities are no longer calibrated.',
  ),
  'layers.init': concept(
    'variance of y = in · variance of w · mean square of x',
    'Weights start so large that signals keep their scale from layer to layer: too small and they vanish, too large and they explode. All the same they must not be, or all units would learn the same.',
  ),
  'layers.bias': concept(
    'y = x·Wᵀ + b',
    'Lets a unit answer where all its inputs are 0. A norm layer takes the mean away again and adds a constant of its own, which makes this one useless before it.',
  ),
  'layers.activation': concept(
    'y = f(x·Wᵀ + b)',
    'Without something that is not linear in between, any number of layers is no more than one. Where f is flat (relu below 0, sigmoid and tanh far from 0) no gradient comes through.',
  ),
  'layers.units': concept(
    'parameters = inputs · units + units',
    'More units can tell finer things apart, and can learn rows by heart; double them while the training loss stays high, halve them or add dropout where validation is far behind.',
  ),
  'layers.l2': concept(
    'loss + l2 · Σw²',
    'Draws every weight towards 0 in proportion to its size, so that only what lowers the loss enough stays large. Try 1e−4 to 1e−2 against overfitting.',
  ),
  'layers.l1': concept(
    'loss + l1 · Σ|w|',
    'Draws every weight towards 0 at the same speed, whatever its size: many become 0 and the layer sparse. Useful to find out which inputs matter.',
  ),
  'layers.trainable': {
    text: 'Freeze the layers that come from a pretrained network and train the new head first: large first gradients would otherwise destroy what was learnt. Let them go later, at a smaller rate.',
  },
  'layers.dropout.rate': concept(
    'y = x · mask/(1 − rate), mask is 0 with probability rate',
    'Training figures are measured with units missing, so that they may lie below those of validation. Too high a rate and the network underfits.',
  ),
  'layers.batchNorm.momentum': concept(
    'running ← (1 − momentum) · running + momentum · batch',
    'Small values average over more batches: calmer, and slower to follow. They are used in evaluation alone.',
  ),
  loss: {
    text: 'It must be smooth where a metric jumps: accuracy cannot be trained on, cross-entropy can. Penalties of the layers (l1, l2) are added to it in training and left out in validation.',
  },
  optimizer: concept(
    'w ← w − η · direction(g)',
    'All rules read the same gradient g and differ in how they use its past: momentum adds it up, Adam and its kin divide each weight’s step by how large its gradients have been.',
  ),
  'optimizers.learningRate': concept(
    'w ← w − η · direction',
    'The setting that matters most: too high and the loss jumps or diverges, too low and it creeps. Updates of about a thousandth of the weights (1e−4 to 1e−2) are healthy; change it by factors of 3.',
  ),
  'optimizers.momentum': concept(
    'v ← µ·v + g; w ← w − η·v',
    'Steps add up along directions in which gradients agree and cancel where they swing, which speeds up narrow valleys. The step is up to 1/(1 − µ) times as long: at 0.9 take a tenth of the rate.',
  ),
  'optimizers.nesterov': concept(
    'w ← w − η·(g + µ·v)',
    'Looks ahead along the momentum before correcting it, so that it overshoots less.',
  ),
  'optimizers.weightDecay': concept(
    'coupled: g ← g + λ·w; decoupled: w ← w − η·λ·w',
    'Keeps weights small, which keeps the function smooth. Coupled with Adam it is divided by the gradients’ scale and hardly acts on weights with large gradients; adamW decouples it (Loshchilov & Hutter 2019).',
  ),
  'optimizers.beta1': concept(
    'm ← β₁·m + (1 − β₁)·g',
    'Averages over about 1/(1 − β₁) steps. Lower it where training swings, raise it where gradients are noisy.',
  ),
  'optimizers.beta2': concept(
    'v ← β₂·v + (1 − β₂)·g²',
    'How long a large gradient keeps the step of its weight small: about 1/(1 − β₂) steps. 0.99 recovers faster from rare large gradients.',
  ),
  'optimizers.alpha': concept(
    'v ← α·v + (1 − α)·g²',
    'Averages squared gradients over about 1/(1 − α) steps.',
  ),
  'optimizers.epsilon': concept(
    'step = η·m/(√v + ε)',
    'Caps the step of weights whose gradients are nearly 0. Larger values (1e−4) make Adam more like plain momentum.',
  ),
  'optimizers.amsgrad': concept(
    'v̂ ← max(v̂, v)',
    'Never lets the step of a weight grow again, which mends the cases in which Adam does not converge; in practice it seldom matters.',
  ),
  schedule: concept(
    'η(e), e = epoch',
    'Large steps find the valley, small ones its floor: a rate that falls ends lower than any that stays. cosine needs no tuning; reduceOnPlateau waits until nothing gets better.',
  ),
  'schedules.warmupEpochs': concept(
    'η ← η · min(1, (e + 1)/warmupEpochs)',
    'At first gradients are large and Adam’s averages know little, so that full steps can spoil the start. A few epochs suffice.',
  ),
  'training.epochs': {
    text: 'More than enough is no harm where early stopping or a falling schedule ends it; with a schedule the number of epochs is also how fast the rate falls.',
  },
  'training.batchSize': concept(
    'g = mean of the batch’s gradients; noise ∝ 1/√batchSize',
    'Small batches step often and noisily, which can generalise better; large ones compute faster a row. Multiply the rate about as you multiply the batch.',
  ),
  'training.seed': {
    text: 'Differences between two runs that are no larger than those between two seeds say nothing. Train with several seeds before believing a small gain.',
  },
  'training.shuffle': {
    text: 'Rows that are sorted by class or time would come in batches that each say something else, and the network would forget one for the other.',
  },
  'training.clipNorm': concept(
    'g ← g · min(1, c/‖g‖)',
    'One step on a cliff of the loss can undo hours: clipping keeps the direction and shortens the step. Take 1/2 to 10 times the usual norm (Pascanu et al. 2013).',
  ),
  'training.clipValue': concept(
    'gᵢ ← max(−c, min(c, gᵢ))',
    'Unlike clipNorm it changes the direction, for the few largest elements alone.',
  ),
  'training.earlyStopping': concept(
    'stop where epoch − best epoch ≥ patience',
    'Once the validation figures have stopped getting better, more epochs only learn the training rows by heart (Prechelt 1998). The weights of the best epoch are the ones that are kept.',
  ),
  'earlyStopping.patience': {
    text: 'Validation figures jitter: too little patience stops at a bad moment, too much only costs time.',
  },
  'training.deterministic': {
    text: 'The faster kernels fuse a product and a sum into one rounding where the machine can. Both builds repeat themselves to the byte on one machine.',
  },
  'training.threads': {
    text: 'Sums are never split by thread, so that results are the same bytes whatever the number. Small networks are fastest with one.',
  },
  'pretrained.freeze': {
    text: 'What is frozen costs no gradient and stays the same bytes. Frozen batchNorm layers use the statistics that they came with.',
  },
};

/** The concept behind `key` of a section or family, and of this member of it. */
export function conceptOf(owner: string, key: string, member?: string): Concept | undefined {
  const names = [
    ...(member === undefined ? [] : [`${owner}.${member}.${key}`]),
    owner ? `${owner}.${key}` : key,
  ];
  return names.map((name) => concepts[name]).find((found) => found !== undefined);
}

/** The names of all concepts, for the test that each belongs to a key. */
export const conceptNames = Object.keys(concepts);

/** As Markdown: the formula as code on a line of its own, then the text. */
export function renderConcept({ formula, text }: Concept, separator: string): string {
  return [...(formula === undefined ? [] : [`\`${formula}\``]), text].join(separator);
}
