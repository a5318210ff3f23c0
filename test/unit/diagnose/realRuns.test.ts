import assert from 'node:assert/strict';
import { rules } from '../../../src/diagnose/index.js';
import { findingCodes } from '../../../src/spec/findingCodes.js';
import { editSpec } from '../../../src/spec/edit.js';
import { sickRuns } from '../../diagnosis/sick.js';
import { soundSpec } from '../../diagnosis/tables.js';
import { trainSpec } from '../../diagnosis/trainSpec.js';

describe('rules, on networks that are trained on real tables', function () {
  this.timeout(120_000);

  it('are one for each code that the spec knows', () => {
    assert.deepEqual(rules.map(({ code }) => code).sort(), Object.keys(findingCodes).sort());
  });

  for (const { code, severity } of rules) {
    const sick = sickRuns.find((run) => run.code === code);

    it(`${code}: found first in a network made sick in that way, the same live and read back`, async () => {
      assert.ok(sick, `test/diagnosis/sick.ts has no network with ${code}`);
      const written = sick.spec(1);
      const { findings, told } = await trainSpec(written);
      const [first] = findings;
      assert.equal(first?.code, code);
      assert.deepEqual(told, findings);
      const ranks = ['information', 'warning', 'error'];
      assert.ok(ranks.indexOf(first.severity) >= ranks.indexOf(severity));
      assert.ok(first.message.length > 20 && !/NaN(?! at)|undefined/.test(first.message), first.message);
      const text = JSON.stringify(written, null, 2);
      assert.equal(first.fixes.filter(({ preferred }) => preferred).length, 1);
      for (const { title, edits } of first.fixes)
        assert.ok(editSpec(text, edits), `${title} cannot be applied`);
    });

    it(`${code}: not found where the same table is learnt well`, async () => {
      const { findings } = await trainSpec(soundSpec(sick?.table ?? 'wine', { training: { seed: 1 } }));
      assert.ok(findings.every((finding) => finding.code !== code));
    });
  }
});
