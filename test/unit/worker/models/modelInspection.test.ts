import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ModelInspection } from '../../../../src/worker/models/modelInspection.js';
import { openOrigin } from '../../../../src/worker/models/openOrigin.js';
import { writeValues } from '../../../../src/worker/models/writeValues.js';

const fixture = (name: string): string =>
  new URL(`../../../fixtures/models/${name}`, import.meta.url).pathname;
const truthOf = (name: string): { tensors: { name: string; mean: number; std: number }[] } =>
  JSON.parse(readFileSync(fixture(`${name}.truth.json`), 'utf8')) as never;
const whole = { slice: null, minus: null };

describe('the reader of model files', () => {
  const name = 'torch/cnn_dataparallel_half.pth';
  const inspections: ModelInspection[] = [];
  const create = (): ModelInspection => {
    const inspection = new ModelInspection(openOrigin, writeValues);
    inspections.push(inspection);
    return inspection;
  };
  const open = async (): Promise<ModelInspection> => {
    const inspection = create();
    await inspection.handlers.openModel({ model: 0, origin: { path: fixture(name) } });
    return inspection;
  };
  after(async () => {
    for (const { handlers } of inspections) await handlers.closeModel({ model: 0 });
  });

  it('lists tensors, and says of each what its truth file says', async () => {
    const inspection = create();
    const { tensors, format } = await inspection.handlers.openModel({
      model: 0,
      origin: { path: fixture(name) },
    });
    assert.equal(format, 'pytorch');
    const briefs = await inspection.handlers.briefs({ model: 0, tensors: tensors.map((_, i) => i) });
    const truth = new Map(truthOf(name).tensors.map((tensor) => [tensor.name, tensor]));
    assert.ok(briefs.length > 0);
    for (const { tensor, mean, std } of briefs) {
      const expected = truth.get(tensors[tensor]!.name)!;
      assert.ok(Math.abs(mean! - expected.mean) < 1e-6 * (1 + expected.std), tensors[tensor]!.name);
      assert.ok(Math.abs(std! - expected.std) < 1e-6 * (1 + expected.std));
    }
  });

  it('reads the same from bytes that were handed over', async () => {
    const { handlers } = create();
    const bytes = new Uint8Array(readFileSync(fixture(name)));
    await handlers.openModel({ model: 3, origin: { name: 'cnn.pth', bytes } });
    const handed = await handlers.summary({ model: 3, tensor: 0, ...whole });
    assert.deepEqual(handed, await (await open()).handlers.summary({ model: 0, tensor: 0, ...whole }));
  });

  it('gives a difference, which of a tensor to itself is nothing', async () => {
    const { handlers } = await open();
    const key = { model: 0, tensor: 0, slice: null, minus: { model: 0, tensor: 0 } };
    const { moments } = await handlers.summary(key);
    assert.equal(moments.zeros, moments.count);
    const other = { ...key, minus: { model: 0, tensor: 1 } };
    await assert.rejects(async () => handlers.summary(other), /values beside/);
  });

  it('forgets a tensor that nobody looks at, and reads it again when somebody does', async () => {
    const { handlers } = await open();
    const key = { model: 0, tensor: 0, ...whole };
    const before = await handlers.summary(key);
    await handlers.keepOnly([]);
    assert.deepEqual(await handlers.summary(key), before);
  });

  it('lets the files of a model go that is closed, or opened anew', async () => {
    const closed: string[] = [];
    const { handlers } = new ModelInspection(async (origin, readBeside) => {
      const opened = await openOrigin(origin, readBeside);
      const close = async (): Promise<void> => {
        closed.push(opened.opened.format);
        await opened.close!();
      };
      return { ...opened, close };
    }, writeValues);
    const key = { model: 2, tensor: 0, ...whole };
    await handlers.openModel({ model: 2, origin: { path: fixture(name) } });
    const before = await handlers.summary(key);
    await handlers.openModel({ model: 2, origin: { path: fixture(name) } });
    assert.deepEqual(closed, ['pytorch']);
    assert.deepEqual(await handlers.summary(key), before);
    await handlers.closeModel({ model: 2 });
    assert.deepEqual(closed, ['pytorch', 'pytorch']);
    await assert.rejects(async () => handlers.summary(key), /no such tensor/);
  });

  it('knows the same values again in another file, and others apart', async () => {
    const { handlers } = await open();
    const bytes = new Uint8Array(readFileSync(fixture('torch/mlp_iris_state_dict.pt')));
    await handlers.openModel({ model: 1, origin: { name: 'first.pt', bytes } });
    await handlers.openModel({ model: 2, origin: { name: 'copy.pt', bytes: bytes.slice() } });
    const changed = bytes.slice();
    // A value in the middle of the first tensor's bytes, which stand before those of the others.
    const at = Buffer.from(changed).indexOf('/data/0') + 128;
    changed[at - (at % 4) + 2]! ^= 1;
    await handlers.openModel({ model: 3, origin: { name: 'other.pt', bytes: changed } });
    const prints = await Promise.all([0, 1, 2, 3].map(async (model) => handlers.fingerprint({ model })));
    assert.equal(prints[1], prints[2]);
    assert.equal(new Set(prints).size, 3);
  });

  it('tells of a tensor that there is not', async () => {
    const { handlers } = await open();
    await assert.rejects(async () => handlers.summary({ model: 0, tensor: 99, ...whole }), /no such tensor/);
    await assert.rejects(async () => handlers.briefs({ model: 9, tensors: [0] }), /no such tensor/);
  });
});
