/** What each hostile or broken file should get: a clean answer that says what is wrong, and nothing in it ever runs. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { FormatError } from '../../../src/formats/formatError.js';
import { openFile, openModelFile } from '../../../src/formats/node.js';
import { computeStatistics } from '../../../src/inspect/statistics.js';
import { EventFileReader } from '../../../src/runs/events/eventFile.js';

export interface Expected {
  /** What opening says; without it, the file opens. */
  readonly error?: RegExp;
  /** What is said of an open file, once its values are read. */
  readonly warning?: RegExp;
  /** What reading the values says. */
  readonly problem?: RegExp;
  /** Number of tensors. */
  readonly tensors?: number;
  /** Number of whole records of an event file. */
  readonly events?: number;
}

export const hostileFiles: Readonly<Record<string, Expected>> = {
  'evil_os_system_proto2.pkl': { error: /posix\.system/ },
  'evil_os_system_proto4.pkl': { error: /posix\.system/ },
  'evil_os_system.pt': { error: /posix\.system/ },
  'evil_eval.pt': { error: /__builtin__\.eval/ },
  'evil_exec.pt': { error: /builtins\.exec/ },
  'evil_subprocess.pt': { error: /commands\.Popen/ },
  'evil_import_module.pt': { error: /importlib\.import_module/ },
  'evil_nested_getattr.pt': { error: /__builtin__\.getattr, __builtin__\.__import__/ },
  'evil_in_state_dict.pt': { warning: /posix\.system: refused/, tensors: 6 },
  'evil_in_state_dict_legacy.pth': { warning: /posix\.system: refused/, tensors: 6 },
  'evil_inst_opcode.pkl': { error: /os\.system/ },
  'evil_obj_opcode.pkl': { error: /os\.system/ },
  'evil_newobj_ex.pkl': { error: /subprocess\.Popen/ },
  'evil_build_setstate.pkl': { error: /os\.system, which is refused/ },
  'evil_ext1.pkl': { error: /extension 1 of Python's registry: refused/ },
  'evil_dotted_stack_global.pkl': { error: /closes a list that it has not opened/ },
  'evil_torch_prefix_lookalike.pkl': { error: /torch\.hub\.load/ },
  'evil_proto_pollution.pkl': { error: /no tensors/ },
  'dos_billion_laughs.pkl': { error: /no tensors/ },
  'dos_huge_binunicode8.pkl': { error: /ends at byte 15/ },
  'dos_huge_long4.pkl': { error: /2147483647 bytes is beyond reason/ },
  'dos_huge_memo_index.pkl': { error: /no tensors/ },
  'cyclic_list.pkl': { error: /no tensors/ },
  'truncated.pkl': { error: /cut off/ },
  'stack_underflow.pkl': { error: /empty stack/ },
  'unknown_opcode.pkl': { error: /unknown opcode 0xff/ },
  'empty.pt': { error: /is empty/ },
  'not_a_model.pt': { error: /web page \(HTML\)/ },
  'ok_minimal_handmade.pt': { tensors: 1 },
  'bad_view_out_of_range.pt': { error: /\[100, 100\].*reaches value 9999 of a storage of 4/ },
  'bad_offset_past_end.pt': { error: /from 10 reaches value 11 of a storage of 4/ },
  'bad_negative_offset.pt': { error: /"w".*not \(-2\)/ },
  'bad_negative_stride.pt': { error: /"w".*not \(-1\)/ },
  'bad_negative_shape.pt': { error: /"w".*not \(-1, 2\)/ },
  'bad_stride0_huge.pt': { problem: /1099511627776 times over/, tensors: 1 },
  'bad_numel_mismatch.pt': { error: /data\/0 should hold 1000 values \(4000 bytes\), it has 16/ },
  'bad_missing_storage.pt': { error: /no storage data\/7/ },
  'bad_storage_key_traversal.pt': { error: /no storage data\/\.\./ },
  'bad_unknown_storage_type.pt': { error: /torch\.EvilStorage is not known/ },
  'zip_slip_names.pt': { tensors: 1 },
  'zip_duplicate_entry.pt': { warning: /data\/0" stands twice.*the last one counts/, tensors: 1 },
  'truncated_half.pt': { error: /no directory at its end: the file is cut off/ },
  'truncated_last_100.pt': { error: /no directory at its end: the file is cut off/ },
  'bitflip_middle.pt': { warning: /data\/7" does not match its checksum \(CRC-32\)/, tensors: 16 },
  'prefix_garbage.pt': { tensors: 16 },
  'trailing_garbage.pt': { tensors: 16 },
  'legacy_truncated.pth': { error: /storage "1029881760".*only 896 bytes follow: the file is cut off/ },
  'legacy_wrong_magic.pth': { error: /magic number is 119547007309691270003820/ },
  'npy_header_code.npy': { error: /no literal of Python/ },
  'npy_huge_shape.npy': { error: /more values than can be counted/ },
  'npy_header_len_4G.npy': { error: /4294967295 bytes long, but only 8 follow/ },
  'npy_truncated.npy': { error: /needs 80 bytes, only 24 are there/ },
  'npy_bad_magic.npy': { error: /first bytes are not/ },
  'npy_object_pickle_evil.npy': { error: /Python objects, as a pickle: refused/ },
  'onnx_external_traversal.onnx': { problem: /passwd".*outside the model's folder: refused/, tensors: 1 },
  'onnx_external_missing.onnx': { problem: /"missing\.bin".*cannot be opened \(ENOENT\)/, tensors: 1 },
  'onnx_truncated.onnx': { error: /only 4370 are left: the file is cut off/ },
  'onnx_dims_mismatch.onnx': { problem: /"w".*needs 4000 bytes, it has 16/, tensors: 1 },
  'gguf_huge_counts.gguf': { error: /1152921504606847000 tensors .* more than fit/ },
  'gguf_huge_string.gguf': { error: /4611686018427388000 bytes long, but only 3 are left/ },
  'gguf_v99.gguf': { error: /version 99/ },
  'gguf_utf8_mangled.gguf': { error: /EF BF BD.*as if it were text/ },
  'h5_external_link.h5': { warning: /"ext" is a link into another file: not followed/, tensors: 1 },
  'h5_external_raw.h5': { problem: /unable to open external raw data file/, tensors: 1 },
  'h5_huge_chunked_unallocated.h5': { problem: /4398046511104 bytes are hardly stored/, tensors: 1 },
  'h5_superblock_only.h5': { error: /truncated file: eof = 96/ },
  'dos_deep_nesting_200k.pkl': { error: /nested more than 500 deep/ },
  'git_lfs_pointer.safetensors': { error: /Git LFS pointer.*git lfs pull/ },
  'zip_bomb_1GiB_deflated.pt': { error: /from 1043638 to 1073741824 bytes: refused as a zip bomb/ },
  'st_ok.safetensors': { tensors: 1 },
  'st_header_len_huge.safetensors': { error: /9223372036854775807 bytes long, more than the format allows/ },
  'st_header_len_100MB_plus.safetensors': { error: /100000001 bytes long, more than the format allows/ },
  'st_overlap.safetensors': { error: /"a" and "b" share 4 bytes/ },
  'st_hole.safetensors': { error: /4 bytes before tensor "b" belong to none/ },
  'st_past_end.safetensors': { error: /end at 400, but the file holds only 8/ },
  'st_shape_mismatch.safetensors': { error: /\[3\] of F32 needs 12 bytes, its data_offsets span 8/ },
  'st_unknown_dtype.safetensors': { error: /dtype "F3" is not known/ },
  'st_neg_offset.safetensors': { error: /"data_offsets" are not two whole numbers from 0/ },
  'st_float_shape.safetensors': { error: /"shape" is not a list of whole numbers from 0/ },
  'st_trailing_bytes.safetensors': { warning: /48 bytes after the last tensor, from byte 70/, tensors: 1 },
  'st_dup_key.safetensors': { error: /the header has "a" twice/ },
  'st_proto_key.safetensors': { tensors: 1 },
  'st_not_json.safetensors': { error: /the header is not JSON/ },
  'st_bad_utf8.safetensors': { error: /the header is not UTF-8/ },
  'st_array_header.safetensors': { error: /not an object of tensors/ },
  'st_shape_overflow.safetensors': { error: /needs 18446744073709551616 bytes, its data_offsets span 2/ },
  'st_zero_dim_ok.safetensors': { tensors: 2 },
  'st_space_padded_ok.safetensors': { tensors: 1 },
  'st_fp8_ok.safetensors': { tensors: 2 },
  'st_bool_i64_ok.safetensors': { tensors: 2 },
  'gguf_nested_arrays.gguf': { error: /more than 8 deep/ },
  'h5_truncated.h5': { error: /truncated file: eof = 131714/ },
  'keras_lambda_layer.keras': { warning: /Lambda layer, which carries Python code/, tensors: 23 },
  'tfevents_truncated_tail.tfevents': { events: 100 },
  'tfevents_bad_crc.tfevents': { error: /The checksum of a record is wrong/ },
  'tfevents_huge_len.tfevents': { error: /The checksum of a record’s length is wrong/ },
};

/** Throws an AssertionError where the file gets anything else. */
export async function checkHostile(path: string, expected: Expected): Promise<void> {
  const told = (pattern: RegExp) => (error: unknown) => {
    assert.ok(error instanceof FormatError, String(error));
    assert.ok(Number.isSafeInteger(error.byteOffset));
    assert.match(error.message, pattern);
    return true;
  };
  const read = path.endsWith('.tfevents') ? readEvents : readModel;
  if (expected.error) await assert.rejects(read(path, expected, told), told(expected.error));
  else await read(path, expected, told);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  assert.ok(!existsSync('netweight-PWN'), 'something in the file was run');
}

type Told = (pattern: RegExp) => (error: unknown) => boolean;

async function readModel(path: string, expected: Expected, told: Told): Promise<void> {
  const file = await openModelFile(path);
  const { model } = file;
  try {
    assert.equal(model.tensors.length, expected.tensors);
    for (const tensor of model.tensors) {
      const statistics = computeStatistics(tensor, { bins: 8 });
      if (expected.problem) await assert.rejects(statistics, told(expected.problem));
      else await statistics;
    }
    assert.equal(model.warnings.length, expected.warning ? 1 : 0, model.warnings.join('\n'));
    if (expected.warning) assert.match(model.warnings[0]!, expected.warning);
  } finally {
    await file.close();
  }
}

async function readEvents(path: string, expected: Expected): Promise<void> {
  const source = await openFile(path);
  try {
    let events = 0;
    await new EventFileReader().readNew(source, () => events++);
    assert.equal(events, expected.events);
  } finally {
    await source.close();
  }
}
