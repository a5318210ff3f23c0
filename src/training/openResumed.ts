import { sha256 } from '../data/sha256.js';
import type { FileSystem } from '../runs/fileSystem.js';
import { runNameOf, runsDirectoryOf } from '../runs/folder.js';
import { RunReader } from '../runs/reader.js';
import type { RunRecord } from '../runs/run.js';
import { checkResumable, findNewestUnfinished } from '../runs/runs.js';
import type { EventsPosition, ResumeState } from '../runs/state.js';
import type { TrainingHost } from './host.js';
import { RefusedError } from './refusedError.js';
import type { TrainInput } from './trainInput.js';

/** A run that goes on, and where it stood. */
export interface Resumed {
  readonly directory: string;
  readonly specText: string;
  readonly record: RunRecord;
  readonly state: ResumeState;
  readonly events: EventsPosition;
}

/** The run to go on with, or why there is none. */
export async function openResumed(input: TrainInput, { fileSystem, here }: TrainingHost): Promise<Resumed> {
  const runs = runsDirectoryOf(input.specPath);
  const name = runNameOf(input.specPath);
  const directory = input.directory ?? (await findNewestUnfinished(fileSystem, runs, name, here))?.directory;
  if (directory === undefined) {
    throw new RefusedError(
      `There is no unfinished run of ${name} in ${runs}. Name its folder with --run, or train anew without --resume.`,
      'no-run',
    );
  }
  const resumable = await checkResumable(fileSystem, directory, null, here);
  if ('reason' in resumable) throw new RefusedError(resumable.reason, resumable.code);
  const { epochs } = input.overrides;
  if (epochs !== undefined && epochs < resumable.state.epoch) {
    throw new RefusedError(
      `Cannot resume ${directory} to ${epochs} epochs: it has ${resumable.state.epoch} already. Give more with --epochs, or train anew.`,
      'too-few-epochs',
    );
  }
  const specText = await new RunReader(fileSystem, directory).readSpec();
  if (specText === null) {
    throw new RefusedError(
      `Cannot resume ${directory}: its copy of the spec (spec.nn.json) is missing. Train anew.`,
      'damaged',
    );
  }
  return { directory, specText, ...resumable };
}

/** Whether the spec says something else now than when the run began. */
export async function isChanged(
  { record }: Resumed,
  { specText, specPath }: TrainInput,
  fileSystem: FileSystem,
): Promise<boolean> {
  const bytes = await fileSystem.read(specPath);
  const text = specText ?? (bytes && new TextDecoder().decode(bytes));
  return text !== null && (await sha256(new TextEncoder().encode(text))) !== record.specSha256;
}
