import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { Disposable } from 'vscode';

/** Changes that come this close together are one. */
const settleMs = 200;

/**
 * Tells when run folders come, change or go. VS Code's own watcher leaves `.netweight` out (files.watcherExclude), so
 * these are plain watches of single folders: the ones above the runs, and the runs that are shown. Event files that
 * grow ten times a second are passed over.
 */
export class FolderWatches implements Disposable {
  private readonly watches = new Map<string, FSWatcher>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly onChange: () => void) {}

  /** Watches exactly these spec folders and run folders from here on. */
  set(specFolders: readonly string[], runFolders: readonly string[]): void {
    const above = specFolders.flatMap((folder) => [
      [folder, '.netweight'] as const,
      [join(folder, '.netweight'), 'runs'] as const,
      [join(folder, '.netweight', 'runs'), null] as const,
    ]);
    const wanted = new Map<string, string | null>([
      ...above,
      ...runFolders.map((folder) => [folder, 'run.json'] as const),
    ]);
    for (const [path, watcher] of this.watches) {
      if (wanted.has(path)) continue;
      watcher.close();
      this.watches.delete(path);
    }
    for (const [path, name] of wanted) if (!this.watches.has(path)) this.add(path, name);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watches.values()) watcher.close();
    this.watches.clear();
  }

  /** `name` is the only entry that matters; null: all do. A folder that is not there (yet) is left to the one above. */
  private add(path: string, name: string | null): void {
    try {
      const watcher = watch(path, { persistent: false }, (event, changed) => {
        // A folder that was removed reports its own name.
        const isGone = event === 'rename' && path.endsWith(`/${changed ?? ''}`);
        if (isGone) this.drop(path);
        else if (name === null || changed === null || changed === name) this.settle();
      });
      watcher.on('error', () => this.drop(path));
      this.watches.set(path, watcher);
    } catch {
      // No such folder, or no more watches: the view's button still reads anew.
    }
  }

  private drop(path: string): void {
    this.watches.get(path)?.close();
    this.watches.delete(path);
    this.settle();
  }

  private settle(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.onChange();
    }, settleMs);
  }
}
