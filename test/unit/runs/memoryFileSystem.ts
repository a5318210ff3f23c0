import type { FileSystem } from '../../../src/runs/fileSystem.js';

/** Thrown where a `MemoryFileSystem` was told to die. */
export class Killed extends Error {}

/**
 * A file system in memory that counts what changes it, and can die before the change with a given number: a
 * process that is killed there leaves exactly what stands so far.
 */
export class MemoryFileSystem implements FileSystem {
  readonly files = new Map<string, Uint8Array>();
  readonly directories = new Set<string>();
  readonly operations: string[] = [];
  diesBefore = Infinity;

  async list(directory: string): Promise<string[]> {
    const names = new Set<string>();
    for (const path of [...this.files.keys(), ...this.directories]) {
      if (path.startsWith(`${directory}/`)) names.add(path.slice(directory.length + 1).split('/')[0]!);
    }
    return [...names];
  }

  async read(path: string): Promise<Uint8Array | null> {
    return this.files.get(path) ?? null;
  }

  async readRange(path: string, offset: number, length: number): Promise<Uint8Array> {
    return this.files.get(path)!.slice(offset, offset + length);
  }

  async size(path: string): Promise<number | null> {
    return this.files.get(path)?.length ?? null;
  }

  async makeDirectory(path: string): Promise<boolean> {
    this.change(`makeDirectory ${path}`);
    if (this.directories.has(path)) return false;
    this.directories.add(path);
    return true;
  }

  async append(path: string, bytes: Uint8Array): Promise<void> {
    this.change(`append ${path}`);
    const before = this.files.get(path) ?? new Uint8Array(0);
    const after = new Uint8Array(before.length + bytes.length);
    after.set(before);
    after.set(bytes, before.length);
    this.files.set(path, after);
  }

  async sync(path: string): Promise<void> {
    this.change(`sync ${path}`);
  }

  async syncNames(directory: string): Promise<void> {
    this.change(`sync ${directory}`);
  }

  async truncate(path: string, length: number): Promise<void> {
    this.change(`truncate ${path}`);
    this.files.set(path, this.files.get(path)!.slice(0, length));
  }

  async replace(path: string, bytes: Uint8Array): Promise<void> {
    this.change(`aside ${path}`);
    this.files.set(`${path}.tmp`, bytes.slice());
    this.change(`rename ${path}`);
    this.files.set(path, bytes.slice());
    this.files.delete(`${path}.tmp`);
  }

  async copy(from: string, to: string): Promise<void> {
    await this.replace(to, this.files.get(from)!);
  }

  async remove(path: string): Promise<void> {
    this.change(`remove ${path}`);
    this.files.delete(path);
  }

  private change(what: string): void {
    if (this.operations.length >= this.diesBefore) throw new Killed(what);
    this.operations.push(what);
  }
}
