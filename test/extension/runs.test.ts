import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Node, RunNode, SpecNode } from '../../src/extension/runsView/nodes.js';
import type { RunRecord } from '../../src/runs/run.js';
import { openSpec, until, writeFile } from './waiting.js';

interface Training {
  readonly directory: string;
  readonly ended: Promise<RunRecord>;
  readonly run: { readonly progress: { readonly step: number } | null } | null;
  stop(): Promise<void>;
}
interface Features {
  readonly trainings: { readonly all: readonly Training[]; ofSpec(spec: vscode.Uri): Training | undefined };
  readonly runs: { readonly view: View | undefined };
}
interface View {
  getChildren(node?: Node): Promise<Node[]>;
  getTreeItem(node: Node): Promise<vscode.TreeItem>;
}

const table = [
  'x,y,sign',
  ...Array.from({ length: 200 }, (_, i) => {
    const [x, y] = [Math.sin(i * 12.9898) * 3, Math.cos(i * 78.233) * 3];
    return `${x.toFixed(4)},${y.toFixed(4)},${x * y > 0 ? 'same' : 'other'}`;
  }),
].join('\n');

const makeSpec = (rate: number, epochs = 20): string => `{
  "data": { "train": "signs.csv", "target": "sign" },
  "layers": [
    { "type": "dense", "name": "hidden", "units": 8, "activation": "relu" },
    { "type": "dense", "name": "output" }
  ],
  "optimizer": { "type": "adam", "learningRate": ${rate} },
  "training": { "epochs": ${epochs}, "seed": 1 }
}
`;

/** Takes what a quick pick proposes, once there is one. */
const acceptProposal = (): Thenable<unknown> =>
  vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');

describe('the view of runs', function () {
  this.timeout(60_000);
  let features: Features;
  let spec: vscode.Uri;

  const view = (): View => features.runs.view!;
  const specNode = async (): Promise<SpecNode | undefined> => {
    const nodes = await view().getChildren();
    return nodes.find((node): node is SpecNode => node.kind === 'spec' && node.specPath === spec.fsPath);
  };
  const runs = async (): Promise<RunNode[]> => {
    const node = await specNode();
    return node
      ? (await view().getChildren(node)).filter((child): child is RunNode => child.kind === 'run')
      : [];
  };
  const train = async (text: string): Promise<string> => {
    spec = await writeFile('runs-test/net.nn.json', text);
    const document = await vscode.workspace.openTextDocument(spec);
    await until('the text is heard of', () => document.getText() === text);
    const known = (await runs()).length;
    await vscode.commands.executeCommand('netweight.train', spec);
    await until('the run is over', () => features.trainings.ofSpec(spec) === undefined);
    return until('the run is listed', async () => {
      const now = await runs();
      return now.length > known ? now[0]?.directory : null;
    });
  };
  let first = '';
  let second = '';

  before(async () => {
    const extension = vscode.extensions.getExtension<{ features(): Promise<Features> }>(
      'netweight.netweight',
    );
    features = await (await extension!.activate()).features();
    await writeFile('runs-test/signs.csv', table);
    spec = await writeFile('runs-test/net.nn.json', makeSpec(0.01));
    await vscode.commands.executeCommand('netweight.runs.focus');
    await until('the view is filled', () => features.runs.view !== undefined);
    first = await train(makeSpec(0.01));
    second = await train(makeSpec(0.001));
  });
  afterEach(async () => {
    for (const training of [...features.trainings.all]) await training.stop();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('says of each run how it ended, how good it was, and what changed against the run before', async () => {
    const [newest, oldest] = await runs();
    assert.equal(newest?.directory, second);
    const [now, then] = await Promise.all([newest, oldest!].map((node) => view().getTreeItem(node)));
    assert.match(String(now?.description), /^validation loss \d\.\d{4} · .+ · learningRate 0\.01 → 0\.001$/);
    assert.match(String(then?.description), /^validation loss \d\.\d{4} · [^→]+$/);
    const details = await view().getChildren(newest);
    const labels = details.map((node) => (node.kind === 'detail' ? node.label : ''));
    assert.ok(labels.includes('learningRate 0.01 → 0.001'), labels.join());
    assert.match(labels.at(-1) ?? '', /^[\d.]+ (KB|MB)$/);
  });

  it('shows what comes, is damaged and goes on the disk, without a reload', async () => {
    const folder = join(first, '../net-20990101-000000');
    const newest = async (): Promise<RunNode | undefined> => (await runs())[0];
    mkdirSync(folder);
    writeFileSync(join(folder, 'run.json'), '{ "version": 1, "na');
    const damaged = await until('the damaged run', async () => {
      const node = await newest();
      return node?.directory === folder ? node : null;
    });
    const item = await view().getTreeItem(damaged);
    assert.equal(item.description, 'damaged');
    assert.equal(item.command, undefined);
    const [reason] = await view().getChildren(damaged);
    assert.match(reason?.kind === 'detail' ? reason.label : '', /run\.json is no JSON/);
    writeFileSync(join(folder, 'run.json'), readFileSync(join(second, 'run.json')));
    await until('the run is sound', async () => (await newest())?.run.record !== null);
    rmSync(folder, { recursive: true });
    await until('the run is gone', async () => (await newest())?.directory === second);
  });

  it('opens a run by its line', async () => {
    const [, oldest] = await runs();
    const { command } = await view().getTreeItem(oldest!);
    await vscode.commands.executeCommand(command!.command, ...((command!.arguments ?? []) as unknown[]));
    await until('the run is shown', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'Run: net')),
    );
  });

  it('tells two runs of one spec apart by their tabs', async () => {
    for (const directory of [first, second])
      await vscode.commands.executeCommand('netweight.showRun', { directory });
    await until('the other run is shown', () =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ label }) => /^Run: net · \d\d:\d\d:\d\d$/.test(label)),
      ),
    );
  });

  it('lays runs beside each other, once', async () => {
    for (let i = 0; i < 2; i++)
      await vscode.commands.executeCommand('netweight.compareRuns', [first, second]);
    const labels = (): string =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)).join();
    await until('the comparison is shown', () => labels().split('Compare Runs').length === 2);
  });

  it('puts the spec of a run back as one edit; what was typed and never saved is one undo away', async () => {
    const document = await openSpec(spec);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(spec, new vscode.Position(1, 0), '  // never saved\n');
    await vscode.workspace.applyEdit(edit);
    const typed = document.getText();
    const restored = vscode.commands.executeCommand('netweight.restoreSpec', (await runs())[1]);
    await until('the spec is back', async () => {
      await acceptProposal();
      return document.getText() === makeSpec(0.01);
    });
    await restored;
    assert.ok(document.isDirty, 'nothing is written');
    const [tab, ...others] = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    assert.ok(tab?.input instanceof vscode.TabInputText, 'the comparison is closed, the spec is shown');
    assert.equal(others.length, 0);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), typed);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('leaves the copy that a run keeps of its spec to be read', async () => {
    const [copy] = await vscode.workspace.findFiles('runs-test/.netweight/runs/*/*.nn.json', null, 1);
    assert.ok(copy);
    const document = await openSpec(copy);
    assert.equal(document.languageId, 'jsonc');
    const lenses = await vscode.commands.executeCommand<unknown[]>('vscode.executeCodeLensProvider', copy);
    assert.deepEqual(lenses, []);
    assert.ok(
      (await vscode.commands.executeCommand<unknown[]>('vscode.executeCodeLensProvider', spec)).length > 3,
    );
  });

  it('writes the spec of a run where the spec is gone', async () => {
    const elsewhere = vscode.Uri.joinPath(spec, '../elsewhere/net.nn.json');
    const copy = vscode.Uri.joinPath(elsewhere, '../.netweight/runs/net-20260101-000000').fsPath;
    cpSync(first, copy, { recursive: true });
    await vscode.commands.executeCommand('netweight.restoreSpec', { directory: copy });
    assert.equal(readFileSync(elsewhere.fsPath, 'utf8'), makeSpec(0.01));
  });

  it('goes on with a run that was stopped, and deletes none that trains', async () => {
    spec = await writeFile('runs-test/endless.nn.json', makeSpec(0.01, 1_000_000));
    await vscode.commands.executeCommand('netweight.train', spec);
    const training = features.trainings.ofSpec(spec)!;
    await until('it steps', () => (training.run?.progress?.step ?? 0) > 0);
    const running = await until('it is listed as running', async () => {
      const [node] = await runs();
      return node?.run.status === 'running' ? node : null;
    });
    assert.match((await view().getTreeItem(running)).contextValue ?? '', /^run:readable:$/);
    await vscode.commands.executeCommand('netweight.deleteRun', running);
    await vscode.commands.executeCommand('netweight.deleteCheckpoints', running);
    assert.ok(existsSync(join(running.directory, 'run.json')));
    await vscode.commands.executeCommand('netweight.stop');
    await training.ended;
    const stopped = await until('it is listed as stopped', async () => {
      const [node] = await runs();
      return node?.run.status === 'stopped' ? node : null;
    });
    assert.match((await view().getTreeItem(stopped)).contextValue ?? '', /resumable:idle:/);
    await vscode.commands.executeCommand('netweight.resume', stopped);
    assert.equal(features.trainings.ofSpec(spec)?.directory, stopped.directory);
  });
});
