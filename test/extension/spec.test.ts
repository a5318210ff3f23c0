import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openSpec, ourDiagnostics, until, writeFile } from './waiting.js';

const table =
  'length,width,kind\n' +
  Array.from({ length: 40 }, (_, i) => `${i},${i % 7},${i % 2 ? 'a' : 'b'}`).join('\n');

describe('a spec in the editor', () => {
  before(() => writeFile('spec-test/kinds.csv', table));

  it('activates the extension', async () => {
    const uri = await writeFile(
      'spec-test/plain.nn.json',
      '{ "data": { "train": "kinds.csv", "target": "kind" }, "layers": [{ "type": "dense" }] }',
    );
    const document = await openSpec(uri);
    assert.equal(document.languageId, 'jsonc');
    const extension = vscode.extensions.getExtension('netweight.netweight');
    await until('the extension is active', () => extension?.isActive);
  });

  it('offers keys and values with their meaning', async () => {
    const text =
      '{\n  "data": { "train": "kinds.csv", "target": "kind" },\n  "layers": [{ "type": "dense", "units": 4, "activation": "" }],\n  "optimizer": { "type": "adam",  }\n}\n';
    const uri = await writeFile('spec-test/complete.nn.json', text);
    const document = await openSpec(uri);
    const offered = async (offset: number): Promise<readonly vscode.CompletionItem[]> => {
      const position = document.positionAt(offset);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      );
      return list.items;
    };
    const label = ({ label }: vscode.CompletionItem): string =>
      typeof label === 'string' ? label : label.label;
    const activations = await until('activations are offered', async () => {
      const items = await offered(text.indexOf('"activation": "') + '"activation": "'.length);
      return items.some((item) => label(item).includes('relu')) ? items : null;
    });
    for (const name of ['leakyRelu', 'softplus', 'tanh']) {
      assert.ok(
        activations.some((item) => label(item).includes(name)),
        `${name} is offered`,
      );
    }
    const options = await offered(text.indexOf('"adam",  ') + '"adam", '.length);
    const rate = options.find((item) => label(item).includes('learningRate'));
    assert.ok(rate, `learningRate is offered among ${options.map(label).join(', ')}`);
  });

  it('underlines a misspelt name once, and mends it', async () => {
    const uri = await writeFile(
      'spec-test/misspelt.nn.json',
      '{\n  "data": { "train": "kinds.csv", "target": "kind" },\n  "layers": [{ "type": "dense", "units": 4, "activation": "rleu" }, { "type": "dense" }]\n}\n',
    );
    const document = await openSpec(uri);
    const [problem] = await until('the problem is shown', () => {
      const found = ourDiagnostics(uri);
      return found.length > 0 ? found : null;
    });
    assert.ok(problem);
    assert.match(problem.message, /rleu/);
    assert.equal(document.getText(problem.range), '"rleu"');
    await new Promise((wait) => setTimeout(wait, 1500));
    assert.deepEqual(
      vscode.languages.getDiagnostics(uri).map(({ message }) => message),
      [problem.message],
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
    );
    const fix = actions.find(({ title }) => title.includes('relu'));
    assert.ok(fix?.edit, `a fix is offered among ${actions.map(({ title }) => title).join(', ')}`);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /"activation": "relu"/);
    await until('the problem is gone', () => ourDiagnostics(uri).length === 0);
  });

  it('says what does not fit the data, at the key that names it', async () => {
    const uri = await writeFile(
      'spec-test/column.nn.json',
      '{\n  "data": { "train": "kinds.csv", "target": "kinds" },\n  "layers": [{ "type": "dense" }]\n}\n',
    );
    const document = await openSpec(uri);
    const [problem] = await until('the problem is shown', () => {
      const found = ourDiagnostics(uri);
      return found.length > 0 ? found : null;
    });
    assert.ok(problem);
    assert.equal(document.getText(problem.range), '"kinds"');
  });

  it('hears of a data file that comes later', async () => {
    const uri = await writeFile(
      'spec-test/later.nn.json',
      '{\n  "data": { "train": "later.csv", "target": "kind" },\n  "layers": [{ "type": "dense" }]\n}\n',
    );
    await openSpec(uri);
    await until('the missing file is a problem', () =>
      ourDiagnostics(uri).some(({ message }) => message.includes('later.csv')),
    );
    await writeFile('spec-test/later.csv', table);
    await until('the problem is gone', () => ourDiagnostics(uri).length === 0);
  });
});
