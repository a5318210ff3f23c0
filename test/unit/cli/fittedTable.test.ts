import assert from 'node:assert/strict';
import { showTable, type Column } from '../../../src/cli/fittedTable.js';
import { paint, type Terminal } from '../../../src/cli/terminal.js';

const columns: readonly Column[] = [
  { head: 'tensor', align: 'left' },
  { head: 'shape', align: 'right' },
  { head: '', align: 'left', spare: 1 },
  { head: 'mean', align: 'right', spare: 2 },
  { head: 'zeros', align: 'right', spare: 3 },
];
const name = 'model.layers.11.self_attn.q_proj.weight';

function show(width: number, interactive = true): string[] {
  let text = '';
  const terminal: Terminal = {
    out: (part) => (text += part),
    error: () => undefined,
    interactive,
    color: interactive,
    columns: width,
  };
  showTable(terminal, columns, [[name, '64×64', '████', paint(terminal, 'red', '0.125'), '10']]);
  return text
    .replace(/\u001b\[\d+m/g, '')
    .trimEnd()
    .split('\n');
}

describe('tables of the command', () => {
  it('never are wider than the window, and say what they leave out', () => {
    for (let width = 30; width < 90; width++) {
      const lines = show(width);
      const table = lines.filter((line) => /[│┌├└]/u.test(line));
      for (const line of table) assert.ok(line.length <= width, `${width}: ${line}`);
      const isWhole = ['mean', 'zeros'].every((head) => table[1]!.includes(head));
      assert.equal(/left out in a window of \d+ columns/.test(lines.at(-1)!), !isWhole, `${width}`);
    }
    assert.equal(show(50).at(-1), 'mean, zeros: left out in a window of 50 columns.');
  });

  it('shorten names in the middle before anything is left out', () => {
    const lines = show(70);
    assert.match(lines[3]!, /│ model\.la…11\.self_attn\.q_proj\.weight │ 64×64 │ ████ │ 0\.125 │ {4}10 │/);
  });

  it('are whole where no window shows them', () => {
    assert.match(
      show(40, false).join('\n'),
      /│ model\.layers\.11\.self_attn\.q_proj\.weight │ 64×64 │ ████ │/,
    );
  });
});
