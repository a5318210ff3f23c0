/**
 * h5wasm holds its WebAssembly as text within JavaScript, most of what an extension would weigh. The bundle of the
 * library leaves it out and reads it from a file of its own, packed by Brotli: a third less than the archive's own
 * deflate makes of it.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const start = 'function findWasmBinary(){return binaryDecode(';

/** Splits the library's JavaScript into what comes before and after the text of its binary, and that text. */
function splitLibrary(code) {
  const from = code.indexOf(start) + start.length;
  let to = from + 1;
  if (code[from] !== "'")
    throw new Error('h5wasm no longer holds its binary where it did: see binaryApart.mjs');
  while (code[to] !== "'") to += code[to] === '\\' ? 2 : 1;
  return {
    before: code.slice(0, from - start.length),
    text: code.slice(from, to + 1),
    after: code.slice(to + 1),
  };
}

/** As the library's own `binaryDecode`: a 0 is written as a character beyond a byte, since a text cannot hold it. */
function decode(text) {
  const characters = new Function(`return ${text}`)();
  const bytes = Uint8Array.from(characters, (character) =>
    character.charCodeAt(0) > 255 ? 0 : character.charCodeAt(0),
  );
  if (!WebAssembly.validate(bytes)) throw new Error('the binary taken out of h5wasm is no WebAssembly');
  return bytes;
}

/** An esbuild plugin; `folder` is where the bundle and so the packed binary go. */
export function hdf5BinaryApart(folder) {
  const packed = join(folder, 'hdf5.wasm.br');
  return {
    name: 'hdf5-binary-apart',
    setup(build) {
      build.onLoad({ filter: /h5wasm[\\/]dist[\\/]esm[\\/]hdf5_util\.js$/ }, ({ path }) => {
        const { before, text, after } = splitLibrary(readFileSync(path, 'utf8'));
        // Packing it takes ten seconds: once for a version of the library and of this file.
        const changed = Math.max(statSync(path).ctimeMs, statSync(import.meta.filename).mtimeMs);
        if (!existsSync(packed) || statSync(packed).mtimeMs < changed)
          writeFileSync(packed, pack(decode(text)));
        const reader = JSON.stringify(join(import.meta.dirname, 'node.ts'));
        return {
          contents: `import { readHdf5Binary } from ${reader};\n${before}function findWasmBinary(){return readHdf5Binary(${after}`,
          loader: 'js',
        };
      });
    },
  };
}

const pack = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
