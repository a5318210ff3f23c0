import assert from 'node:assert/strict';
import { applyPreprocessing, tableOptionsFor, type ApplyResult } from '../../../src/data/apply.js';
import { readCsv } from '../../../src/data/csv.js';
import type { Preprocessing } from '../../../src/data/preprocessing.js';
import { load, table } from './fixtures.js';

async function fit(text: string, data: Parameters<typeof load>[1]): Promise<Preprocessing> {
  const { dataset, problems } = await load({ 'train.csv': text }, data);
  assert.ok(dataset, JSON.stringify(problems));
  // It travels in a checkpoint's metadata.
  return JSON.parse(JSON.stringify(dataset.preprocessing)) as Preprocessing;
}

function apply(preprocessing: Preprocessing, text: string): ApplyResult {
  const bytes = new TextEncoder().encode(text);
  const { table: read, problems } = readCsv(bytes, 'new.csv', tableOptionsFor(preprocessing));
  assert.ok(read, JSON.stringify(problems));
  return applyPreprocessing(preprocessing, read, 'new.csv');
}

describe('preprocessing repeated on new tables', () => {
  const text = table('x,c,y', 8, (i) => `${i},${['u', '01', 'v', '2'][i % 4]},${'ab'[i % 2]}`);

  it('encodes the training file as training did', async () => {
    const { dataset } = await load({ 'train.csv': text }, { target: ['y'], scale: 'standard' });
    const { rows } = apply(dataset!.preprocessing, text);
    assert.deepEqual(rows!.inputs, dataset!.train.inputs);
    assert.deepEqual(rows!.targets, dataset!.train.targets);
  });

  it('does without the target, and with columns in another order', async () => {
    const { rows, problems } = apply(await fit(text, { target: ['y'] }), 'extra,c,x\n?,v,3\n');
    assert.deepEqual(problems, []);
    assert.equal(rows!.targets, null);
    assert.deepEqual([...rows!.inputs], [3, 0, 0, 0, 1]);
  });

  it('keeps words that look like numbers', async () => {
    const { rows } = apply(await fit(text, { target: ['y'] }), 'x,c\n3,01\n4,2\n');
    assert.deepEqual([...rows!.inputs], [3, 1, 0, 0, 0, 4, 0, 1, 0, 0]);
  });

  it('says which column is missing, and which is near', async () => {
    const { rows, problems } = apply(await fit(text, { target: ['y'] }), 'X,c\n3,u\n');
    assert.equal(rows, null);
    assert.deepEqual(
      problems.map(({ code, suggestion }) => [code, suggestion]),
      [['missing-column', 'X']],
    );
  });

  it('suggests no column for a missing one that the network reads as another', async () => {
    const preprocessing = await fit('x1,x2,y\n1,2,a\n2,3,b\n', { target: ['y'] });
    const { problems } = apply(preprocessing, 'x1,c\n3,1\n');
    assert.match(problems[0]!.message, /has no column "x2", which the network was trained on\. Add it\.$/);
  });

  it('treats missing cells as training did', async () => {
    const fresh = 'x,c\n3,u\n,u\n5,\n';
    const refused = apply(await fit(text, { target: ['y'] }), fresh);
    assert.equal(refused.rows, null);
    assert.equal(refused.problems.filter(({ code }) => code === 'missing-values').length, 2);
    const dropped = apply(await fit(text, { target: ['y'], missing: 'drop' }), fresh);
    assert.deepEqual([...dropped.rows!.rowNumbers], [0]);
    const filled = apply(await fit(text, { target: ['y'], missing: 'mean' }), fresh);
    assert.deepEqual([...filled.rows!.inputs], [3, 0, 0, 1, 0, 3.5, 0, 0, 1, 0, 5, 1, 0, 0, 0]);
  });

  it('warns of categories that training has not seen', async () => {
    const { rows, problems } = apply(await fit(text, { target: ['y'] }), 'x,c\n3,w\n4,w\n');
    assert.deepEqual([...rows!.inputs], [3, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
    assert.deepEqual(
      problems.map(({ severity, code, line }) => [severity, code, line]),
      [['warning', 'unseen-category', 2]],
    );
  });

  it('leaves targets open that are missing or unknown', async () => {
    const { rows } = apply(await fit(text, { target: ['y'] }), 'x,c,y\n3,u,b\n4,u,\n5,u,zebra\n');
    assert.deepEqual([...rows!.targets!], [1, NaN, NaN]);
  });

  it('counts columns without a header as if the target stood among them', async () => {
    const headless = table('a,0,1.5', 8, (i) => `${'ab'[i % 2]},${i},${i / 2}`);
    const preprocessing = await fit(headless, { target: ['column1'], header: false });
    assert.deepEqual([...apply(preprocessing, 'b,3,7.5\n').rows!.inputs], [3, 7.5]);
    assert.deepEqual([...apply(preprocessing, '3,7.5\n').rows!.inputs], [3, 7.5]);
  });
});
