import assert from 'node:assert/strict';
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
  });
});
