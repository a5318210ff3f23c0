import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { memoryFiles } from '../data/fixtures.js';
import { loadData } from '../../../src/data/load.js';
import { parseSpec } from '../../../src/spec/parse.js';
import { proposeFromFile, type Proposal } from '../../../src/spec/propose.js';
import { networkProblems } from '../../../src/spec/networkProblems.js';
import type { Spec } from '../../../src/spec/spec.js';
import { writeNpz } from '../data/writeNpz.js';

const root = new URL('../../../', import.meta.url);

function filesOf(bytes: Uint8Array) {
  return memoryFiles(new Map([['t.csv', bytes]]));
}

async function propose(bytes: Uint8Array, target?: string): Promise<{ proposal: Proposal; spec: Spec }> {
  const { proposal, problems } = await proposeFromFile(
    filesOf(bytes),
    't.csv',
    target === undefined ? {} : { target },
  );
  assert.ok(proposal, JSON.stringify(problems));
  const { spec, problems: mistakes } = parseSpec(proposal.text);
  assert.deepEqual(mistakes, [], proposal.text);
  // What is proposed must be ready to train.
  const loaded = await loadData(
    { data: spec!.data, seed: spec!.training.seed, ...(spec!.task ? { task: spec!.task } : {}) },
    filesOf(bytes),
  );
  assert.deepEqual(
    loaded.problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  assert.equal(loaded.dataset?.preprocessing.task, proposal.task);
  return { proposal, spec: spec! };
}

function table(header: string, count: number, row: (index: number) => string): Uint8Array {
  const rows = Array.from({ length: count }, (_, index) => row(index));
  return new TextEncoder().encode(`${header}\n${rows.join('\n')}\n`);
}

async function refusal(text: string): Promise<string> {
  const { proposal, problems } = await proposeFromFile(filesOf(new TextEncoder().encode(text)), 't.csv');
  assert.equal(proposal, null);
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)
    .join();
}

describe('proposing a first network', () => {
  for (const [file, target, task, ignored] of [
    ['examples/penguins/penguins.csv', 'species', 'classification', []],
    ['test/fixtures/data/iris.csv', 'species', 'classification', []],
    ['test/fixtures/data/wine.csv', 'cultivar', 'classification', []],
    ['test/fixtures/data/breast_cancer.csv', 'diagnosis', 'binary', []],
    ['test/fixtures/data/digits.csv', 'digit', 'classification', ['pixel_0_0', 'pixel_4_0', 'pixel_4_7']],
    ['test/fixtures/data/diabetes.csv', 'progression', 'regression', []],
    ['test/fixtures/data/housing.csv', 'median_house_value', 'regression', []],
  ] as const) {
    it(`finds the target of ${file}`, async () => {
      const { proposal, spec } = await propose(new Uint8Array(readFileSync(new URL(file, root))));
      assert.deepEqual([proposal.target, proposal.task, spec.data.ignore], [target, task, ignored]);
      assert.equal(spec.data.scaleTarget, task === 'regression' ? 'standard' : 'none');
    });
  }

  it('takes the target that is chosen', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('examples/penguins/penguins.csv', root)));
    const { proposal, spec } = await propose(bytes, 'body_mass_g');
    assert.deepEqual([proposal.task, spec.data.target], ['regression', ['body_mass_g']]);
    assert.ok(proposal.otherTargets.includes('species'));
  });

  it('leaves out what says nothing about new rows', async () => {
    const bytes = table('n,PassengerId,name,when,same,empty,x,copy,survived', 60, (i) =>
      [
        i,
        (i * 7919) % 1009,
        `Person ${i}`,
        `${(i % 28) + 1}.3.2020`,
        'k',
        '',
        (i * 7) % 13,
        i % 2 ? 'yes' : 'no',
        i % 2,
      ].join(),
    );
    const { proposal, spec } = await propose(bytes);
    assert.equal(proposal.target, 'survived');
    assert.deepEqual(spec.data.ignore, ['n', 'PassengerId', 'name', 'when', 'same', 'empty', 'copy']);
    for (const name of spec.data.ignore) assert.match(proposal.text, new RegExp(`"${name}",? // \\w`));
  });

  it('keeps people together and time in order', async () => {
    const people = table('patient_id,x,y', 60, (i) => `${i % 12},${(i * 7) % 13},${'ab'[(i * 5) % 2]}`);
    assert.equal((await propose(people)).spec.data.group, 'patient_id');
    const days = table(
      'date,x,y',
      28,
      (i) => `2024-02-${String(i + 1).padStart(2, '0')},${(i * 7) % 13},${(i * i) % 17}.5`,
    );
    assert.equal((await propose(days)).spec.data.order, 'date');
  });

  it('drops a few incomplete rows and fills many', async () => {
    const few = table('x,z,y', 100, (i) => `${i % 10 || ''},${(i * 7) % 13},${'ab'[i % 2]}`);
    assert.equal((await propose(few)).spec.data.missing, 'drop');
    const many = table('x,z,y', 100, (i) => `${i % 4 || ''},${(i * 7) % 13},${'ab'[i % 2]}`);
    assert.equal((await propose(many)).spec.data.missing, 'mean');
  });

  it('finds the words that a table writes for missing cells', async () => {
    const bytes = table(
      'age,job,y',
      100,
      (i) =>
        `${i === 50 ? '-' : (i * 7) % 61},${i % 9 ? 'cook' : '?'}${i % 3 && i % 9 ? 's' : ''},${'ab'[i % 2]}`,
    );
    assert.deepEqual([...(await propose(bytes)).spec.data.missingValues].sort(), ['-', '?']);
  });

  it('sees that there is no header', async () => {
    const { spec, proposal } = await propose(
      table('5.1,0.3,b', 40, (i) => `${(i * 7) % 13}.5,${(i * 5) % 11},${'ab'[i % 2]}`),
    );
    assert.deepEqual([spec.data.header, proposal.target], [false, 'column3']);
  });

  it('weighs classes that are far from equal', async () => {
    const rare = table('x,y', 100, (i) => `${(i * 7) % 13},${i % 10 ? 'a' : 'b'}`);
    assert.equal((await propose(rare)).spec.data.classWeights, 'balanced');
  });

  it('holds nothing back from a handful of rows', async () => {
    const { spec } = await propose(table('x,y', 12, (i) => `${(i * 7) % 13},${'ab'[i % 2]}`));
    assert.equal(spec.data.validation, 0);
    assert.equal(spec.training.earlyStopping, undefined);
  });

  it('grows with the rows and the inputs', async () => {
    const units = async (count: number): Promise<number> => {
      const { spec } = await propose(table('x,y', count, (i) => `${(i * 7) % 1013},${(i * i) % 17}.5`));
      return spec.layers.reduce((sum, layer) => sum + ((layer['units'] as number | undefined) ?? 0), 0);
    };
    const sizes = [await units(100), await units(2000), await units(20_000)];
    assert.ok(sizes[0]! < sizes[1]! && sizes[1]! < sizes[2]!, sizes.join());
  });

  it('writes names that need quoting', async () => {
    const bytes = table('"a ""b"" // c",x,"y\n2"', 30, (i) => `same,${(i * 7) % 13},${'ab'[i % 2]}`);
    const { proposal } = await propose(bytes);
    assert.equal(proposal.target, 'y\n2');
  });

  it('says why it cannot', async () => {
    assert.equal(await refusal(''), 'empty-file');
    assert.equal(await refusal('x,y\n1,a\n2,b\n'), 'too-few-rows');
    assert.equal(await refusal('a b c\n1 2 3\n4 5 6\n7 8 8\n1 1 1\n2 1 2\n'), 'one-column');
    assert.equal(
      await refusal(
        `d,price\n${Array.from({ length: 20 }, (_, i) => `${i + 1}.1.2020,${i * 1.5}`).join('\n')}`,
      ),
      'no-features',
    );
    const twoHeaders = `6,2,,\n"a","b","c","d"\n${Array.from({ length: 30 }, (_, i) => `${i},${i % 7},${i / 3},${i * i}`).join('\n')}\n`;
    assert.match(await refusal(twoHeaders), /^text-among-numbers/);
  });
});

describe('proposing a network for arrays', () => {
  const count = 40;
  const pixels = Uint8Array.from({ length: count * 20 }, (_, i) => (i * 31) % 256);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 4);
  const idx = (shape: readonly number[], bytes: Uint8Array): Uint8Array =>
    Uint8Array.of(0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, 0, size]), ...bytes);

  async function proposeFor(files: Record<string, Uint8Array>, path: string): Promise<Spec> {
    const given = memoryFiles(new Map(Object.entries(files)));
    const { proposal, problems } = await proposeFromFile(given, path);
    assert.ok(proposal, JSON.stringify(problems));
    const { spec, problems: mistakes } = parseSpec(proposal.text);
    assert.deepEqual(mistakes, [], proposal.text);
    const { dataset } = await loadData(
      { data: spec!.data, seed: spec!.training.seed, ...(spec!.task && { task: spec!.task }) },
      given,
    );
    assert.ok(dataset);
    assert.deepEqual(networkProblems(spec!, dataset, parseSpec(proposal.text).positions), []);
    return spec!;
  }

  it('finds the labels of IDX images', async () => {
    const files = {
      'train-images-idx3-ubyte': idx([count, 4, 5], pixels),
      'train-labels-idx1-ubyte': idx([count], labels),
    };
    const spec = await proposeFor(files, 'train-images-idx3-ubyte');
    assert.deepEqual(
      [spec.data.target, spec.task, spec.layers[0]?.type],
      [['label'], 'classification', 'flatten'],
    );
  });

  it('finds pictures and labels among the arrays of an NPZ', async () => {
    const file = writeNpz({
      x: { dtype: '|u1', shape: [count, 4, 5], bytes: pixels },
      y: { dtype: '|u1', shape: [count], bytes: labels },
      id: { dtype: '|u1', shape: [count], bytes: Uint8Array.from({ length: count }, (_, i) => i) },
    });
    const spec = await proposeFor({ 'd.npz': file }, 'd.npz');
    assert.deepEqual([spec.data.target, spec.data.ignore], [['y'], ['id']]);
  });

  it('takes a Parquet table as a CSV', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('test/fixtures/data/parquet/penguins.parquet', root)));
    const spec = await proposeFor({ 'p.parquet': bytes }, 'p.parquet');
    assert.deepEqual([spec.data.target, spec.data.missing], [['species'], 'drop']);
  });
});
