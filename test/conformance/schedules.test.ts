import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { MemberConfig } from '../../src/engine/config.js';
import { fillDefaults } from '../../src/engine/member.js';
import { createSchedule } from '../../src/engine/schedules/createSchedule.js';
import { findSchedule, schedules } from '../../src/engine/schedules/index.js';

interface Fixture {
  baseRate: number;
  epochs: number;
  stepsPerEpoch: number;
  cases: { schedule: MemberConfig; losses?: (number | null)[]; perStep?: boolean; rates: number[] }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/pytorch/schedules.json', import.meta.url), 'utf8'),
) as Fixture;
const { stepsPerEpoch } = fixture;

describe('schedules against PyTorch', () => {
  for (const { schedule: options, losses, perStep, rates } of fixture.cases) {
    it(JSON.stringify(options), () => {
      const schedule = createSchedule(complete(options), fixture);
      rates.forEach((expected, index) => {
        const steps = perStep ? [index] : [index * stepsPerEpoch, (index + 1) * stepsPerEpoch - 1];
        for (const step of steps) assertClose(schedule.rateAt(step), expected, `step ${step}`);
        if (!perStep) schedule.endEpoch?.(index, losses?.[index] ?? NaN);
      });
    });
  }

  it('every schedule of the table is held against a fixture', () => {
    const held = new Set(fixture.cases.map(({ schedule }) => schedule.type));
    assert.deepEqual([...held].sort(), schedules.map(({ name }) => name).sort());
  });
});

describe('every schedule', () => {
  for (const member of schedules) {
    const options = { ...(member.options.milestones && { milestones: [2, 5] }), type: member.name };

    it(`${member.name} warms up over the first epochs`, () => {
      const plain = createSchedule(complete(options), fixture);
      const warm = createSchedule(complete({ ...options, warmupEpochs: 4 }), fixture);
      [1, 2, 3, 4, 4, 4].forEach((quarter, epoch) => {
        const step = epoch * stepsPerEpoch + 3;
        assertClose(warm.rateAt(step), (plain.rateAt(step) * quarter) / 4, `epoch ${epoch}`);
      });
    });

    it(`${member.name} goes on from its state, also through JSON, as if it had never stopped`, () => {
      const losses = [3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1];
      for (const stopAfter of [0, 1, 5, 9]) {
        const config = complete({ ...options, ...(member.options.patience && { patience: 2 }) });
        const whole = createSchedule(config, fixture);
        let part = createSchedule(config, fixture);
        losses.forEach((loss, epoch) => {
          if (epoch === stopAfter) {
            const state = JSON.parse(JSON.stringify(part.readState?.() ?? {})) as Record<string, number>;
            part = createSchedule(config, fixture);
            part.writeState?.(state);
          }
          const step = epoch * stepsPerEpoch;
          assert.equal(part.rateAt(step), whole.rateAt(step), `stopped after ${stopAfter}, epoch ${epoch}`);
          whole.endEpoch?.(epoch, loss);
          part.endEpoch?.(epoch, loss);
        });
      }
    });

    it(`${member.name} gives a finite rate of at least 0 at every step of any length, and beyond`, () => {
      for (const [epochs, steps] of [
        [1, 1],
        [1, 5],
        [2, 1],
        [3, 4],
        [100, 1],
      ] as const) {
        const context = { baseRate: 0.1, epochs, stepsPerEpoch: steps };
        const schedule = createSchedule(complete(options), context);
        for (let step = 0; step <= epochs * steps + 2; step++) {
          const rate = schedule.rateAt(step);
          assert.ok(rate >= 0 && rate <= 0.1 * (1 + 1e-12), `${epochs} × ${steps}, step ${step}: ${rate}`);
        }
      }
    });
  }

  it('a name that there is not throws', () => {
    assert.throws(
      () => createSchedule({ type: 'cosinus', warmupEpochs: 0 }, fixture),
      /no schedule "cosinus"/,
    );
  });
});

function complete(options: MemberConfig): MemberConfig {
  return fillDefaults(findSchedule(options.type)!, options);
}

function assertClose(actual: number, expected: number, where: string): void {
  const error = Math.abs(actual - expected);
  assert.ok(error <= 1e-9 * Math.abs(expected) + 1e-16, `${where}: ${actual} instead of ${expected}`);
}
