import type { RunRecord } from './run.js';

/** After this long without a heartbeat a run is taken to be dead, whatever its process id says. */
const silentMilliseconds = 60_000;

/** What is known of this host: enough to tell whether a run's process lives. */
export interface Host {
  readonly name: string;
  /** Whether a process with this id runs here. */
  readonly processLives: (pid: number) => boolean;
  readonly now: () => number;
}

/**
 * Whether the process that trains a run still does. On this host its id must live and its heartbeat be fresh (an
 * id may have gone to another process, and an editor outlives its worker); of other hosts only the heartbeat is
 * known.
 */
export function isAlive(record: RunRecord, host: Host): boolean {
  if (record.status !== 'running' || record.heartbeatAt === null) return false;
  const isFresh = host.now() - Date.parse(record.heartbeatAt) < silentMilliseconds;
  if (record.host !== host.name) return isFresh;
  return isFresh && record.pid !== null && host.processLives(record.pid);
}

/** The record as it is to be shown: a run whose process is gone was stopped. */
export function shownRecord(record: RunRecord, host: Host): RunRecord {
  if (record.status !== 'running' || isAlive(record, host)) return record;
  return { ...record, status: 'stopped', finishedAt: record.finishedAt ?? record.heartbeatAt };
}
