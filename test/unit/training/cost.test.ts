import assert from 'node:assert/strict';
import { describeCost, formatStepTime } from '../../../src/display/cost.js';
import { checkData } from '../../../src/training/checkData.js';
import { SpecProblemsError } from '../../../src/training/specProblemsError.js';
import { MemoryTraining, specPath, writeSpec } from './memoryTraining.js';

/** What a check says of a spec. */
async function check(text: string, training = new MemoryTraining()) {
  training.tickMilliseconds = 1;
  const host = training.host();
  return checkData(text, host.filesBeside(specPath), host);
}

describe('what a training takes', () => {
  it('is known before it starts, as the run has it afterwards', async () => {
    const text = writeSpec();
    const { cost, problems } = await check(text);
    assert.deepEqual(problems, []);
    const { run } = await new MemoryTraining().run(text);
    assert.equal(cost!.parameters, run.parameters);
    assert.ok(cost!.arenaBytes > 4 * 3 * cost!.parameters);
    assert.equal(cost!.stepMs, 1);
    const wider = (await check(text.replace('"units":4', '"units":400'))).cost!;
    assert.ok(wider.arenaBytes > cost!.arenaBytes && wider.parameters > cost!.parameters);
  });

  it('is nothing where a spec cannot be trained', async () => {
    assert.equal((await check(writeSpec().replace('"target":"label"', '"target":"lable"'))).cost, null);
  });

  it('is refused with the number where it does not fit, and says what takes most', async () => {
    const wide = (units: number): string =>
      writeSpec({
        layers: [
          { type: 'dense', name: 'wide', units },
          { type: 'dense', name: 'back', units },
          { type: 'dense' },
        ],
      });
    const { problems, cost } = await check(wide(40_000));
    assert.equal(cost, null);
    const [problem] = problems;
    assert.equal(problem!.code, 'too-large');
    assert.match(
      problem!.message,
      /^Training needs [\d.]+ GB of memory, and a training can have 4 GB\. Make "back" smaller/,
    );

    const training = new MemoryTraining();
    training.availableBytes = 30_000;
    const refused = await training.run(writeSpec()).catch((error: unknown) => error);
    assert.ok(refused instanceof SpecProblemsError);
    assert.match(refused.message, /needs [\d.]+ MB of memory, and this machine has 0\.029 MB free/);
  });

  it('is said in the units of its size', () => {
    assert.equal(formatStepTime(0.0042), '4.2 µs');
    assert.equal(formatStepTime(12.34), '12 ms');
    assert.equal(formatStepTime(1300), '1.3 s');
    assert.equal(
      describeCost({ parameters: 1425, arenaBytes: 84 * 1024, stepMs: 0.012 }),
      '1,425 parameters · 84 KB · 12 µs a step',
    );
  });
});
