import { joinPath, type FileSystem } from '../runs/fileSystem.js';
import { runFiles } from '../runs/folder.js';

/**
 * The checkpoint that a path means: of a run folder the best, or the last where there is no best yet; a file
 * itself. Null where there is neither.
 */
export async function locateCheckpoint(fileSystem: FileSystem, path: string): Promise<string | null> {
  for (const name of [runFiles.best, runFiles.last]) {
    const checkpoint = joinPath(path, runFiles.checkpoints, name);
    if ((await fileSystem.size(checkpoint)) !== null) return checkpoint;
  }
  const isFolder = (await fileSystem.list(path).catch(() => [])).length > 0;
  return !isFolder && (await fileSystem.size(path)) !== null ? path : null;
}
