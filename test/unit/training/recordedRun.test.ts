import assert from 'node:assert/strict';
import { RunReader } from '../../../src/runs/reader.js';
import { readRecordedRun } from '../../../src/training/recordedRun.js';
import { MemoryTraining, writeSpec } from './memoryTraining.js';

describe('a run read back for its panel', () => {
  it('has every sample and epoch that training told of, and the newest histograms', async () => {
    const training = new MemoryTraining();
    training.tickMilliseconds = 600;
    await training.run(writeSpec());
    const reader = new RunReader(training.fileSystem, '/run');
    const record = await reader.readRecord();
    assert.ok('value' in record);
    const { epochs, samples, histograms, texts } = await readRecordedRun(reader, record.value);
    assert.deepEqual(
      epochs.map(({ epoch }) => epoch),
      [1, 2, 3, 4, 5, 6],
    );
    const { steps, loss, gradientNorm, updateRatio } = samples;
    assert.ok(steps.length > 0 && loss.length === steps.length);
    assert.ok(loss.every(Number.isFinite));
    for (const columns of [gradientNorm, updateRatio]) {
      assert.deepEqual(Object.keys(columns).sort(), Object.keys(histograms).sort());
      for (const column of Object.values(columns)) assert.equal(column.length, steps.length);
    }
    assert.ok(gradientNorm['hidden.weight']!.every((norm) => norm > 0));
    const { minimum, maximum, counts } = histograms['hidden.weight']!;
    assert.ok(minimum < maximum);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      8,
    );
    assert.deepEqual(texts, []);
  });
});
