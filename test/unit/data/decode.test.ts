import assert from 'node:assert/strict';
import { decodePieces, detectEncoding } from '../../../src/data/decode.js';
import { readCsv } from '../../../src/data/csv.js';

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return bytes;
}

const cases: readonly [string, Uint8Array, string, boolean][] = [
  ['UTF-8', new TextEncoder().encode('naïve,이름'), 'utf-8', false],
  ['UTF-8 with a mark', new TextEncoder().encode('\ufeffnaïve'), 'utf-8', false],
  ['UTF-16 little-endian', utf16('\ufeffx,ÿ,이', true), 'utf-16le', false],
  ['UTF-16 big-endian', utf16('\ufeffx,ÿ,이', false), 'utf-16be', false],
  ['UTF-16 without a mark', utf16('alpha,beta\n1,2\n', true), 'utf-16le', true],
  // 이름 (name) and 등급 (grade)
  ['Korean', Uint8Array.of(0xc0, 0xcc, 0xb8, 0xa7, 44, 0xb5, 0xee, 0xb1, 0xde), 'euc-kr', true],
  // 20°C: valid in the Korean encoding of browsers too
  ['a Western degree sign', Uint8Array.of(0x32, 0x30, 0xb0, 0x43), 'windows-1252', true],
  [
    'Western',
    Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 44, 0x63, 0x61, 0x66, 0xe9),
    'windows-1252',
    true,
  ],
];

describe('encodings', () => {
  for (const [what, bytes, label, guessed] of cases) {
    it(`knows ${what}`, () => {
      const encoding = detectEncoding(bytes);
      assert.deepEqual([encoding.label, encoding.guessed], [label, guessed]);
    });
  }

  it('decodes in pieces what it decodes at once', () => {
    const text = 'naïve 이름 😀 '.repeat(50);
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 2, 3, 7, 64, 10_000]) {
      assert.equal([...decodePieces(bytes, detectEncoding(bytes), size)].join(''), text);
    }
  });

  it('warns where the encoding is a guess', () => {
    const bytes = Uint8Array.of(0xc0, 0xcc, 0xb8, 0xa7, 10, 0xb5, 0xee, 10);
    const { table, problems } = readCsv(bytes, 't.csv', { header: true, missingValues: [] });
    assert.equal(table?.columns[0]!.name, '이름');
    assert.deepEqual(
      problems.map(({ severity, code }) => [severity, code]),
      [['warning', 'encoding-guessed']],
    );
    assert.match(problems[0]!.message, /not UTF-8; it is read as euc-kr/);
  });

  it('reads a table in UTF-16', () => {
    const { table } = readCsv(utf16('\ufeffx,y\r\n1,2\r\n', true), 't.csv', {
      header: true,
      missingValues: [],
    });
    assert.deepEqual(
      table?.columns.map(({ name }) => name),
      ['x', 'y'],
    );
    assert.deepEqual([...(table?.lines ?? [])], [2]);
  });
});
