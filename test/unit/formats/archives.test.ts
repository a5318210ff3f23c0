/** What is made of other files: shards, external data, Keras archives; and dangers too large to be kept as files. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FormatError } from '../../../src/formats/formatError.js';
import { openModel } from '../../../src/formats/index.js';
import { memorySource } from '../../../src/formats/memory.js';
import { openModelFile } from '../../../src/formats/node.js';
import { makeZip } from './makeZip.js';

const models = fileURLToPath(new URL('../../fixtures/models/', import.meta.url));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('models in several files', () => {
  it('the index of a sharded model has the tensors of all shards', async () => {
    const { model, ...file } = await openModelFile(`${models}sharded/sharded.safetensors.index.json`);
    try {
      assert.equal(model.format, 'safetensors');
      assert.deepEqual(model.metadata, { total_size: '1612' });
      assert.equal(model.tensors.length, 6);
      assert.equal(
        model.tensors.reduce((sum, { size }) => sum + size, 0),
        403,
      );
      for (const tensor of model.tensors) assert.equal((await model.read(tensor)).bytes.length, tensor.bytes);
    } finally {
      await file.close();
    }
  });

  it('a shard that is missing, or lies elsewhere, is named', async () => {
    const index = (file: string) => memorySource(text(`{"weight_map": {"a": ${JSON.stringify(file)}}}`));
    const openBeside = async (path: string) => {
      throw new FormatError(`no ${path}`, 0);
    };
    await assert.rejects(openModel(index('x.safetensors'), 'm.json', openBeside), /no x\.safetensors/);
    await assert.rejects(
      openModel(index('x.safetensors'), 'm.json'),
      /x\.safetensors", cannot be opened here/,
    );
  });

  it('a Keras archive is its weights, with its versions and a warning of code', async () => {
    const weights = readFileSync(`${models}hdf5/h5_zoo.h5`);
    const archive = makeZip([
      { name: 'metadata.json', bytes: text('{"keras_version": "3.1.0"}') },
      { name: 'config.json', bytes: text('{"config": {"layers": [{"class_name": "Lambda"}]}}') },
      { name: 'model.weights.h5', bytes: weights, deflate: true },
    ]);
    const model = await openModel(memorySource(archive), 'anything');
    assert.equal(model.format, 'keras');
    assert.equal(model.metadata['keras_version'], '3.1.0');
    assert.match(model.warnings.join(), /Lambda layer.*Python code/);
    const tensor = model.tensors.find(({ name }) => name === 'grp/nested/deep');
    assert.equal((await tensor!.read(30, 30)).length, 30);
  });
});

describe('dangers', () => {
  const torch = (pickle: Uint8Array, storage: Uint8Array = new Uint8Array(0), deflate = false): Uint8Array =>
    makeZip([
      { name: 'a/data.pkl', bytes: pickle },
      { name: 'a/data/0', bytes: storage, deflate },
    ]);

  it('lists 200,000 deep end in a message, not in a stack', async () => {
    const nested = new Uint8Array(400_000).fill(0x5d, 0, 200_000).fill(0x61, 200_000);
    nested[399_999] = 0x2e; // ]]]… aaa… .
    await assert.rejects(openModel(memorySource(torch(nested)), 'a.pt'), /nested more than 500 deep/);
  });

  it('a gigabyte of zeros in a megabyte is refused', async () => {
    const pickle = Buffer.concat([Buffer.from([0x80, 2]), zeroTensor(2 ** 28)]);
    const bomb = torch(pickle, new Uint8Array(2 ** 20), true);
    new DataView(bomb.buffer).setUint32(
      Buffer.from(bomb).lastIndexOf('PK\x01\x02', undefined, 'latin1') + 24,
      2 ** 30,
      true,
    );
    await assert.rejects(openModel(memorySource(bomb), 'a.pt'), /refused as a zip bomb/);
  });

  it('arrays within arrays of GGUF metadata end at a depth', async () => {
    const bytes = Buffer.alloc(24 + 8 + 1 + 4 + 12 * 1000);
    bytes.write('GGUF', 'latin1');
    bytes.writeUInt32LE(3, 4);
    bytes.writeUInt32LE(1, 16);
    bytes.writeUInt32LE(1, 24);
    bytes.writeUInt32LE(9, 33);
    for (let i = 0; i < 1000; i++) {
      bytes.writeUInt32LE(9, 37 + 12 * i);
      bytes.writeUInt32LE(1, 41 + 12 * i);
    }
    await assert.rejects(openModel(memorySource(bytes), 'a.gguf'), /more than 8 deep/);
  });
});

/** A pickle, from after its protocol, of one float tensor with so many values in storage 0. */
function zeroTensor(size: number): Buffer {
  const size4 = Buffer.alloc(5);
  size4[0] = 0x4a;
  size4.writeInt32LE(size, 1);
  return Buffer.concat([
    Buffer.from(
      '}X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpu',
      'latin1',
    ),
    size4,
    Buffer.from('tQK\x00', 'latin1'),
    size4,
    Buffer.from('\x85K\x01\x85\x89}tRs.', 'latin1'),
  ]);
}
