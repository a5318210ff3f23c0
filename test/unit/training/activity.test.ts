import assert from 'node:assert/strict';
import { MemoryTraining, writeSpec } from './memoryTraining.js';

describe('units that do nothing', () => {
  it('are told of while training, by layer, as the event file has them', async () => {
    const training = new MemoryTraining();
    training.tickMilliseconds = 600;
    const layers = [
      {
        type: 'dense',
        name: 'dead',
        units: 4,
        activation: 'relu',
        biasInit: { type: 'constant', value: -9 },
      },
      { type: 'dense', name: 'bent', units: 4, activation: 'tanh' },
      { type: 'dense', name: 'output' },
    ];
    await training.run(writeSpec({ layers }));
    const told = training.events.flatMap((event) => (event.type === 'activity' ? [event.activity] : []));
    assert.ok(told.length > 1);
    const { deadShare, saturatedShare } = told.at(-1)!;
    assert.deepEqual(deadShare, { dead: 1 });
    assert.deepEqual(Object.keys(saturatedShare), ['bent']);
    const { scalars } = await training.logged();
    const written = new Map(scalars).get('dead_share/dead');
    assert.equal(written?.values.at(-1), 1);
  });
});
