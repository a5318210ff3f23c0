import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { commands } from '../../../src/extension/commandList.js';
import { walkthroughs } from '../../../src/extension/walkthrough.js';

describe('the walkthrough', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const [{ steps } = { steps: [] }] = walkthroughs;

  it('has a picture and one button a step, of a command that there is', () => {
    assert.equal(steps.length, 5);
    for (const { id, description, media } of steps) {
      assert.ok(existsSync(resolve(root, media.markdown)), media.markdown);
      const links = [...description.matchAll(/\]\(command:([^?)]+)(?:\?([^)]+))?\)/g)];
      assert.equal(links.length, 1, id);
      const [, command, args] = links[0]!;
      assert.ok(
        commands.some((known) => known.id === command),
        command,
      );
      if (args !== undefined) assert.deepEqual(JSON.parse(decodeURIComponent(args)), [id]);
    }
  });
});
