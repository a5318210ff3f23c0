import { basename } from 'node:path';
import type { Disposable, Uri, WebviewPanel } from 'vscode';
import type { ExplainTarget } from '../../protocol/explain.js';
import { UserError } from '../commands.js';
import { Explanation, firstChoice } from './explanation.js';
import { ExplanationPanel } from './explanationPanel.js';

/** The open panels of explanations, one for each run and data. */
export class Explanations implements Disposable {
  readonly #open = new Map<string, ExplanationPanel>();

  constructor(
    readonly extensionUri: Uri,
    /** Path of the worker's entry. */
    readonly entry: string,
  ) {}

  /** Opens a panel beside and begins to explain; one that is open is begun anew for the row that is asked for. */
  show(target: ExplainTarget): void {
    const panel = this.#open.get(keyOf(target));
    if (panel && panel.explanation.target.line === target.line) {
      panel.panel.reveal(undefined, true);
      return;
    }
    panel?.panel.dispose();
    this.#add(ExplanationPanel.open(this.extensionUri, this.#begin(target)));
  }

  /** A panel of an earlier window explains again. */
  restore(panel: WebviewPanel, state: unknown): void {
    const target = targetOf(state);
    if (!target) {
      panel.dispose();
      throw new UserError('The panel does not know any more what it explains.');
    }
    this.#add(new ExplanationPanel(panel, this.extensionUri, this.#begin(target)));
  }

  dispose(): void {
    for (const panel of [...this.#open.values()]) panel.dispose();
  }

  #begin(target: ExplainTarget): Explanation {
    const explanation = new Explanation(this.entry, basename(target.directory), target);
    explanation.explain(firstChoice);
    return explanation;
  }

  #add(panel: ExplanationPanel): void {
    const key = keyOf(panel.explanation.target);
    this.#open.set(key, panel);
    panel.onDidDispose(() => {
      if (this.#open.get(key) === panel) this.#open.delete(key);
    });
  }
}

const keyOf = ({ directory, data }: ExplainTarget): string => `${directory}\n${data ?? ''}`;

/** What a panel keeps across reloads; anything may stand there. */
function targetOf(state: unknown): ExplainTarget | null {
  if (typeof state !== 'object' || state === null) return null;
  const { directory, data } = state as Record<string, unknown>;
  if (typeof directory !== 'string') return null;
  return { directory, data: typeof data === 'string' ? data : null, line: null };
}
