import * as fs from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isAlive, type Host } from '../../runs/liveness.js';
import { runFiles } from '../../runs/folder.js';
import { decodeRecord, type Read } from '../../runs/record.js';
import type { RunRecord, RunStatus } from '../../runs/run.js';

/** How a run on disk is shown: `interrupted` is one whose process is gone, `damaged` one that cannot be read. */
export type ShownStatus = RunStatus | 'interrupted' | 'damaged';

/** A run folder as the view lists it; of its files only run.json was read. */
export interface RunFolder {
  readonly directory: string;
  /** The folder's own name. */
  readonly name: string;
  /** Null where run.json is missing or damaged. */
  readonly record: RunRecord | null;
  readonly status: ShownStatus;
  /** Why it cannot be read. */
  readonly damage: string | null;
  /** Path of the spec that it was trained from. */
  readonly spec: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

interface Cached {
  readonly stamp: string;
  readonly read: Read<RunRecord>;
}

/** So many files are read at a time. */
const atOnce = 32;

/** Reads run folders; a run.json that has not changed since is not read again. */
export class RunFolderReader {
  private readonly cache = new Map<string, Cached>();

  constructor(private readonly host: Host) {}

  /** The runs beside the specs of a folder, newest first; damaged ones by the time in their name. */
  async list(specFolder: string): Promise<RunFolder[]> {
    const runs = join(specFolder, '.netweight', 'runs');
    const entries = await fs.readdir(runs, { withFileTypes: true }).catch(() => []);
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const folders: RunFolder[] = [];
    for (let i = 0; i < names.length; i += atOnce) {
      const part = names.slice(i, i + atOnce).map((name) => this.read(specFolder, join(runs, name), name));
      folders.push(...(await Promise.all(part)));
    }
    return folders.sort((a, b) => b.startedAt - a.startedAt || (a.name < b.name ? 1 : -1));
  }

  /** One run folder, `…/.netweight/runs/<run>`, whatever state it is in. */
  open(directory: string): Promise<RunFolder> {
    return this.read(dirname(dirname(dirname(directory))), directory, basename(directory));
  }

  private async read(specFolder: string, directory: string, name: string): Promise<RunFolder> {
    const read = await this.readRecord(directory);
    if ('reason' in read) {
      const spec = join(specFolder, `${name.replace(/-\d{8}-\d{6}(-\d+)?$/, '')}.nn.json`);
      const shown = { record: null, status: 'damaged', damage: read.reason } as const;
      return { directory, name, spec, startedAt: timeOf(name), ...shown };
    }
    const record = read.value;
    const isGone = record.status === 'running' && !isAlive(record, this.host);
    return {
      directory,
      name,
      record,
      status: isGone ? 'interrupted' : record.status,
      damage: null,
      spec: resolve(specFolder, record.spec),
      startedAt: Date.parse(record.startedAt) || timeOf(name),
    };
  }

  private async readRecord(directory: string): Promise<Read<RunRecord>> {
    const path = join(directory, runFiles.record);
    try {
      const { mtimeMs, size, ino } = await fs.stat(path);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      const cached = this.cache.get(path);
      if (cached?.stamp === stamp) return cached.read;
      const read = decodeRecord(await fs.readFile(path, 'utf8'));
      this.cache.set(path, { stamp, read });
      return read;
    } catch (error) {
      this.cache.delete(path);
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return { reason: isMissing ? 'There is no run.json in it' : (error as Error).message };
    }
  }
}

/** The time in the name of a run folder, UTC; 0 where there is none. */
function timeOf(name: string): number {
  const [, y, mo, d, h, mi, s] = /-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(?:-\d+)?$/.exec(name) ?? [];
  return y === undefined ? 0 : Date.UTC(+y, +mo! - 1, +d!, +h!, +mi!, +s!);
}

export interface FolderSize {
  readonly bytes: number;
  /** Checkpoints with bytes of their own. */
  readonly checkpoints: number;
}

/** What a run takes on the disk; files with two names (best, last) count once. */
export async function measureFolder(directory: string): Promise<FolderSize> {
  const seen = new Set<string>();
  let bytes = 0;
  let checkpoints = 0;
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await fs.readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        await walk(path);
        continue;
      }
      const status = await fs.stat(path).catch(() => null);
      if (status === null) continue;
      const file = `${status.dev} ${status.ino}`;
      if (status.nlink > 1 && seen.has(file)) continue;
      seen.add(file);
      bytes += status.size;
      if (dirname(relative(directory, path)) === runFiles.checkpoints) checkpoints++;
    }
  };
  await walk(directory);
  return { bytes, checkpoints };
}
