/** Models that were handed over as bytes, and the files beside them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openModelFile } from '../../../../src/formats/node.js';
import { openBytes } from '../../../../src/worker/models/openBytes.js';

const folder = new URL('../../../fixtures/models/', import.meta.url).pathname;

describe('a model handed over as bytes', () => {
  for (const [name, beside] of [
    ['onnx/mlp_iris_external.onnx', ['mlp_iris_external.bin']],
    ['tfjs/layers/model.json', ['weights.bin']],
  ] as const) {
    it(`reads ${name} with the files that it names, as it reads it from the disk`, async () => {
      const asked: string[] = [];
      const { opened } = await openBytes(
        { name: `/far/away/${name}`, bytes: readFileSync(folder + name) },
        (path) => {
          asked.push(path);
          return readFile(join(folder, name, '..', path));
        },
      );
      const onDisk = await openModelFile(folder + name);
      assert.deepEqual(new Set(asked), new Set(beside));
      assert.equal(opened.tensors.length, onDisk.model.tensors.length);
      for (const [i, tensor] of opened.tensors.entries()) {
        const other = onDisk.model.tensors[i]!;
        assert.deepEqual(await tensor.read(0, tensor.size), await other.read(0, other.size));
      }
      await onDisk.close();
    });
  }

  it('asks for nothing outside its folder, and says which file is missing', async () => {
    const open = async (name: string, readBeside: () => Promise<Uint8Array>): Promise<string> => {
      const bytes = readFileSync(`${folder}hostile/${name}`);
      const { opened } = await openBytes({ name, bytes }, readBeside);
      return opened.tensors.map(({ problem }) => problem ?? '').join('\n') + opened.warnings.join('\n');
    };
    const told = (name: string, readBeside: () => Promise<Uint8Array>): Promise<string> =>
      open(name, readBeside).catch((error: Error) => error.message);
    assert.match(
      await told('onnx_external_traversal.onnx', () => assert.fail()),
      /outside the model's folder/,
    );
    const missing = async (): Promise<Uint8Array> => {
      throw Object.assign(new Error('It is not there.'), { code: 'FileNotFound' });
    };
    assert.match(await told('onnx_external_missing.onnx', missing), /cannot be opened \(FileNotFound\)/);
  });
});
