import assert from 'node:assert/strict';
import { parseSpec } from '../../../src/spec/parse.js';
import { locate, pathAt } from '../../../src/spec/positions.js';
import type { SpecPath } from '../../../src/spec/spec.js';

const text = [
  '// 🐧 penguins',
  '{',
  '\t"data": { "train": "größe.csv", "target": "🐧🐧" /* 🐧 */, "scale": "none" },',
  '  "layers": [',
  '    { "type": "dense", "units": 4 },',
  '    { "type": "dense",',
  '      "name": "output" }',
  '  ],',
  '  "training": {',
  '    "epochs": 3',
  '  }',
  '}',
].join('\r\n');

const { positions } = parseSpec(text);

function underlined(path: SpecPath, part?: 'key' | 'value'): [line: number, column: number, text: string] {
  const { line, column, offset, length } = locate(positions, path, part);
  return [line, column, text.slice(offset, offset + length)];
}

describe('positions in a spec', () => {
  it('count lines over CRLF, and columns in UTF-16 units, a tab being one', () => {
    assert.deepEqual(underlined(['data', 'train']), [3, 21, '"größe.csv"']);
    assert.deepEqual(underlined(['data', 'target']), [3, 44, '"🐧🐧"']);
    assert.deepEqual(underlined(['data', 'scale'], 'key'), [3, 61, '"scale"']);
    assert.deepEqual(underlined(['data', 'scale']), [3, 70, '"none"']);
  });

  it('count lines alike over LF, CR and CRLF', () => {
    for (const newline of ['\n', '\r', '\r\n']) {
      const { positions: same } = parseSpec(text.replaceAll('\r\n', newline));
      assert.equal(locate(same, ['layers', 1, 'name']).line, 7);
    }
  });

  it('show a layer by its line, and a section of several lines by its key', () => {
    assert.deepEqual(underlined(['layers', 0]), [5, 5, '{ "type": "dense", "units": 4 }']);
    assert.deepEqual(underlined(['layers', 1]), [6, 5, '{ "type": "dense",']);
    assert.deepEqual(underlined(['training']), [9, 3, '"training"']);
    assert.deepEqual(underlined([]), [2, 1, '{']);
  });

  it('fall back to what is there: the layer, the key "layers", the start', () => {
    assert.deepEqual(underlined(['layers', 0, 'init']), [5, 5, '{ "type": "dense", "units": 4 }']);
    assert.deepEqual(underlined(['layers', 7]), [4, 3, '"layers"']);
    assert.deepEqual(underlined(['optimizer', 'learningRate']), [4, 3, '"layers"']);
    assert.deepEqual(underlined(['data', 'group']), underlined(['data']));
    const empty = parseSpec('').positions;
    assert.deepEqual(locate(empty, ['layers', 0]), { line: 1, column: 1, offset: 0, length: 0 });
    const noLayers = parseSpec('{ "data": 1 }').positions;
    assert.equal(locate(noLayers, ['optimizer']).column, 1);
  });

  it('tell what an offset belongs to', () => {
    const at = (marker: string) => pathAt(positions, text.indexOf(marker) + 1);
    assert.deepEqual(at('"units"'), { path: ['layers', 0, 'units'], atKey: true });
    assert.deepEqual(at('4 }'), { path: ['layers', 0, 'units'], atKey: false });
    assert.deepEqual(at('"output"'), { path: ['layers', 1, 'name'], atKey: false });
    assert.deepEqual(at(': {\r\n'), { path: ['training'], atKey: true });
    assert.equal(pathAt(positions, 3), null);
  });
});
