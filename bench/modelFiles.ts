import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** Large model files for the benchmark, made in a folder of its own. */
export interface Shape {
  readonly tensors: number;
  readonly rows: number;
  readonly cols: number;
}

/** A safetensors file of f32. Without `values` it is sparse: a header, and a length that takes no room on the disk. */
export function writeSafetensors(path: string, { tensors, rows, cols }: Shape, values?: Float32Array): void {
  const bytes = 4 * rows * cols;
  const entries = Array.from({ length: tensors }, (_, i) => [
    `layers.${i}.weight`,
    { dtype: 'F32', shape: [rows, cols], data_offsets: [i * bytes, (i + 1) * bytes] },
  ]);
  const text = JSON.stringify(Object.fromEntries(entries));
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = openSync(path, 'w');
  writeSync(file, length);
  writeSync(file, header);
  if (values) {
    const block = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let left = tensors * bytes; left > 0; left -= block.length)
      writeSync(file, block.subarray(0, Math.min(left, block.length)));
  }
  ftruncateSync(file, 8 + header.length + tensors * bytes);
  closeSync(file);
}

/** A state dict as `torch.save` writes it; false where there is no PyTorch to do it. */
export function writePytorch(path: string, { tensors, rows, cols }: Shape, python: string): boolean {
  const program = `import torch
state = {f'layers.{i}.weight': torch.randn(${rows}, ${cols}) for i in range(${tensors})}
torch.save(state, ${JSON.stringify(path)})`;
  return spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0;
}

/** Makes the system forget what it has of a file in memory; false where that cannot be (it is GNU's dd that can). */
export function dropFromCache(path: string): boolean {
  const flush = spawnSync('dd', [`of=${path}`, 'conv=notrunc,fdatasync', 'count=0'], { stdio: 'ignore' });
  const drop = spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
  return flush.status === 0 && drop.status === 0;
}
