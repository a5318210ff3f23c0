import type { FileSystem } from '../runs/fileSystem.js';
import { RefusedError } from './refusedError.js';

/** The text of a spec. Throws a `RefusedError` where there is none. */
export async function readSpecText(path: string, fileSystem: FileSystem): Promise<string> {
  if ((await fileSystem.list(path).catch(() => [])).length > 0) {
    throw new RefusedError(`${path} is a folder, not a spec. Name a *.nn.json in it.`, 'no-spec');
  }
  const bytes = await fileSystem.read(path);
  if (!bytes) throw new RefusedError(`There is no spec ${path}. Check the path.`, 'no-spec');
  return new TextDecoder().decode(bytes);
}
