import { deep } from './deep.js';
import { exact, mostPlayers } from './exact.js';
import { expectedGradients } from './expectedGradients.js';
import { gradientTimesInput } from './gradientTimesInput.js';
import { integratedGradients } from './integratedGradients.js';
import { kernel } from './kernel.js';
import { linear } from './linear.js';
import type { ExplainMethod, Question } from './method.js';
import { occlusion } from './occlusion.js';
import { permutation } from './permutation.js';

/** Every method of attribution. */
export const methods: readonly ExplainMethod[] = [
  linear,
  exact,
  kernel,
  permutation,
  deep,
  expectedGradients,
  integratedGradients,
  gradientTimesInput,
  occlusion,
];

/** What an exact explanation may cost by default, and the speed that is reckoned with: the same everywhere. */
const patienceSeconds = 10;
const multiplicationsPerSecond = 5e9;

/** Linear for a linear model, occlusion for text, exact while that is quick for `rows` rows, else kernel. */
export function chooseMethod({ model, players, background }: Question, rows: number): ExplainMethod {
  if (model.isLinear) return linear;
  if (model.readsText) return occlusion;
  const mixtures = rows * 2 ** players.length * background.count;
  const seconds = (mixtures * (model.multiplications + 10 * model.inputs)) / multiplicationsPerSecond;
  return players.length <= mostPlayers && seconds < patienceSeconds ? exact : kernel;
}

export function findMethod(name: string): ExplainMethod | undefined {
  return methods.find((method) => method.name === name);
}
