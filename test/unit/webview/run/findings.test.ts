import assert from 'node:assert/strict';
import type { PlacedFinding } from '../../../../src/protocol/runPanel.js';
import { groupFindings, sinceWords } from '../../../../webview/run/findings.js';
import { sick } from './storedRuns.js';

describe('findings of a run', () => {
  it('are grouped by code, the gravest first, with their fixes in order of preference', () => {
    const first = sick.findings[0]!;
    const findings: PlacedFinding[] = [
      first,
      { ...first, layer: 'hidden2', parameter: 'hidden2.weight', value: 3e-7 },
      {
        ...first,
        code: 'not-finite',
        severity: 'error',
        value: null,
        threshold: null,
        fixes: [
          { title: 'b', preferred: false, edits: [] },
          { title: 'a', preferred: true, edits: [] },
        ],
      },
    ];
    const [grave, gradient, ...rest] = groupFindings(findings, 'net.nn.json');
    assert.equal(rest.length, 0);
    assert.equal(grave!.key, 'not-finite');
    assert.deepEqual(
      grave!.fixes.map((fix) => fix.index),
      [1, 0],
    );
    assert.equal(grave!.measured, null);
    assert.equal(gradient!.title, 'Gradient vanishes in hidden1 … hidden8');
    assert.equal(gradient!.measured, '‖∇ hidden1‖ / ‖∇ output‖ = 2.0e−7');
    assert.equal(gradient!.threshold, 'below 1e−3');
    assert.equal(gradient!.where.text, 'net.nn.json:7');
    assert.deepEqual(gradient!.source, {
      label: 'AUTOTRAINER, ICSE 2021',
      url: 'https://doi.org/10.1109/ICSE43902.2021.00043',
    });
    assert.deepEqual(gradient!.places.map((place) => place.text).slice(-2), [
      '‖∇ hidden8‖ = 2.1e−4',
      'hidden2.weight 3.0e−7',
    ]);
  });

  it('read a message as what it is and how it was measured', () => {
    const entry = (message: string, value: number | null): unknown => {
      const { title, detail, measured } = groupFindings([{ ...sick.findings[0]!, message, value }], 'a')[0]!;
      return { title, detail, measured };
    };
    assert.deepEqual(
      entry('Training diverges: the loss is 9.1, 5 times its best, above 4; it began at 2.3', 5),
      {
        title: 'Training diverges',
        detail: null,
        measured: 'the loss is 9.1, 5 times its best; it began at 2.3',
      },
    );
    assert.deepEqual(entry('The loss is NaN at step 9: training cannot go on', null), {
      title: 'The loss is NaN at step 9',
      detail: 'Training cannot go on',
      measured: null,
    });
    assert.deepEqual(entry('Plain', 0.5), { title: 'Plain', detail: null, measured: '0.5' });
  });

  it('tell since when in words', () => {
    assert.equal(sinceWords(1, 1020), 'step 1, for 1,019 steps');
    assert.equal(sinceWords(7, 8), 'step 7, for 1 step');
    assert.equal(sinceWords(7, 7), 'step 7');
  });

  it('show a source without a link, or a link without words', () => {
    const source = (text: string): unknown =>
      groupFindings([{ ...sick.findings[0]!, source: text }], 'a')[0]!.source;
    assert.deepEqual(source('Glorot & Bengio 2010'), { label: 'Glorot & Bengio 2010', url: null });
    assert.deepEqual(source('https://arxiv.org/abs/1.'), {
      label: 'arxiv.org',
      url: 'https://arxiv.org/abs/1',
    });
    assert.deepEqual(source('He 2015 (https://arxiv.org/abs/2)'), {
      label: 'He 2015',
      url: 'https://arxiv.org/abs/2',
    });
  });
});
