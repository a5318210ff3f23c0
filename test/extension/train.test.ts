import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunRecord } from '../../src/runs/run.js';
import { openSpec, ourDiagnostics, until, writeFile } from './waiting.js';

interface Training {
  readonly spec: vscode.Uri;
  readonly directory: string;
  readonly ended: Promise<RunRecord>;
  readonly run: { readonly state: string; readonly progress: { readonly step: number } | null } | null;
}
interface Features {
  readonly trainings: { readonly all: readonly Training[]; ofSpec(spec: vscode.Uri): Training | undefined };
}

const loadFeatures = async (): Promise<Features> => {
  const extension = vscode.extensions.getExtension<{ features(): Promise<Features> }>('netweight.netweight');
  assert.ok(extension);
  return (await extension.activate()).features();
};

const rows = Array.from({ length: 400 }, (_, i) => {
  const [x, y] = [Math.sin(i * 12.9898) * 3, Math.cos(i * 78.233) * 3];
  return `${x.toFixed(4)},${y.toFixed(4)},${x * y > 0 ? 'same' : 'other'}`;
});
const table = ['x,y,sign', ...rows].join('\n');

const makeSpec = (
  training: object,
  layers: object[] = [{ type: 'dense', units: 16, activation: 'relu' }, { type: 'dense' }],
): string => `{
  "data": { "train": "signs.csv", "target": "sign" },
  "layers": [
${layers.map((layer) => `    ${JSON.stringify(layer)}`).join(',\n')}
  ],
  "optimizer": { "type": "adam", "learningRate": 0.01 },
  "training": ${JSON.stringify(training)}
}
`;

const endless = { epochs: 1_000_000, seed: 1 };

async function start(features: Features, spec: vscode.Uri): Promise<Training> {
  await vscode.commands.executeCommand('netweight.train', spec);
  const training = features.trainings.ofSpec(spec);
  assert.ok(training, 'a training began');
  return training;
}

const stepOf = (training: Training): number => training.run?.progress?.step ?? 0;

describe('training', function () {
  this.timeout(60_000);
  let features: Features;

  before(async () => {
    await writeFile('train-test/signs.csv', table);
    features = await loadFeatures();
  });

  afterEach(async () => {
    for (const training of [...features.trainings.all])
      await (training as unknown as { stop(): Promise<void> }).stop();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('trains to the end, shows the panel, leaves a run folder', async () => {
    const spec = await writeFile('train-test/short.nn.json', makeSpec({ epochs: 30, seed: 3 }));
    await openSpec(spec);
    await vscode.commands.executeCommand('netweight.train', spec);
    const run = await features.trainings.ofSpec(spec)?.ended;
    await until('the panel is open', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'Run: short')),
    );
    const folder = vscode.Uri.joinPath(spec, '../.netweight/runs').fsPath;
    const [name] = readdirSync(folder).filter((entry) => entry.startsWith('short-'));
    const record = JSON.parse(readFileSync(join(folder, name ?? '', 'run.json'), 'utf8')) as RunRecord;
    assert.equal(record.status, 'completed');
    assert.equal(run === undefined || run.status === 'completed', true);
    assert.ok((record.final?.metrics['validationAccuracy'] ?? 0) > 0.9, JSON.stringify(record.final));
  });

  it('pauses, continues and stops at once', async () => {
    const spec = await writeFile('train-test/control.nn.json', makeSpec(endless));
    const training = await start(features, spec);
    await until('it steps', () => stepOf(training) > 0);
    await vscode.commands.executeCommand('netweight.pause');
    await until('it is paused', () => training.run?.state === 'paused');
    const paused = stepOf(training);
    await new Promise((wait) => setTimeout(wait, 500));
    assert.equal(stepOf(training), paused, 'nothing moves while paused');
    await vscode.commands.executeCommand('netweight.continue');
    await until('it steps again', () => stepOf(training) > paused);
    await vscode.commands.executeCommand('netweight.stop');
    const record = await training.ended;
    assert.equal(record.status, 'stopped');
  });

  it('runs two trainings side by side', async () => {
    const first = await start(features, await writeFile('train-test/first.nn.json', makeSpec(endless)));
    const second = await start(features, await writeFile('train-test/second.nn.json', makeSpec(endless)));
    const before = [stepOf(first), stepOf(second)];
    await until('both step', () => stepOf(first) > before[0]! && stepOf(second) > before[1]!);
    assert.equal(features.trainings.all.length, 2);
  });

  it('resumes a stopped run to the same bytes as one never stopped', async () => {
    const plan = { epochs: 4000, seed: 5, checkpointEvery: 500 };
    const whole = await start(features, await writeFile('train-test/whole.nn.json', makeSpec(plan)));
    await whole.ended;
    const spec = await writeFile('train-test/halves.nn.json', makeSpec(plan));
    const half = await start(features, spec);
    await until('it is under way', () => stepOf(half) > 200);
    await vscode.commands.executeCommand('netweight.stop');
    assert.equal((await half.ended).status, 'stopped');
    await vscode.commands.executeCommand('netweight.resume', spec);
    const resumed = features.trainings.ofSpec(spec);
    assert.ok(resumed);
    assert.equal((await resumed.ended).status, 'completed');
    const last = (directory: string): Buffer => {
      const bytes = readFileSync(join(directory, 'checkpoints/last.safetensors'));
      return bytes.subarray(8 + Number(bytes.readBigUInt64LE(0)));
    };
    assert.deepEqual(last(resumed.directory), last(whole.directory));
  });

  it('puts a finding on its line while training runs; a healthy run takes it away', async () => {
    const sigmoid = Array.from({ length: 12 }, (_, i) => ({
      type: 'dense',
      name: `hidden${i + 1}`,
      units: 16,
      activation: 'sigmoid',
    }));
    const spec = await writeFile(
      'train-test/deep.nn.json',
      makeSpec(endless, [...sigmoid, { type: 'dense', name: 'output' }]),
    );
    const document = await openSpec(spec);
    const training = await start(features, spec);
    const finding = await until('the finding is shown', () =>
      ourDiagnostics(spec).find(
        ({ code }) => (typeof code === 'object' ? code.value : code) === 'vanishing-gradient',
      ),
    );
    assert.match(document.getText(finding.range), /hidden1"/);
    assert.match(finding.message, /Source: /);
    assert.ok(typeof finding.code === 'object');
    assert.equal(finding.code.target.toString(), 'netweight-finding:/vanishing-gradient.md');
    const page = await vscode.workspace.openTextDocument(finding.code.target);
    assert.match(
      page.getText(),
      /^# vanishing-gradient\n\nThe gradient shrinks[^]*Threshold: 0.001\.[^]*\(dead-units\.md\)/,
    );
    const [related] = finding.relatedInformation ?? [];
    assert.equal(related?.location.uri.toString(), spec.toString());
    assert.match(document.getText(related.location.range), /hidden2"/);
    assert.match(related.message, /^‖∇ hidden2‖ = /);
    const fix = await until('a fix is offered', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        spec,
        finding.range,
      );
      return actions.find(({ edit }) => edit !== undefined);
    });
    assert.ok(fix.edit);
    await vscode.commands.executeCommand('netweight.stop');
    await training.ended;
    await vscode.workspace.applyEdit(fix.edit);
    await document.save();
    const healthy = await start(features, spec);
    await until('it has trained for a while', () => stepOf(healthy) > 3000, 40_000);
    const left = ourDiagnostics(spec).filter(({ message }) => message.includes('anish'));
    assert.deepEqual(
      left.map(({ message }) => message),
      [],
    );
  });

  it('says in one line why a training cannot begin', async () => {
    const spec = await writeFile(
      'train-test/nothing.nn.json',
      makeSpec(endless).replace('signs.csv', 'nothing.csv'),
    );
    await vscode.commands.executeCommand('netweight.train', spec);
    assert.equal(features.trainings.ofSpec(spec), undefined);
  });
});
