/** An array as NumPy would write it; `bytes` are its elements. */
export interface WrittenArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A `.npz` whose entries are stored (as `np.savez` does), by their names. */
export function writeNpz(arrays: Readonly<Record<string, WrittenArray>>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const content = writeNpy(array);
    const nameBytes = new TextEncoder().encode(`${name}.npy`);
    // version 2.0, no flags, stored, a time, the checksum, both sizes, the length of the name
    const fields = [20, 0, 0, 0, 0x21]
      .flatMap(u16)
      .concat(u32(crc32(content)), u32(content.length), u32(content.length));
    const local = Uint8Array.of(...u32(0x04034b50), ...fields, ...u16(nameBytes.length), 0, 0, ...nameBytes);
    const place = [0, 0, 0, 0].flatMap(u16).concat(u32(0), u32(offset));
    directory.push(
      Uint8Array.of(...u32(0x02014b50), 20, 0, ...fields, ...u16(nameBytes.length), ...place, ...nameBytes),
    );
    parts.push(local, content);
    offset += local.length + content.length;
  }
  const count = directory.length;
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = Uint8Array.of(
    ...u32(0x06054b50),
    0,
    0,
    0,
    0,
    ...u16(count),
    ...u16(count),
    ...u32(size),
    ...u32(offset),
    0,
    0,
  );
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

function writeNpy({ dtype, shape, bytes }: WrittenArray): Uint8Array {
  const dictionary = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = dictionary.padEnd(Math.ceil((dictionary.length + 11) / 64) * 64 - 11);
  const head = [
    0x93,
    ...Buffer.from('NUMPY'),
    1,
    0,
    ...u16(header.length + 1),
    ...Buffer.from(`${header}\n`),
  ];
  return new Uint8Array(Buffer.concat([Uint8Array.from(head), bytes]));
}

function u16(value: number): number[] {
  return [value & 255, value >> 8];
}

function u32(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
