import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openSpec, until, writeFile } from './waiting.js';

const table = [
  'x,y,sign',
  ...Array.from({ length: 200 }, (_, i) => {
    const [x, y] = [Math.sin(i * 12.9898) * 3, Math.cos(i * 78.233) * 3];
    return `${x.toFixed(4)},${y.toFixed(4)},${x * y > 0 ? 'same' : 'other'}`;
  }),
].join('\n');

const makeSpec = (epochs: number): string => `{
  "data": { "train": "signs.csv", "target": "sign" },
  "layers": [
    { "type": "dense", "name": "hidden", "units": 16, "activation": "relu" },
    { "type": "dropout", "rate": 0.1 },
    { "type": "dense", "name": "output" }
  ],
  "training": { "epochs": ${epochs}, "seed": 1 }
}
`;

const lensesOf = async (spec: vscode.Uri): Promise<vscode.CodeLens[]> =>
  (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', spec, 20)).sort(
    (a, b) => a.range.start.line - b.range.start.line,
  );
const titles = async (spec: vscode.Uri): Promise<string[]> =>
  (await lensesOf(spec)).map(({ command }) => command?.title ?? '');

interface Features {
  readonly figures: { readonly onDidChange: vscode.Event<void> };
}

const loadFeatures = async (): Promise<Features> => {
  const extension = vscode.extensions.getExtension<{ features(): Promise<Features> }>('netweight.netweight');
  assert.ok(extension);
  return (await extension.activate()).features();
};

describe('beside the code', function () {
  this.timeout(60_000);

  before(() => writeFile('beside-test/signs.csv', table));
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('says above each layer what it is, then what it has learnt; the lenses stay as many', async () => {
    const spec = await writeFile('beside-test/small.nn.json', makeSpec(20));
    await openSpec(spec);
    const untrained = await until('the data was read', async () => {
      const now = await titles(spec);
      return now.some((title) => title.includes('heNormal')) ? now : null;
    });
    assert.match(untrained[2] ?? '', /^(parameters …|65 parameters · \S+ KB · .+ a step)$/);
    assert.deepEqual(untrained.toSpliced(2, 1), [
      '$(play) Train',
      'not trained yet',
      '$(graph-scatter) Explain predictions',
      'hidden · 16×2 · 32 weights · heNormal',
      'dropout1 · 16 · no weights',
      'output · 1×16 · 16 weights · glorotUniform',
    ]);
    await vscode.commands.executeCommand('netweight.train', spec);
    const trained = await until('the run is over', async () => {
      const now = await titles(spec);
      assert.equal(now.length, untrained.length);
      return now[1]?.includes('completed') && now[4]?.includes('μ') ? now : null;
    });
    assert.match(trained[1] ?? '', /^\$\(pass\) completed · best validation loss \d\.\d{4} at epoch \d+$/);
    assert.match(trained[4] ?? '', /^hidden · 16×2 · μ −?\S+ σ \S+ [▁-█]{8} · ∇ \d\.\de−?\d+$/);
    assert.equal(trained[5], untrained[5]);
    const shown = (await lensesOf(spec))[4]?.command;
    assert.ok(shown);
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
    await vscode.commands.executeCommand(shown.command, ...((shown.arguments ?? []) as unknown[]));
    await until('the run is shown', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'Run: small')),
    );
  });

  it('shows a layer under the pointer, and what was measured of a key; what a key means is told once', async () => {
    const spec = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'beside-test/small.nn.json');
    const document = await openSpec(spec);
    const hover = async (words: string): Promise<string> => {
      const position = document.positionAt(document.getText().indexOf(words) + 2);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        spec,
        position,
      );
      const parts = hovers.flatMap(({ contents }) => contents);
      return parts.map((part) => (typeof part === 'string' ? part : part.value)).join('\n---\n');
    };
    const layer = await until('the picture', async () => {
      const text = await hover('"units"');
      return text.includes('data:image/svg+xml') ? text : null;
    });
    const [, encoded = ''] = /base64,([^)]*)/.exec(layer) ?? [];
    assert.match(Buffer.from(encoded, 'base64').toString(), /^<svg .*>hidden<.*16×2.*<\/svg>$/s);
    assert.match(layer, /`hidden\.weight` is 16×2/);
    assert.match(await hover('"sign" }'), /the task was binary/);
    const epochs = await until('the schema speaks', async () => {
      const text = await hover('"epochs"');
      return text.includes('How often every training row is seen') ? text : null;
    });
    assert.match(epochs, /ran 20 of 20 epochs/);
    assert.equal(epochs.split('How often every training row is seen').length, 2);
    assert.match(await hover('"relu"'), /max\(|relu|0/);
  });

  it('moves at most once a second while training', async () => {
    const spec = await writeFile('beside-test/endless.nn.json', makeSpec(1_000_000));
    await openSpec(spec);
    const { figures } = await loadFeatures();
    await vscode.commands.executeCommand('netweight.train', spec);
    const many = (await titles(spec)).length;
    await until('it trains', async () => (await titles(spec))[1]?.includes('training'));
    const moments: number[] = [];
    const listening = figures.onDidChange(() => moments.push(Date.now()));
    await until('lenses moved thrice', () => moments.length >= 3);
    listening.dispose();
    await vscode.commands.executeCommand('netweight.stop');
    const gaps = moments.slice(1).map((moment, i) => moment - moments[i]!);
    assert.ok(Math.min(...gaps) >= 990, `gaps of ${gaps.join(' and ')} ms`);
    assert.equal((await titles(spec)).length, many);
  });

  it('takes back what it said of a layer that is another one now', async () => {
    const spec = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'beside-test/small.nn.json');
    const document = await openSpec(spec);
    await until('figures of the run', async () => (await titles(spec))[4]?.includes('μ'));
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(document.getText().indexOf('16'));
    edit.replace(spec, new vscode.Range(at, at.translate(0, 2)), '24');
    await vscode.workspace.applyEdit(edit);
    await until(
      'the new shape',
      async () => (await titles(spec))[4] === 'hidden · 24×2 · 48 weights · heNormal',
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
