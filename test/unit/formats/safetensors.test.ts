import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ByteSource } from '../../../src/formats/byteSource.js';
import { FormatError } from '../../../src/formats/formatError.js';
import { openModel } from '../../../src/formats/index.js';
import { memorySource } from '../../../src/formats/memory.js';
import { safetensors } from '../../../src/formats/safetensors.js';
import { writeSafetensors } from '../../../src/formats/writeSafetensors.js';
import { computeHistogram } from '../../../src/inspect/histogram.js';
import { computeMoments } from '../../../src/inspect/moments.js';
import { decodeToFloat64 } from '../../../src/tensor/decode.js';
import type { Tensor } from '../../../src/tensor/tensor.js';

/** A file of this header (text, or bytes) and this many bytes of values, 1 2 3 …; `length` may lie. */
function makeFile(header: string | Uint8Array, dataBytes = 0, length?: bigint): Uint8Array {
  const json = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  file.set(json, 8);
  for (let i = 0; i < dataBytes; i++) file[8 + json.length + i] = i + 1;
  return file;
}

const entry = (dtype: string, shape: unknown, offsets: unknown): string =>
  JSON.stringify({ dtype, shape, data_offsets: offsets });

describe('safetensors: real files', () => {
  for (const name of ['hf_sample_overall', 'mlp_iris_mixed']) {
    it(`${name}: names, types, shapes, bytes, moments and histograms`, async () => {
      const folder = new URL('../../fixtures/models/', import.meta.url);
      const model = await openModel(memorySource(readFileSync(new URL(`${name}.safetensors`, folder))), name);
      const truth = JSON.parse(
        readFileSync(new URL(`${name}.safetensors.truth.json`, folder), 'utf8'),
      ) as Truth;
      assert.deepEqual(model.metadata, truth.metadata);
      assert.equal(model.tensors.length, truth.tensors.length);
      for (const expected of truth.tensors) {
        const info = model.tensors.find((tensor) => tensor.name === expected.name);
        assert.ok(info, expected.name);
        const tensor = await model.read(info);
        assert.deepEqual([tensor.name, tensor.shape, tensor.dtype], [info.name, expected.shape, info.dtype]);
        assert.equal(createHash('sha256').update(tensor.bytes).digest('hex'), expected.sha256_le_c_order);

        const values = decodeToFloat64(tensor.dtype, tensor.bytes);
        const moments = computeMoments(values);
        for (const key of ['min', 'max', 'zeros', 'nan'] as const)
          assert.equal(moments[key], expected[key], key);
        for (const key of ['mean', 'std', 'l2'] as const) {
          const error = Math.abs(moments[key]! - expected[key]!);
          assert.ok(error <= 1e-12 + 1e-6 * Math.abs(expected[key]!), `${info.name} ${key} ${moments[key]!}`);
        }
        if (expected.hist32) assert.deepEqual(computeHistogram(values, 32).counts, expected.hist32.counts);
      }
    });
  }
});

interface Truth {
  metadata: Record<string, string>;
  tensors: {
    name: string;
    shape: number[];
    sha256_le_c_order: string;
    min: number | null;
    max: number | null;
    mean: number | null;
    std: number | null;
    l2: number | null;
    zeros: number;
    nan: number;
    hist32?: { counts: number[] };
  }[];
}

describe('safetensors: broken and hostile files', () => {
  const two = (second: string): string => `{"a":${entry('F32', [1], [0, 4])},"b":${second}}`;
  const badUtf8 = new TextEncoder().encode(`{"a_":${entry('U8', [1], [0, 1])}}`);
  badUtf8[3] = 0xff;

  /** What is wrong, the file, what is said of it, and the byte that is named. */
  const rows: [string, Uint8Array, RegExp, number][] = [
    ['nothing at all', new Uint8Array(0), /is empty: it has 0 bytes/, 0],
    ['less than a length', new Uint8Array(5), /8 bytes, this one has 5/, 5],
    ['a length of 2^63 − 1', makeFile('{}', 0, 2n ** 63n - 1n), /9223372036854775807 bytes long/, 0],
    ['a length of 2^64 − 1', makeFile('{}', 0, 2n ** 64n - 1n), /18446744073709551615 bytes long/, 0],
    ['a length over 100 MB', makeFile('{}', 0, 100_000_001n), /100000001 bytes long, more than/, 0],
    ['a length beyond the file', makeFile('{}', 4, 7n), /7 bytes long, but only 6 follow/, 0],
    ['no JSON', makeFile('hello world'), /not JSON/, 8],
    ['an empty header', makeFile(''), /not JSON/, 8],
    ['an array', makeFile('[1, 2]'), /not an object/, 8],
    ['null', makeFile('null'), /not an object/, 8],
    ['bad UTF-8', makeFile(badUtf8, 1), /not UTF-8/, 8],
    ['a byte order mark', makeFile('\uFEFF{}'), /not JSON/, 8],
    ['a name twice', makeFile(`{"a":1,"a":${entry('U8', [1], [0, 1])}}`, 1), /"a" twice/, 15],
    ['a name twice, once escaped', makeFile('{"é":1, "\\u00e9":2}'), /"é" twice/, 17],
    ['a key twice in an entry', makeFile('{"a":{"dtype":"U8","dtype":"U8"}}'), /"dtype" twice/, 27],
    [
      'an entry that is a number',
      makeFile('{"a":5}'),
      /tensor "a": its entry in the header is not an object/,
      9,
    ],
    ['no dtype', makeFile('{"a":{"shape":[],"data_offsets":[0,0]}}'), /"dtype" is missing/, 9],
    [
      'an unknown dtype',
      makeFile(`{"a":${entry('F3', [1], [0, 1])}}`, 1),
      /dtype "F3" is not known; known are F64/,
      9,
    ],
    [
      'a dtype of Object',
      makeFile(`{"a":${entry('toString', [1], [0, 1])}}`, 1),
      /"toString" is not known/,
      9,
    ],
    ['a broken dimension', makeFile(`{"a":${entry('U8', [1.5], [0, 1])}}`, 1), /"shape" is not a list/, 9],
    [
      'a negative dimension',
      makeFile(`{"a":${entry('U8', [-1, -1], [0, 1])}}`, 1),
      /"shape" is not a list/,
      9,
    ],
    ['a negative offset', makeFile(`{"a":${entry('U8', [1], [-1, 0])}}`, 1), /"data_offsets" are not two/, 9],
    ['three offsets', makeFile(`{"a":${entry('U8', [1], [0, 1, 2])}}`, 1), /"data_offsets" are not two/, 9],
    [
      'offsets backwards',
      makeFile(`{"a":${entry('U8', [1], [1, 0])}}`, 1),
      /end at 0, before they begin at 1/,
      9,
    ],
    [
      'values beyond the file',
      makeFile(`{"a":${entry('F32', [2], [0, 8])}}`, 7),
      /end at 8, but the file holds only 7/,
      9,
    ],
    [
      'a shape that needs more',
      makeFile(`{"a":${entry('F32', [3], [0, 8])}}`, 8),
      /needs 12 bytes, its data_offsets span 8/,
      9,
    ],
    [
      'a shape that overflows to what it should be',
      makeFile(`{"a":${entry('U8', [2 ** 32, 2 ** 32], [0, 0])}}`),
      /needs 18446744073709551616 bytes/,
      9,
    ],
    ['an overlap', makeFile(two(entry('F32', [1], [2, 6])), 6), /"a" and "b" share 2 bytes/, 117],
    [
      'a hole',
      makeFile(two(entry('F32', [1], [8, 12])), 12),
      /4 bytes before tensor "b" belong to none/,
      120,
    ],
    [
      'metadata that is no text',
      makeFile('{"__metadata__":{"a":1}}'),
      /"__metadata__" may hold only text/,
      9,
    ],
    ['metadata that is a list', makeFile('{"__metadata__":[]}'), /"__metadata__" may hold only text/, 9],
    ['endless brackets', makeFile('['.repeat(300_000)), /not JSON/, 8],
  ];

  for (const [name, file, message, byteOffset] of rows) {
    it(name, async () => {
      await assert.rejects(openModel(memorySource(file), 'a.safetensors'), (error) => {
        assert.ok(error instanceof FormatError, String(error));
        assert.match(error.message, message);
        assert.equal(error.byteOffset, byteOffset);
        return true;
      });
    });
  }

  it('cut off at any byte, it is an error and never a shorter tensor', async () => {
    const whole = writeSafetensors([{ name: 'a', dtype: 'int16', shape: [3], bytes: new Uint8Array(6) }], {
      note: 'x',
    });
    await openModel(memorySource(whole), 'a.safetensors');
    for (let length = 0; length < whole.length; length++) {
      const cut = memorySource(whole.subarray(0, length));
      await assert.rejects(openModel(cut, 'a.safetensors'), FormatError, `${length} bytes`);
    }
  });

  it('a tensor called __proto__ is a tensor', async () => {
    const model = await openModel(
      memorySource(makeFile(`{"__proto__":${entry('U8', [1], [0, 1])}}`, 1)),
      'x',
    );
    assert.deepEqual([...(await model.read(model.tensors[0]!)).bytes], [1]);
    assert.equal(({} as { dtype?: string }).dtype, undefined);
  });

  it('bytes after the last tensor are a warning', async () => {
    const model = await openModel(memorySource(makeFile(`{"a":${entry('U8', [1], [0, 1])}}`, 3)), 'x');
    assert.deepEqual(model.warnings, ['2 bytes after the last tensor, from byte 62, belong to none']);
  });

  it('empty tensors, scalars, values at odd places and spaces after the header are right', async () => {
    const header = `{"e":${entry('F32', [2, 0, 5], [0, 0])},"b":${entry('BOOL', [3], [0, 3])},"s":${entry('I16', [], [3, 5])}}  `;
    const model = await openModel(memorySource(makeFile(header, 5)), 'x');
    assert.deepEqual(
      model.tensors.map(({ name, bytes }) => [name, bytes]),
      [
        ['e', 0],
        ['b', 3],
        ['s', 2],
      ],
    );
    const scalar = await model.read(model.tensors[2]!);
    assert.deepEqual([...decodeToFloat64(scalar.dtype, scalar.bytes)], [4 + 256 * 5]);
  });
});

describe('safetensors: reading lazily', () => {
  it('touches the header alone until a tensor is asked for, then its bytes alone', async () => {
    const file = makeFile(`{"a":${entry('U8', [4], [0, 4])},"b":${entry('U8', [2], [4, 6])}}`, 6);
    const reads: [number, number][] = [];
    const inner = memorySource(file);
    const source: ByteSource = {
      size: inner.size,
      read: (offset, length) => {
        reads.push([offset, length]);
        return inner.read(offset, length);
      },
    };
    const model = await safetensors.open(source);
    assert.ok(reads.every(([offset, length]) => offset + length <= file.length - 6));
    reads.length = 0;
    await model.read(model.tensors[1]!);
    assert.deepEqual(reads, [[file.length - 2, 2]]);
  });
});

describe('safetensors: writing', () => {
  const tensors: Tensor[] = [
    { name: '10', dtype: 'int8', shape: [3], bytes: new Uint8Array([1, 2, 3]) },
    {
      name: '2.weight "ü"',
      dtype: 'float32',
      shape: [1, 2],
      bytes: new Uint8Array([0, 0, 128, 63, 0, 0, 0, 64]),
    },
    { name: '1', dtype: 'float64', shape: [], bytes: new Uint8Array(8) },
    { name: 'empty', dtype: 'float32', shape: [0, 4], bytes: new Uint8Array(0) },
  ];

  it('what is written is read back, with every element type', async () => {
    const all = [
      ...tensors,
      ...(['bfloat16', 'float16', 'float8_e4m3fn', 'float8_e5m2', 'int64', 'uint64', 'bool'] as const).map(
        (dtype) => ({ name: dtype, dtype, shape: [0], bytes: new Uint8Array(0) }),
      ),
    ];
    const model = await openModel(memorySource(writeSafetensors(all, { spec: '{"a": "\\n"}' })), 'x');
    assert.deepEqual(model.metadata, { spec: '{"a": "\\n"}' });
    assert.equal(model.tensors.length, all.length);
    for (const tensor of all) {
      const info = model.tensors.find(({ name }) => name === tensor.name)!;
      const { bytes, ...rest } = await model.read(info);
      assert.deepEqual({ ...rest, bytes: new Uint8Array(bytes) }, tensor);
    }
  });

  it('the same input gives the same bytes, metadata in any order', () => {
    const one = writeSafetensors(tensors, { a: '1', b: '2' });
    assert.deepEqual(one, writeSafetensors(tensors, { b: '2', a: '1' }));
    const header = new TextDecoder().decode(one.subarray(8, 8 + one[0]! + 256 * one[1]!));
    assert.equal(
      header.trimEnd(),
      '{"__metadata__":{"a":"1","b":"2"},' +
        '"1":{"dtype":"F64","shape":[],"data_offsets":[0,8]},' +
        '"2.weight \\"ü\\"":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]},' +
        '"empty":{"dtype":"F32","shape":[0,4],"data_offsets":[16,16]},' +
        '"10":{"dtype":"I8","shape":[3],"data_offsets":[16,19]}}',
    );
  });

  it('the values begin at a multiple of 8', () => {
    for (let length = 1; length <= 9; length++) {
      const tensor: Tensor = {
        name: 'n'.repeat(length),
        dtype: 'int8',
        shape: [1],
        bytes: new Uint8Array(1),
      };
      assert.equal((writeSafetensors([tensor]).length - 1) % 8, 0);
    }
  });

  it('names twice and bytes that do not fill the shape throw', () => {
    const [first] = tensors as [Tensor];
    assert.throws(() => writeSafetensors([first, first]), /Two tensors are called "10"/);
    assert.throws(
      () => writeSafetensors([{ ...first, shape: [4] }]),
      /10: 3 bytes do not fill the shape \[4\] of int8/,
    );
    assert.throws(() => writeSafetensors([{ ...first, name: '__metadata__' }]), /called "__metadata__"/);
  });
});
