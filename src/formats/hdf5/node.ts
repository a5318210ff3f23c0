/** The library's binary as the build lays it down (binaryApart.mjs): beside the bundle, packed by Brotli. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

let binary: Promise<Uint8Array> | undefined;

/** Read and unpacked when the first HDF5 file is opened, then kept: each file has its instance of the same binary. */
export function readHdf5Binary(): Promise<Uint8Array> {
  binary ??= readFile(join(__dirname, 'hdf5.wasm.br')).then(promisify(brotliDecompress));
  return binary;
}
