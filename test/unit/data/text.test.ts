import assert from 'node:assert/strict';
import { encodeText } from '../../../src/data/encodeText.js';
import { parseSpec } from '../../../src/spec/parse.js';
import { load, memoryFiles } from './fixtures.js';

const language = { task: 'language' } as const;
const alphabet = 'abcdefghijklmnopqrstuvwxyz';

describe('reading text for a language', () => {
  it('gives rows of characters, and for each position the character that follows', async () => {
    const { dataset, problems } = await load(
      { 't.txt': 'hello hello hello' },
      { train: 't.txt', target: [], context: 4 },
      language,
    );
    assert.deepEqual(problems, []);
    const { preprocessing, train, outputs } = dataset!;
    const vocabulary = [' ', 'e', 'h', 'l', 'o'];
    assert.deepEqual(preprocessing.target, {
      kind: 'class',
      column: 'next',
      classes: vocabulary,
      positions: 4,
    });
    assert.deepEqual([preprocessing.inputShape, outputs, train.count], [[4], 5, 4]);
    const spell = (tokens: Float32Array) => Array.from(tokens, (token) => vocabulary[token]).join('');
    assert.equal(spell(train.inputs), 'hello hello hell');
    assert.equal(spell(train.targets), 'ello hello hello');
  });

  it('splits by position and takes the vocabulary from the training part', async () => {
    const content = `${alphabet.repeat(4).slice(0, 80)}12345678${alphabet.slice(0, 12)}`;
    const { dataset, problems } = await load(
      { 't.txt': content },
      { train: 't.txt', target: [], context: 3, validation: 0.1, test: 0.1 },
      language,
    );
    const classes = dataset!.preprocessing.target.kind === 'class' && dataset!.preprocessing.target.classes;
    assert.deepEqual(classes, [...alphabet]);
    assert.deepEqual(
      problems.map(({ severity, code, path }) => [severity, code, path.join('.')]),
      [
        ['warning', 'unseen-character', 'data.validation'],
        ['warning', 'no-validation-rows', 'data.validation'],
      ],
    );
    assert.match(problems[0]!.message, /^"1" \(1 time\) and 7 other characters of the validation part/);
    assert.equal(dataset!.train.count, 26);
    assert.deepEqual([...dataset!.test!.inputs], [2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('reads files of their own for the other parts', async () => {
    const files = { 't.txt': alphabet, 'v.txt': 'zyxwvu' };
    const { dataset } = await load(
      files,
      { train: 't.txt', target: [], context: 5, validation: 'v.txt' },
      language,
    );
    assert.equal(dataset!.train.count, 5);
    assert.deepEqual([...dataset!.validation!.targets], [24, 23, 22, 21, 20]);
  });

  it('counts a character outside the basic plane as one, in any encoding', async () => {
    const content = '😀é'.repeat(5);
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${content}`, 'utf16le'));
    for (const bytes of [new TextEncoder().encode(content), utf16]) {
      const { dataset } = await load(
        { 't.txt': bytes },
        { train: 't.txt', target: [], context: 9 },
        language,
      );
      assert.deepEqual([...dataset!.train.inputs], [1, 0, 1, 0, 1, 0, 1, 0, 1]);
    }
  });

  it('cuts a text to continue so that the last row ends where it does', async () => {
    const { dataset } = await load(
      { 't.txt': alphabet },
      { train: 't.txt', target: [], context: 4 },
      language,
    );
    const files = memoryFiles(
      new Map([
        ['new.txt', new TextEncoder().encode('abcdeX')],
        ['short.txt', new TextEncoder().encode('ab')],
      ]),
    );
    const { rows, problems } = await encodeText(dataset!.preprocessing, files, 'new.txt');
    assert.deepEqual([...rows!.inputs], [0, 1, 2, 3, 1, 2, 3, 4]);
    assert.match(
      problems[0]!.message,
      /1 character of new\.txt did not occur in training and is left out \("X"\)/,
    );
    const short = await encodeText(dataset!.preprocessing, files, 'short.txt');
    assert.match(short.problems[0]!.message, /has 2 characters, but the network reads 4 at a time/);
  });

  const mistakes: [name: string, content: string, message: RegExp][] = [
    ['nothing', '', /has 0 different characters to train on/],
    ['one character', 'aaaaaaaaaaaa', /has 1 different character to train on/],
    ['too little', 'abc', /has 3 characters, too few for one row of 4/],
    ['binary', 'ab\0cdefgh', /is no text: there is a NUL byte in it \(at byte 2\)/],
  ];
  for (const [name, content, message] of mistakes) {
    it(`says what is wrong: ${name}`, async () => {
      const { dataset, problems } = await load(
        { 't.txt': content },
        { train: 't.txt', target: [], context: 4 },
        language,
      );
      assert.equal(dataset, null);
      assert.match(problems[0]!.message, message);
    });
  }

  it('needs no target in the spec, which a table does', () => {
    const write = (task: string) =>
      parseSpec(
        `{ "data": { "train": "t.txt", "context": 8 }, "task": "${task}", "layers": [{ "type": "dense" }] }`,
      );
    const { spec, problems } = write('language');
    assert.deepEqual([spec?.data.target, problems], [[], []]);
    assert.match(
      write('regression')
        .problems.map(({ message }) => message)
        .join(),
      /target/,
    );
  });
});
