import { getNodeValue, type Node } from 'jsonc-parser';
import type { MemberConfig } from '../engine/config.js';
import { checks } from './checks/index.js';
import { taskOf } from './checks/lossAndTask.js';
import { quote, showValue } from './describe.js';
import type { Draft } from './draft.js';
import { findMember } from '../engine/member.js';
import { setFix } from './fixes.js';
import { engineFamilies, type Families } from './families.js';
import { nameLayers } from './layerNames.js';
import { findValue, makePositions, type Positions } from './positions.js';
import { reportInto } from './report.js';
import { layerOptionsOf } from './sections/layer.js';
import { rootOptionsOf } from './sections/root.js';
import type { Problem, Spec } from './spec.js';
import { readTree, syntaxProblems } from './syntax.js';
import { findProperty } from './tree.js';
import { readMemberName, readObject } from './validate.js';
import type { Walk } from './walk.js';

export interface ParsedSpec {
  /** Null where there are problems of severity error. */
  readonly spec: Spec | null;
  /** In the order in which they stand in the text. */
  readonly problems: readonly Problem[];
  readonly positions: Positions;
}

/**
 * Reads a spec (JSON with comments and trailing commas). A text that is wrong or half-typed still gives every
 * problem that can be told; it never throws.
 */
export function parseSpec(text: string, families: Families = engineFamilies): ParsedSpec {
  const { root, errors } = readTree(text);
  const positions = makePositions(text, root);
  const problems = syntaxProblems(positions, errors);
  const report = reportInto(problems, positions);
  const walk: Walk = { families, report, broken: errors.length > 0 };
  const draft = readDraft(root, positions, walk);
  if (draft) for (const check of checks) check(draft, report, families);
  const sorted = problems.sort((a, b) => a.offset - b.offset);
  const isSound = draft !== null && sorted.every((problem) => problem.severity !== 'error');
  return { spec: isSound ? toSpec(draft) : null, problems: sorted, positions };
}

function readDraft(root: Node | undefined, positions: Positions, walk: Walk): Draft | null {
  if (root?.type !== 'object') {
    if (!walk.broken)
      walk.report({
        code: root ? 'wrong-type' : 'empty',
        message: root
          ? `A spec is an object { "data": …, "layers": … }, not ${showValue(getNodeValue(root))}.`
          : 'The spec is empty. Write { "data": …, "layers": … }.',
        path: [],
      });
    return null;
  }
  const { layers: _layers, ...sections } = rootOptionsOf(findProperty(root, 'task')?.value);
  const values = readObject(root, sections, { path: [], name: 'the spec' }, walk, ['layers']);
  const layersNode = findProperty(root, 'layers');
  const layers = nameLayers(readLayers(layersNode, walk), walk.report);
  const data = (values.data ?? {}) as Record<string, unknown>;
  const target = typeof data.target === 'string' ? [data.target] : data.target;
  return {
    ...(values as Pick<Draft, 'task' | 'loss' | 'optimizer' | 'schedule' | 'pretrained'> & object),
    data: { ...data, target },
    training: values.training ?? {},
    layers,
    health: values.health ?? {},
    isGiven: (path) => findValue(positions, path) !== undefined,
  } as Draft;
}

function readLayers(node: Node | undefined, walk: Walk): (MemberConfig | null)[] {
  if (!node) {
    if (!walk.broken)
      walk.report({
        code: 'missing-key',
        message:
          'The spec needs "layers": a list of layers such as { "type": "dense", "units": 16, "activation": "relu" }.',
        path: [],
      });
    return [];
  }
  if (node.type !== 'array') {
    walk.report({
      code: 'wrong-type',
      message: `"layers" must be a list of layers such as [{ "type": "dense" }], not ${showValue(getNodeValue(node))}.`,
      path: ['layers'],
    });
    return [];
  }
  const layers = (node.children ?? []).map((layer, index) => readLayer(layer, index, walk));
  if (layers.length === 0 && !walk.broken)
    walk.report({
      code: 'out-of-range',
      message: '"layers" is empty. Write at least one layer, such as { "type": "dense" }.',
      path: ['layers'],
      fixes: [setFix(['layers'], [{ type: 'dense' }])],
    });
  return layers;
}

function readLayer(node: Node, index: number, walk: Walk): MemberConfig | null {
  const path = ['layers', index];
  const name = `Layer ${index + 1}`;
  if (node.type !== 'object') {
    const value: unknown = getNodeValue(node);
    const isType = typeof value === 'string' && findMember(walk.families.layers, value) !== undefined;
    walk.report({
      code: 'wrong-type',
      message: `${name} must be an object such as { "type": "dense", "units": 16 }, not ${showValue(value)}.`,
      path,
      fixes: isType ? [setFix(path, { type: value })] : [],
    });
    return null;
  }
  const typeNode = findProperty(node, 'type');
  if (!typeNode) {
    if (!walk.broken)
      walk.report({
        code: 'missing-key',
        message: `${name} has no "type". Name what it is, such as { "type": "dense" }.`,
        path,
      });
    return null;
  }
  const type = readMemberName(typeNode, 'layers', { path: [...path, 'type'], name }, walk);
  const member = type === undefined ? undefined : findMember(walk.families.layers, type);
  if (!member) return null;
  const given: unknown = findProperty(node, 'name')?.value;
  const label =
    typeof given === 'string' ? `${member.name} ${quote(given)}` : `layer ${index + 1} (${member.name})`;
  const options = layerOptionsOf(member);
  return { type: member.name, ...readObject(node, options, { path, name: label }, walk, ['type']) };
}

/** A draft without errors is complete. */
function toSpec(draft: Draft): Spec {
  const { isGiven: _, ...complete } = draft;
  const data = { ...draft.data, target: draft.data.target ?? [] };
  const task = taskOf(draft);
  const stopping = draft.training.earlyStopping;
  const monitor = stopping?.monitor ?? (draft.data.validation === 0 ? 'loss' : 'validationLoss');
  const training = stopping ? { ...draft.training, earlyStopping: { ...stopping, monitor } } : draft.training;
  return { ...complete, data, ...(task === undefined ? {} : { task }), training } as Spec;
}
