import assert from 'node:assert/strict';
import { diagnose, rules } from '../../../src/diagnose/index.js';
import type { Finding } from '../../../src/runs/finding.js';
import type { Metrics } from '../../../src/runs/metrics.js';
import { findingCodes } from '../../../src/spec/findingCodes.js';
import { readRecordedRun, specFor } from './recordedRun.js';

function only(findings: readonly Finding[]): Finding {
  assert.deepEqual(
    findings.map(({ code }) => code),
    [findings[0]?.code ?? 'a finding'],
  );
  return findings[0]!;
}

describe('rules', () => {
  const sick: Record<string, string> = {
    vanishing: 'vanishing-gradient',
    'vanishing-deep': 'vanishing-gradient',
    exploding: 'exploding-gradient',
    'exploding-relu': 'exploding-gradient',
    'not-finite': 'not-finite',
    diverging: 'diverging',
    'diverging-adam': 'diverging',
  };
  for (const [name, code] of Object.entries(sick)) {
    it(`find ${code} in the run "${name}"`, () => {
      const metrics = readRecordedRun(name);
      const finding = only(diagnose({ spec: specFor(metrics), metrics }));
      assert.equal(finding.code, code);
      assert.ok(finding.fixes.length > 0);
      assert.equal(finding.fixes.filter(({ preferred }) => preferred).length, 1);
    });
  }

  for (const name of ['healthy-adam', 'healthy-sgd', 'healthy-deep', 'healthy-noisy', 'healthy-conv']) {
    it(`find nothing in the run "${name}", at no time`, () => {
      const { length } = readRecordedRun(name).scalars.get('loss/train')!.steps;
      for (let samples = 1; samples <= length; samples++) {
        const metrics = readRecordedRun(name, samples);
        assert.deepEqual(diagnose({ spec: specFor(metrics, { activation: 'relu' }), metrics }), []);
      }
    });
  }

  it('have codes that the spec knows, sources that can be opened and docs', () => {
    for (const rule of rules) {
      assert.ok(rule.code in findingCodes);
      assert.match(rule.source, /https:\/\/\S+/);
      assert.ok(rule.doc.length > 80);
    }
    assert.equal(new Set(rules.map(({ code }) => code)).size, rules.length);
  });

  it('are silenced by the spec', () => {
    const metrics = readRecordedRun('vanishing');
    const spec = specFor(metrics, {}, { health: { 'vanishing-gradient': 'off' } });
    assert.deepEqual(diagnose({ spec, metrics }), []);
  });

  it('take their threshold from the spec', () => {
    const metrics = readRecordedRun('vanishing');
    const spec = specFor(metrics, {}, { health: { 'vanishing-gradient': { threshold: 1e-9 } } });
    assert.deepEqual(diagnose({ spec, metrics }), []);
    const lenient = specFor(metrics, {}, { health: { 'vanishing-gradient': { threshold: 1e-6 } } });
    const finding = only(diagnose({ spec: lenient, metrics }));
    assert.equal(finding.threshold, 1e-6);
    assert.match(finding.message, /hidden1 … hidden3:/);
  });

  it('say nothing of a run without measurements', () => {
    const metrics: Metrics = {
      epochs: [],
      scalars: new Map(),
      parameters: [],
      stepsPerEpoch: 0,
      plannedEpochs: 0,
      facts: null,
    };
    assert.deepEqual(diagnose({ spec: specFor(metrics), metrics }), []);
  });
});

describe('vanishing-gradient', () => {
  it('names the layers, the measure, the threshold and where it began', () => {
    const metrics = readRecordedRun('vanishing-deep', 204);
    const finding = only(diagnose({ spec: specFor(metrics), metrics }));
    assert.equal(
      finding.message,
      'Gradient vanishes in hidden1 … hidden8: ‖∇ hidden1‖ / ‖∇ output‖ = 2e−7, below 1e−3',
    );
    assert.equal(finding.step, 1);
    assert.equal(finding.threshold, 1e-3);
    assert.equal(finding.parameter, 'hidden1.weight');
    assert.deepEqual(finding.path, ['layers', 0]);
    assert.deepEqual(
      finding.related.map(({ path }) => path),
      [1, 2, 3, 4, 5, 6, 7].map((index) => ['layers', index]),
    );
  });

  it('is found within the first epoch', () => {
    assert.equal(
      diagnose({ spec: specFor(readRecordedRun('vanishing')), metrics: readRecordedRun('vanishing', 12) })
        .length,
      1,
    );
  });

  it('is not found by one sample', () => {
    assert.equal(
      diagnose({ spec: specFor(readRecordedRun('vanishing')), metrics: readRecordedRun('vanishing', 9) })
        .length,
      0,
    );
  });

  it('offers relu for sigmoid in all hidden layers first, then batchNorm between layer and activation', () => {
    const metrics = readRecordedRun('vanishing');
    const [relu, norm] = only(diagnose({ spec: specFor(metrics), metrics })).fixes;
    assert.equal(relu!.title, 'Use relu with heNormal');
    assert.equal(relu!.edits.length, 24);
    assert.deepEqual(relu!.edits.slice(0, 2), [
      { op: 'set', path: ['layers', 0, 'activation'], value: 'relu' },
      { op: 'set', path: ['layers', 0, 'init'], value: 'heNormal' },
    ]);
    assert.equal(norm!.title, 'Add batchNorm');
    assert.deepEqual(norm!.edits.slice(0, 2), [
      { op: 'insert', path: ['layers', 12], value: { type: 'batchNorm', activation: 'sigmoid' } },
      { op: 'remove', path: ['layers', 11, 'activation'] },
    ]);
  });

  it('offers a better start where relu started too small', () => {
    const metrics = readRecordedRun('vanishing');
    const init = { type: 'randomNormal', std: 0.001 };
    const [fix] = only(diagnose({ spec: specFor(metrics, { activation: 'relu', init }), metrics })).fixes;
    assert.equal(fix!.title, 'Initialise with heNormal and glorotUniform');
    assert.deepEqual(fix!.edits[0], { op: 'set', path: ['layers', 0, 'init'], value: 'heNormal' });
  });
});

describe('exploding-gradient', () => {
  it('names the layers whose gradient grew on its way back', () => {
    const metrics = readRecordedRun('exploding');
    const finding = only(diagnose({ spec: specFor(metrics, { activation: 'tanh' }), metrics }));
    assert.match(
      finding.message,
      /^Gradient explodes in hidden1: ‖∇ hidden1‖ \/ ‖∇ output‖ = \d+, above 70$/,
    );
    assert.deepEqual(finding.path, ['layers', 0]);
  });

  it('names the norm over all layers where it is beyond measure', () => {
    const metrics = readRecordedRun('exploding-relu');
    const init = { type: 'randomNormal', std: 1 };
    const finding = only(diagnose({ spec: specFor(metrics, { activation: 'relu', init }), metrics }));
    assert.match(finding.message, /^Gradient explodes: the norm over all layers is/);
    assert.deepEqual(
      finding.fixes.map(({ title }) => title),
      [
        'Initialise with heNormal and glorotUniform',
        'Clip gradients at 1',
        'Add batchNorm',
        'Lower the learning rate to 1e−4',
      ],
    );
  });
});

describe('diverging', () => {
  it('stands on the optimizer and lowers its rate', () => {
    const metrics = readRecordedRun('diverging');
    const finding = only(diagnose({ spec: specFor(metrics, { activation: 'tanh' }), metrics }));
    assert.equal(finding.severity, 'error');
    assert.deepEqual(finding.path, ['optimizer']);
    assert.match(
      finding.message,
      /^Training diverges: the loss is \d+, [\d.]+ times its best, above 4; it began at 2\.4$/,
    );
    assert.deepEqual(finding.fixes[0], {
      title: 'Lower the learning rate to 1e−4',
      preferred: true,
      edits: [{ op: 'set', path: ['optimizer', 'learningRate'], value: 1e-4 }],
    });
  });
});

describe('not-finite', () => {
  it('names the first step and value, and keeps what follows from it as related', () => {
    const metrics = readRecordedRun('not-finite');
    const finding = only(diagnose({ spec: specFor(metrics, { activation: 'relu' }), metrics }));
    assert.equal(finding.severity, 'error');
    assert.equal(finding.step, 4);
    assert.match(finding.message, /^‖∇ output‖ is NaN at step 4/);
    assert.equal(finding.value, null);
    assert.equal(finding.threshold, null);
  });

  it('is found in an epoch whose loss is null, though no sample saw it', () => {
    const metrics = readRecordedRun('healthy-adam', 60);
    const epochs = [...metrics.epochs, { ...metrics.epochs.at(-1)!, step: 999, loss: null }];
    const finding = only(diagnose({ spec: specFor(metrics), metrics: { ...metrics, epochs } }));
    assert.equal(finding.code, 'not-finite');
    assert.equal(finding.step, 999);
    assert.deepEqual(finding.path, ['optimizer']);
  });
});
