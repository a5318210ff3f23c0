import assert from 'node:assert/strict';
import type { RunFigures } from '../../../../src/extension/figures/figures.js';
import { knownLayers } from '../../../../src/extension/figures/knownSpec.js';
import { StoredFigures } from '../../../../src/extension/figures/storedFigures.js';
import { EventLog } from '../../../../src/runs/eventLog.js';
import { measureRun, type MeasuredRun } from '../../../../src/runs/measuredRun.js';
import { RunReader } from '../../../../src/runs/reader.js';
import { encodeRecord } from '../../../../src/runs/record.js';
import type { RunRecord } from '../../../../src/runs/run.js';
import { epochAt, layout, record, sampleAt } from '../../runs/fakeRun.js';
import { MemoryFileSystem } from '../../runs/memoryFileSystem.js';

const directory = '/x/.netweight/runs/penguins-1';
const specText = `{
  "data": { "train": "t.csv", "target": "y" },
  "layers": [
    { "type": "dense", "name": "hidden", "units": 2 },
    { "type": "dense", "name": "output" }
  ]
}`;

async function readRun(): Promise<RunFigures> {
  const fileSystem = new MemoryFileSystem();
  const log = new EventLog(layout);
  log.addFileVersion(0);
  log.addSample(0, sampleAt(4));
  log.addEpoch(0, epochAt(1));
  // The values −1, 1, 1, 1: mean 0.5, mean of squares 1.
  const values = { minimum: -1, maximum: 1, counts: [1, 0, 3], sum: 2, sumOfSquares: 4 };
  log.addHistograms(0, 4, [{ name: 'hidden.weight', ...values }], []);
  const encoder = new TextEncoder();
  const ended = { ...record, status: 'completed' as const, epochs: 1, pid: null };
  await fileSystem.makeDirectory(directory);
  await fileSystem.replace(`${directory}/run.json`, encoder.encode(encodeRecord(ended)));
  await fileSystem.replace(`${directory}/spec.nn.json`, encoder.encode(specText));
  await fileSystem.replace(`${directory}/events.out.tfevents.1.here`, log.take());
  const host = { name: 'here', processLives: () => false, now: () => 0 };
  const reader = new RunReader(fileSystem, directory);
  const measure = (of: RunRecord): Promise<MeasuredRun> => measureRun(reader, of);
  const figures = await new StoredFigures(fileSystem, directory, host, measure).figures();
  assert.ok(figures);
  return figures;
}

const describedLayer = (name: string, shape: number[]) => ({
  name,
  type: 'dense',
  outputShape: [shape[0]!],
  parameters: [{ name: `${name}.weight`, shape, init: 'heNormal' }],
  weights: 4,
  frozen: false,
});

describe('what is known beside the code', () => {
  it('is read from a run folder to the letter', async () => {
    const [hidden, output] = (await readRun()).layers;
    assert.deepEqual([hidden?.mean, hidden?.std, hidden?.l2], [0.5, Math.sqrt(0.75), 2]);
    assert.equal(hidden?.gradientNorm, Math.fround(sampleAt(4).gradientNorms[0]!));
    assert.equal(hidden?.deadShare, 0.125);
    assert.equal(output?.mean, null, 'what was not measured is null');
  });

  it('is so far what run.json says, while events are read; lenses stay as many', async () => {
    const fileSystem = new MemoryFileSystem();
    await fileSystem.makeDirectory(directory);
    const ended = { ...record, status: 'completed' as const, pid: null };
    await fileSystem.replace(`${directory}/run.json`, new TextEncoder().encode(encodeRecord(ended)));
    const host = { name: 'here', processLives: () => false, now: () => 0 };
    let asked = 0;
    const stored = new StoredFigures(fileSystem, directory, host, () => {
      asked++;
      return new Promise<MeasuredRun>(() => undefined);
    });
    void stored.figures();
    void stored.figures();
    await new Promise((wait) => setTimeout(wait));
    assert.equal(stored.soFar?.state, 'completed');
    assert.equal(asked, 1, 'one reading serves all who ask');
    assert.deepEqual(
      knownLayers(specText, null, stored.soFar).map(({ name, learnt }) => [name, learnt]),
      [
        ['hidden', null],
        ['output', null],
      ],
    );
  });

  it('belongs to a layer of the same name, type and shape alone', async () => {
    const run = await readRun();
    const same = [describedLayer('hidden', [2, 2]), describedLayer('output', [2, 2])];
    assert.equal(knownLayers(specText, same, run)[0]?.learnt?.mean, 0.5);
    const wider = [describedLayer('hidden', [3, 2]), describedLayer('output', [2, 3])];
    assert.deepEqual(
      knownLayers(specText, wider, run).map(({ learnt }) => learnt),
      [null, null],
    );
    const renamed = specText.replace('"hidden"', '"first"');
    assert.equal(knownLayers(renamed, [describedLayer('first', [2, 2])], run)[0]?.learnt, null);
  });

  it('is shown before the data was read where the layer is written as it was trained', async () => {
    const run = await readRun();
    assert.equal(knownLayers(specText, null, run)[0]?.learnt?.mean, 0.5);
    assert.equal(knownLayers(specText.replace('"units": 2', '"units": 3'), null, run)[0]?.learnt, null);
  });

  it('has one entry a layer, however half-typed the text is', () => {
    const texts = ['', '{', '{ "layers": [', '{ "layers": [{ }, { "type": "dense" }, { "ty', '[]'];
    assert.deepEqual(
      texts.map((text) => knownLayers(text, null, null).map(({ name }) => name)),
      [[], [], [], ['layer 1', 'dense1', 'layer 3'], []],
    );
  });
});
