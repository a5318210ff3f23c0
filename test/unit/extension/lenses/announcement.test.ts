import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Announcement } from '../../../../src/extension/lenses/announcement.js';

describe('news of lenses', () => {
  it('are announced once until somebody asks, and then again', () => {
    let announced = 0;
    const news = new Announcement(() => announced++);
    news.tell();
    news.tell();
    assert.equal(announced, 1);
    news.asked();
    assert.equal(announced, 1);
    news.tell();
    assert.equal(announced, 2);
    news.dispose();
  });

  it('are said again where nobody asks, each time after twice as long, and not once somebody has', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let announced = 0;
    const news = new Announcement(() => announced++);
    news.tell();
    mock.timers.tick(3000);
    assert.equal(announced, 2);
    mock.timers.tick(5999);
    assert.equal(announced, 2);
    mock.timers.tick(1);
    assert.equal(announced, 3);
    news.asked();
    mock.timers.tick(100_000);
    assert.equal(announced, 3);
    mock.timers.reset();
  });
});
