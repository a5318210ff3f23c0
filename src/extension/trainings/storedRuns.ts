import { Uri } from 'vscode';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import type { RunSnapshot } from '../../protocol/runPanel.js';
import { specPathOf } from '../../runs/folder.js';
import { shownRecord } from '../../runs/liveness.js';
import { nodeFileSystem, processLives } from '../../runs/node.js';
import { readSeedBand } from '../../runs/readSeedBand.js';
import { RunReader } from '../../runs/reader.js';
import type { RunRecord } from '../../runs/run.js';
import type { Inspector } from '../../worker/inspectorClient.js';
import { UserError } from '../commands.js';
import type { RunSource } from '../panels/runSource.js';
import { placeFindings } from '../problems/placeFindings.js';
import { describeSpec } from './summary.js';

/** Tells which runs still train. */
export const thisHost = { name: hostname(), processLives, now: () => Date.now() };

/** The spec that a run folder was trained from: `…/x.nn.json` beside `.netweight/runs/<run>`. */
export const specOf = (directory: string, spec: string): Uri => Uri.file(specPathOf(directory, spec));

/** Runs that lie on disk and do not train here. Their events are read in a worker: there may be much of them. */
export class StoredRuns {
  constructor(private readonly inspector: Inspector) {}

  /** Throws a `UserError` where there is no run. */
  async open(directory: string): Promise<RunSource> {
    const { spec } = await readRunRecord(directory);
    return { directory, spec: specOf(directory, spec), snapshot: () => this.read(directory) };
  }

  /** Reads a run folder into what its panel shows. */
  async read(directory: string): Promise<RunSnapshot> {
    const run = await readRunRecord(directory);
    const reader = new RunReader(nodeFileSystem, directory);
    const specText = (await reader.readSpec()) ?? '{}';
    const band = await readSeedBand(nodeFileSystem, directory, run);
    return {
      ...(band && { band }),
      directory,
      specName: basename(run.spec),
      run,
      state: run.status,
      ...describeSpec(specText, run),
      ...(await this.inspector.ask('recorded', directory, run)),
      findings: placeFindings(specText, await reader.readFindings()),
      progress: null,
    };
  }
}

/** run.json, as it is to be shown. */
async function readRunRecord(directory: string): Promise<RunRecord> {
  const read = await new RunReader(nodeFileSystem, directory).readRecord();
  if ('reason' in read) throw new UserError(`${read.reason}. It may have been deleted; train again.`);
  return shownRecord(read.value, thisHost);
}
