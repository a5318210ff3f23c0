import { buildNetwork } from '../engine/build.js';
import { unmatchedPatterns } from '../engine/freeze.js';
import type { Network } from '../engine/network.js';
import { checkLoss, checkOutput, checkTarget } from './checks/lossAndTask.js';
import { checkMonitor } from './checks/stopping.js';
import { quote } from './describe.js';
import { findNearest } from '../data/nearest.js';
import { findValue, type Positions } from './positions.js';
import { reportInto, type Report } from './report.js';
import type { Problem, Spec } from './spec.js';
import { toNetworkConfig, type DatasetShape } from './toConfig.js';
import { removeFix, setFix } from './fixes.js';

/**
 * What is wrong with a spec once its data is known: shapes that do not fit, a loss that cannot read the target,
 * patterns that freeze nothing. `positions` are those of the text that the spec was read from.
 */
export function networkProblems(spec: Spec, dataset: DatasetShape, positions: Positions): Problem[] {
  const problems: Problem[] = [];
  const report = reportInto(problems, positions);
  checkDecidedTask(spec, dataset, positions, report);
  const built = buildNetwork(toNetworkConfig(spec, dataset));
  for (const { path, message } of built.problems ?? []) {
    const place = ['layers', ...path];
    const fixes = path.at(-1) === 'units' ? [removeFix(place)] : [];
    report({ code: 'network', message: endSentence(message), path: place, fixes });
  }
  if (built.network) checkCausal(dataset, built.network, report);
  if (built.network) checkFrozen(spec, built.network, report);
  return problems;
}

/** The looks at a spec that need its task, where the target alone decides it. */
function checkDecidedTask(spec: Spec, dataset: DatasetShape, positions: Positions, report: Report): void {
  if (spec.task !== undefined) return;
  const draft = {
    ...spec,
    task: dataset.preprocessing.task,
    loss: spec.loss,
    pretrained: spec.pretrained,
    isGiven: (path: Problem['path']) => findValue(positions, path) !== undefined,
  };
  for (const check of [checkLoss, checkTarget, checkOutput, checkMonitor]) check(draft, report);
}

/** Attention that sees the character which it is to foretell learns to copy it, and nothing else. */
function checkCausal({ preprocessing }: DatasetShape, network: Network, report: Report): void {
  if (preprocessing.task !== 'language') return;
  for (const { type, name, config } of network.layers) {
    if (type !== 'attention' || config['causal'] === true) continue;
    const path = ['layers', config.index];
    report({
      severity: 'warning',
      code: 'sees-target',
      message: `${quote(name)} sees the characters that are to be foretold, and will learn to copy them: set "causal" to true.`,
      path,
      fixes: [setFix([...path, 'causal'], true)],
    });
  }
}

function checkFrozen(spec: Spec, network: Network, report: Report): void {
  const freeze = spec.pretrained?.freeze ?? [];
  for (const pattern of new Set(unmatchedPatterns(freeze, network))) {
    const path = ['pretrained', 'freeze', freeze.indexOf(pattern)];
    const names = network.parameters.map(({ name }) => name);
    const nearest = findNearest(pattern, names);
    const hint =
      nearest === null
        ? `Its parameters are ${names.map(quote).join(', ')}.`
        : `Did you mean ${quote(nearest)}?`;
    report({
      code: 'unmatched-pattern',
      message: `${quote(pattern)} freezes nothing: no parameter is called so. ${hint}`,
      path,
      fixes: nearest === null ? [removeFix(path)] : [setFix(path, nearest)],
    });
  }
  if (network.parameters.length === 0)
    report({
      code: 'nothing-to-learn',
      message: 'No layer has weights, so there is nothing to learn. Add one, such as { "type": "dense" }.',
      path: ['layers'],
      part: 'key',
    });
  else if (network.parameters.every(({ trainable }) => !trainable))
    report({
      severity: 'warning',
      code: 'frozen-everything',
      message:
        'Every parameter is frozen, so that nothing is learnt. Let at least one layer learn: shorten "freeze", or remove "trainable": false.',
      path: freeze.length > 0 ? ['pretrained', 'freeze'] : ['layers'],
      part: 'key',
    });
}

/** The engine's messages are clauses. */
function endSentence(message: string): string {
  return /[.?!]$/.test(message) ? message : `${message}.`;
}
