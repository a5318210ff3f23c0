/** The checksum of what came before (0 at the beginning) and `bytes[from, to)`. */
export type UpdateCrc = (before: number, bytes: Uint8Array, from?: number, to?: number) => number;

/** A 32-bit CRC by its reflected polynomial, eight bytes a turn ("slicing by 8", Kounavis and Berry 2005). */
export function createCrc(polynomial: number): UpdateCrc {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = makeTables(polynomial);
  return (before, bytes, from = 0, to = bytes.length) => {
    let crc = ~before;
    let i = from;
    for (; i + 8 <= to; i += 8) {
      crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      crc =
        t7[crc & 255]! ^
        t6[(crc >>> 8) & 255]! ^
        t5[(crc >>> 16) & 255]! ^
        t4[crc >>> 24]! ^
        t3[bytes[i + 4]!]! ^
        t2[bytes[i + 5]!]! ^
        t1[bytes[i + 6]!]! ^
        t0[bytes[i + 7]!]!;
    }
    for (; i < to; i++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]!) & 255]!;
    return ~crc >>> 0;
  };
}

/** Signed, so that every step stays a 32-bit integer to the engine that runs this. */
type Table = Int32Array;
type Tables = [Table, Table, Table, Table, Table, Table, Table, Table];

/** Table n holds the checksum of a byte with n zero bytes after it. */
function makeTables(polynomial: number): Tables {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
  const all = [first];
  for (let n = 1; n < 8; n++) all.push(all[n - 1]!.map((crc) => first[crc & 255]! ^ (crc >>> 8)));
  return all as Tables;
}
