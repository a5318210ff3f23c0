import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Throttle } from '../../../src/extension/throttle.js';

describe('a throttle', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 10_000 }));
  afterEach(() => mock.timers.reset());

  function count(): { throttle: Throttle; acts: () => number } {
    let acts = 0;
    return { throttle: new Throttle(1000, () => acts++), acts: () => acts };
  }

  it('acts soon, and once for all that is asked before', () => {
    const { throttle, acts } = count();
    throttle.ask();
    throttle.ask();
    mock.timers.tick(0);
    assert.equal(acts(), 1);
  });

  it('acts again only when the time has passed, however often it is asked, and then once more', () => {
    const { throttle, acts } = count();
    throttle.ask();
    mock.timers.tick(0);
    for (let i = 0; i < 9; i++) {
      throttle.ask();
      mock.timers.tick(100);
    }
    assert.equal(acts(), 1);
    mock.timers.tick(100);
    assert.equal(acts(), 2);
    mock.timers.tick(5000);
    assert.equal(acts(), 2, 'nobody has asked since');
  });

  it('does at once what waits when it is flushed, and nothing where nothing waits or it was disposed', () => {
    const { throttle, acts } = count();
    throttle.flush();
    assert.equal(acts(), 0);
    throttle.ask();
    throttle.flush();
    assert.equal(acts(), 1);
    throttle.ask();
    throttle.dispose();
    mock.timers.tick(5000);
    assert.equal(acts(), 1);
  });
});
