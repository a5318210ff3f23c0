import type { DataFiles } from './files.js';
import { sha256 } from './sha256.js';

/** Hands files on and remembers what was read: the digest tells later whether data is the same. */
export class DigestedFiles implements DataFiles {
  private readonly digests = new Map<string, Promise<string>>();

  constructor(private readonly files: DataFiles) {}

  async read(path: string): Promise<Uint8Array> {
    const bytes = await this.files.read(path);
    // Taken while the file is made sense of.
    if (!this.digests.has(path)) this.digests.set(path, sha256(bytes));
    return bytes;
  }

  list(path: string): Promise<readonly string[] | null> {
    return this.files.list(path);
  }

  /** Of one file its sha256; of several that of the lines `<sha256>  <path>` in the order in which they were read first. */
  async digest(): Promise<string> {
    const lines = await Promise.all(
      [...this.digests].map(async ([path, digest]) => `${await digest}  ${path}\n`),
    );
    if (lines.length === 1) return lines[0]!.slice(0, 64);
    return sha256(new TextEncoder().encode(lines.join('')));
  }
}
