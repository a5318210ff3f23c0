import { joinPath, type FileSystem } from '../runs/fileSystem.js';
import { runFiles } from '../runs/folder.js';
import { RunReader } from '../runs/reader.js';
import { encodeRecord } from '../runs/record.js';
import type { RunRecord } from '../runs/run.js';

/** Says in run.json how a run ended whose trainer could not say it any more. One that has ended stays as it is. */
export async function closeRun(
  fileSystem: FileSystem,
  directory: string,
  status: 'failed' | 'stopped',
  error: string | null,
): Promise<void> {
  const read = await new RunReader(fileSystem, directory).readRecord();
  if ('reason' in read || read.value.status !== 'running') return;
  const finishedAt = new Date().toISOString();
  const record: RunRecord = { ...read.value, status, error, finishedAt, pid: null, heartbeatAt: null };
  const bytes = new TextEncoder().encode(encodeRecord(record));
  await fileSystem.replace(joinPath(directory, runFiles.record), bytes);
}
