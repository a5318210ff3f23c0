import assert from 'node:assert/strict';
import { checkData } from '../../../src/training/checkData.js';
import { RunReader } from '../../../src/runs/reader.js';
import { memoryFiles } from '../data/fixtures.js';
import { MemoryTraining } from './memoryTraining.js';

const line = 'she sells sea shells by the sea shore. ';

function writeSpec(layers: readonly object[], more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    data: { train: 'text.txt', context: 8 },
    task: 'language',
    layers,
    optimizer: { type: 'adam', learningRate: 0.05 },
    training: { epochs: 12, batchSize: 4, seed: 3 },
    ...more,
  });
}

const reader = [
  { type: 'embedding', name: 'tokens', dimension: 8 },
  { type: 'positionalEmbedding', name: 'places' },
  { type: 'dense', name: 'hidden', units: 16, activation: 'relu' },
  { type: 'dense', name: 'output' },
];

function trainingOn(text: string): MemoryTraining {
  const training = new MemoryTraining();
  training.files.set('text.txt', new TextEncoder().encode(text));
  return training;
}

describe('training a language', function () {
  this.timeout(60_000);

  it('foretells the next character at each position; its perplexity falls from that of a guess', async () => {
    const training = trainingOn(line.repeat(20));
    const { run } = await training.run(writeSpec(reader));
    assert.equal(run.status, 'completed');
    const [first, last] = [training.epochs()[0]!, training.epochs().at(-1)!];
    assert.deepEqual(Object.keys(last.metrics), [
      'perplexity',
      'accuracy',
      'validationPerplexity',
      'validationAccuracy',
    ]);
    for (const { loss, validationLoss, metrics } of training.epochs()) {
      assert.ok(Math.abs(metrics['perplexity']! - Math.exp(loss!)) < 1e-9);
      assert.ok(Math.abs(metrics['validationPerplexity']! - Math.exp(validationLoss!)) < 1e-9);
      assert.ok(metrics['accuracy']! >= 0 && metrics['accuracy']! <= 1);
    }
    // A character says a good deal about the next one, and not all.
    assert.ok(first.metrics['perplexity']! < 20);
    assert.ok(last.metrics['perplexity']! < 3 && last.metrics['perplexity']! > 1.2);
  });

  it('writes text of its characters now and then, which the run folder keeps', async () => {
    const training = trainingOn(line.repeat(20));
    const { run } = await training.run(writeSpec(reader));
    const told = training.events.flatMap((event) => (event.type === 'text' ? [event.written] : []));
    assert.deepEqual(
      told.map(({ epoch }) => epoch),
      [1, 2, 4, 6, 8, 10, 12],
    );
    for (const { text } of told) {
      assert.equal(text.length, 200);
      assert.ok([...text].every((character) => line.includes(character)));
    }
    // What it has learnt is in what it writes: pairs of letters that the text has.
    const share = (text: string): number => {
      const pairs = Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2));
      return pairs.filter((pair) => (line + line).includes(pair)).length / pairs.length;
    };
    assert.ok(share(told.at(-1)!.text) > 0.9 && share(told[0]!.text) < share(told.at(-1)!.text));
    const stored = new RunReader(training.fileSystem, '/run');
    await stored.readEvents();
    assert.deepEqual(stored.texts(run), told);
  });

  const mistakes: [name: string, layers: object[], message: RegExp, path: (string | number)[]][] = [
    [
      'one output a row',
      [reader[0]!, { type: 'flatten' }, { type: 'dense' }],
      /gives 12 outputs a row, but a language needs 8 × 12/,
      ['layers', 2],
    ],
    [
      'units that are not the characters',
      [reader[0]!, { type: 'dense', name: 'output', units: 5 }],
      /Leave out "units"/,
      ['layers', 1, 'units'],
    ],
    [
      'a vocabulary too small',
      [{ type: 'embedding', vocabulary: 4, dimension: 3 }, { type: 'dense' }],
      /has 12 different characters, more than 4/,
      ['layers', 0, 'vocabulary'],
    ],
  ];
  for (const [name, layers, message, path] of mistakes) {
    it(`says what is wrong: ${name}`, async () => {
      const training = trainingOn(line.repeat(3));
      await assert.rejects(training.run(writeSpec(layers)), (error: { problems?: unknown[] }) => {
        const [problem] = error.problems as { message: string; path: unknown }[];
        assert.match(problem!.message, message);
        assert.deepEqual(problem!.path, path);
        return true;
      });
    });
  }
});

describe('attention on a language', () => {
  const check = (causal: boolean) =>
    checkData(
      writeSpec([
        reader[0]!,
        { type: 'attention', name: 'attention', heads: 2, causal },
        { type: 'dense', name: 'output' },
      ]),
      memoryFiles(new Map([['text.txt', new TextEncoder().encode(line.repeat(3))]])),
      new MemoryTraining().host(),
    );

  it('is warned of where it sees what it is to foretell', async () => {
    const [problem, ...others] = (await check(false)).problems;
    assert.deepEqual([problem?.code, problem?.severity, others.length], ['sees-target', 'warning', 0]);
    assert.deepEqual(problem!.fixes![0]!.edits[0], {
      op: 'set',
      path: ['layers', 1, 'causal'],
      value: true,
    });
    assert.deepEqual((await check(true)).problems, []);
  });
});

describe('tokens in the columns of a table', () => {
  const spec = (scale: string, vocabulary = 5): string =>
    JSON.stringify({
      data: { train: 'tokens.csv', target: 'y', scale },
      task: 'regression',
      layers: [
        { type: 'embedding', name: 'tokens', vocabulary, dimension: 3 },
        { type: 'flatten' },
        { type: 'dense', name: 'output' },
      ],
      training: { epochs: 1 },
    });
  const table = 'a,b,y\n' + Array.from({ length: 30 }, (_, i) => `${i % 5},${i % 3},${i}`).join('\n');
  const run = (text: string) => {
    const training = new MemoryTraining();
    training.files.set('tokens.csv', new TextEncoder().encode(table));
    return training.run(text);
  };

  it('are learnt from', async () => {
    assert.equal((await run(spec('none'))).run.status, 'completed');
  });
  it('are refused where they are scaled, or more than the vocabulary has', async () => {
    const refused = (pattern: RegExp) => (error: { problems?: unknown[] }) => {
      const [problem] = error.problems as { message: string; path: unknown }[];
      assert.match(problem!.message, pattern);
      assert.deepEqual(problem!.path, ['layers', 0]);
      return true;
    };
    await assert.rejects(run(spec('standard')), refused(/reads whole numbers from 0 to 4 as tokens/));
    await assert.rejects(run(spec('none', 4)), refused(/from 0 to 3 as tokens, but the data holds 4/));
  });
});
