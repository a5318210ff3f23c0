import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { walkthroughs } from '../../src/extension/walkthrough.js';
import { until } from './waiting.js';

describe('the walkthrough', function () {
  this.timeout(60_000);

  const isOpen = (label: string): boolean =>
    vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => tab.label === label));
  /** Presses the button of a step. */
  const press = async (id: string): Promise<void> => {
    const step = walkthroughs[0]!.steps.find((one) => one.id === id)!;
    const [, command = '', args = ''] = /\(command:([^?]+)\?(.+)\)/.exec(step.description) ?? [];
    await vscode.commands.executeCommand(command, ...(JSON.parse(decodeURIComponent(args)) as unknown[]));
  };
  const rate = (): string | undefined => {
    const { textDocuments } = vscode.workspace;
    const spec = textDocuments.find(({ uri }) => uri.path.endsWith('/penguins/penguins.nn.json'));
    return /"learningRate": ([\d.]+)/.exec(spec?.getText() ?? '')?.[1];
  };

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('does with each button what its step says, whatever was done before', async () => {
    await press('look');
    await until('the run of the example is shown', () => isOpen('Run: penguins'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await press('open');
    assert.equal(rate(), '0.01');
    await press('train');
    await until('the run is shown', () => isOpen('Run: penguins'));
    await press('compare');
    await until('the comparison is shown', () => isOpen('Compare Runs'));
    assert.equal(rate(), '0.001');
  });
});
