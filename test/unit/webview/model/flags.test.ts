import assert from 'node:assert/strict';
import type { ModelFindings, RuleFindings } from '../../../../src/protocol/models.js';
import { flagRows } from '../../../../webview/model/flags.js';
import { buildTree, type TreeNode } from '../../../../webview/model/moduleTree.js';

const names = ['a.x.weight', 'a.x.bias', 'a.y.weight', 'b.weight'];
const tree = buildTree(
  names.map((name) => ({ name, dtype: 'float32', shape: [2], size: 2, bytes: 8, problem: null })),
);

const rule = (severity: RuleFindings['severity'], title: string, tensors: number[]): RuleFindings => ({
  code: title,
  title,
  doc: '',
  severity,
  threshold: 0,
  unit: '',
  source: '',
  tensors: tensors.map((tensor) => ({ tensor, message: `at ${tensor}`, value: 1, first: null })),
});

const flags = (...rules: RuleFindings[]): Record<string, string> => {
  const found: ModelFindings = { measured: 4, rules };
  const entries = [...flagRows(tree, found)].map(([node, { severity, words }]): [string, string] => [
    pathOf(node),
    `${severity}: ${words}`,
  ]);
  return Object.fromEntries(entries.sort());
};
const pathOf = ({ path }: TreeNode): string => path;

describe('flags of rows', () => {
  it('stand at tensors with findings and at the modules that hold them, as grave as the gravest', () => {
    assert.deepEqual(flags(rule('warning', 'Zeros', [0, 2]), rule('information', 'Scale', [0])), {
      'a.': 'warning: 2 tensors with findings',
      'a.x.': 'warning: 1 tensor with findings',
      'a.x.weight': 'warning: Zeros: at 0; Scale: at 0',
      'a.y.weight': 'warning: Zeros: at 2',
    });
    assert.deepEqual(flags(rule('error', 'NaN', [3]), rule('information', 'Scale', [1])), {
      'a.': 'information: 1 tensor with findings',
      'a.x.': 'information: 1 tensor with findings',
      'a.x.bias': 'information: Scale: at 1',
      'b.weight': 'error: NaN: at 3',
    });
  });

  it('are none where nothing was found', () => {
    assert.deepEqual(flags(), {});
  });
});
