/** The categories of published tools, and the findings and problems that say the same here. */
export const categories: readonly {
  readonly name: string;
  readonly from: string;
  readonly codes: readonly string[];
  readonly problems: readonly string[];
}[] = [
  {
    name: 'vanishing gradient',
    from: 'AUTOTRAINER, DeepDiagnosis',
    codes: ['vanishing-gradient'],
    problems: [],
  },
  { name: 'exploding gradient', from: 'AUTOTRAINER', codes: ['exploding-gradient'], problems: [] },
  {
    name: 'exploding tensor, not a number',
    from: 'DeepDiagnosis, UMLAUT',
    codes: ['not-finite'],
    problems: [],
  },
  { name: 'dying ReLU, dead node', from: 'AUTOTRAINER, DeepDiagnosis', codes: ['dead-units'], problems: [] },
  { name: 'saturated activation', from: 'DeepDiagnosis', codes: ['saturated-units'], problems: [] },
  { name: 'oscillating loss', from: 'AUTOTRAINER', codes: ['oscillating'], problems: [] },
  {
    name: 'slow convergence',
    from: 'AUTOTRAINER',
    codes: ['learning-rate-too-low', 'plateau'],
    problems: [],
  },
  {
    name: 'unchanged weights',
    from: 'DeepDiagnosis',
    codes: ['update-too-small', 'frozen-everything'],
    problems: [],
  },
  {
    name: 'loss not decreasing, accuracy not increasing',
    from: 'DeepDiagnosis',
    codes: ['underfitting', 'plateau', 'diverging'],
    problems: [],
  },
  {
    name: 'wrong initialisation',
    from: 'DeepDiagnosis',
    codes: ['poor-initialisation', 'symmetric-weights'],
    problems: [],
  },
  {
    name: 'learning rate too high',
    from: 'DeepDiagnosis, UMLAUT',
    codes: ['learning-rate-too-high', 'diverging', 'update-too-large'],
    problems: [],
  },
  {
    name: 'learning rate too low',
    from: 'DeepDiagnosis, UMLAUT',
    codes: ['learning-rate-too-low'],
    problems: [],
  },
  { name: 'overfitting', from: 'UMLAUT', codes: ['overfitting'], problems: [] },
  { name: 'unscaled data', from: 'UMLAUT', codes: ['unscaled-inputs'], problems: [] },
  {
    name: 'missing normalisation between layers',
    from: 'AUTOTRAINER, UMLAUT',
    codes: ['vanishing-gradient', 'exploding-gradient'],
    problems: [],
  },
  {
    name: 'inputs of the wrong range (targets too)',
    from: 'UMLAUT, DeepDiagnosis',
    codes: ['bad-first-loss'],
    problems: [],
  },
  {
    name: 'softmax or sigmoid twice, wrong last activation',
    from: 'UMLAUT, DeepDiagnosis',
    codes: [],
    problems: ['doubled-activation', 'bounded-output'],
  },
  { name: 'wrong loss for the task', from: 'UMLAUT, DeepDiagnosis', codes: [], problems: ['contradiction'] },
  { name: 'missing activations between layers', from: 'UMLAUT', codes: [], problems: ['linear-stack'] },
];
