import type { Disposable, Uri, WebviewPanel } from 'vscode';
import { UserError } from '../commands.js';
import { ComparePanel, type ComparePanelInput } from './comparePanel.js';
import type { ComparisonSources } from './readComparison.js';

interface Input extends ComparisonSources {
  readonly extensionUri: Uri;
  readonly showRun: ComparePanelInput['showRun'];
}

/** The open comparisons, one for the same runs at most. */
export class ComparePanels implements Disposable {
  private readonly open = new Map<string, ComparePanel>();

  constructor(private readonly input: Input) {}

  /** Shows these run folders beside each other. */
  show(directories: readonly string[]): void {
    const panel = this.open.get(keyOf(directories));
    if (panel) panel.reveal();
    else this.add(directories, ComparePanel.open({ ...this.input, directories }));
  }

  /** A panel of an earlier window comes back with its runs as they are now. */
  restore(panel: WebviewPanel, state: unknown): void {
    const directories = directoriesOf(state);
    if (directories.length === 0) {
      panel.dispose();
      throw new UserError('The panel does not know its runs any more.');
    }
    this.add(directories, new ComparePanel(panel, { ...this.input, directories }));
  }

  dispose(): void {
    this.open.clear();
  }

  private add(directories: readonly string[], panel: ComparePanel): void {
    const key = keyOf(directories);
    this.open.set(key, panel);
    panel.onDidDispose(() => this.open.delete(key));
  }
}

const keyOf = (directories: readonly string[]): string => [...directories].sort().join('\n');

/** What a panel keeps across reloads; anything may stand there. */
function directoriesOf(state: unknown): readonly string[] {
  const isKept = typeof state === 'object' && state !== null && 'directories' in state;
  const kept: unknown = isKept ? state.directories : [];
  return Array.isArray(kept) && kept.every((one) => typeof one === 'string') ? kept : [];
}
