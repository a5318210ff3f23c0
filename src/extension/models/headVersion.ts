import { extensions, Uri } from 'vscode';
import type { ModelOrigin } from '../../protocol/models.js';
import { UserError } from '../commands.js';
import { findCommitted, NotCommittedError, type Repository } from './committedModel.js';
import { mostBytes, tooLarge } from './findModel.js';

/** As much of the built-in Git extension's API, version 1, as is needed here. */
interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: (listener: () => void) => { dispose(): void };
  openRepository(root: Uri): Promise<Repository | null>;
  getRepository(uri: Uri): Repository | null;
}
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** The version of a file that the newest commit has. */
export async function findHeadVersion(uri: Uri): Promise<ModelOrigin> {
  const repository = await findRepository(uri);
  try {
    return await findCommitted(repository, uri.fsPath, (bytes) => {
      if (bytes > mostBytes) throw tooLarge(bytes, 'Versions that Git keeps');
    });
  } catch (error) {
    throw error instanceof NotCommittedError ? new UserError(error.message) : error;
  }
}

async function findRepository(uri: Uri): Promise<Repository> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  const git = await extension?.activate();
  if (!git?.enabled)
    throw new UserError(
      'The built-in Git extension is turned off, which reads what was committed: turn on "git.enabled".',
    );
  const api = git.getAPI(1);
  if (api.state !== 'initialized') await initialized(api);
  const repository = api.getRepository(uri) ?? (await api.openRepository(Uri.joinPath(uri, '..')));
  if (!repository) throw new UserError('The file is in no Git repository.');
  return repository;
}

const initialized = (git: GitApi): Promise<void> =>
  new Promise((done) => {
    const listening = git.onDidChangeState(() => {
      if (git.state !== 'initialized') return;
      listening.dispose();
      done();
    });
  });
