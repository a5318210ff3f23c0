import {
  CodeLens,
  Diagnostic,
  DiagnosticSeverity,
  EventEmitter,
  Range,
  languages,
  workspace,
  type CodeLensProvider,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { Finding } from '../../runs/finding.js';
import { layersInText } from '../../spec/layersInText.js';
import { parseSpec } from '../../spec/parse.js';
import { locate } from '../../spec/positions.js';
import { rangeAt, specFiles } from '../specDocuments.js';
import { describeOutcome, type Outcome } from './outcome.js';

/** A fix that was tried: what it was for, what came of it, and the runs before and after. */
interface Tried {
  readonly finding: Finding;
  readonly outcome: Outcome;
  readonly runs: readonly { readonly directory: string }[];
}

/** Says at the line of a finding what its fix has done: in a lens, and in the Problems panel. */
export class Outcomes implements Disposable, CodeLensProvider {
  private readonly collection = languages.createDiagnosticCollection('netweight-fixes');
  private readonly tried = new Map<string, Tried>();
  private readonly changes = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changes.event;
  private readonly registrations = [
    languages.registerCodeLensProvider(specFiles, this),
    // Of a text that was changed since, undone even, it says nothing.
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.clear(document.uri);
    }),
  ];

  show(document: TextDocument, tried: Tried): void {
    const { outcome, finding } = tried;
    const diagnostic = new Diagnostic(
      rangeOf(document, finding),
      `${describeOutcome(outcome)} (after “${outcome.fix}”).`,
      outcome.isGone ? DiagnosticSeverity.Information : DiagnosticSeverity.Warning,
    );
    diagnostic.source = 'Netweight';
    diagnostic.code = outcome.isGone ? 'fixed' : 'not-fixed';
    this.collection.set(document.uri, [diagnostic]);
    this.tried.set(document.uri.toString(), tried);
    this.changes.fire();
  }

  /** What was said holds for the runs that were compared, not for the next. */
  clear(spec: Uri): void {
    this.collection.delete(spec);
    if (this.tried.delete(spec.toString())) this.changes.fire();
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    const tried = this.tried.get(document.uri.toString());
    if (!tried) return [];
    const { outcome, finding, runs } = tried;
    const { start } = rangeOf(document, finding);
    const lens = {
      title: `$(${outcome.isGone ? 'pass' : 'warning'}) ${describeOutcome(outcome)}`,
      tooltip: `After “${outcome.fix}”. Compares both runs`,
      ...(runs.length > 1
        ? { command: 'netweight.compareRuns', arguments: [runs[0], runs] }
        : { command: '' }),
    };
    return [new CodeLens(new Range(start, start), lens)];
  }

  dispose(): void {
    this.collection.dispose();
    for (const registration of this.registrations) registration.dispose();
    this.changes.dispose();
  }
}

/** Where a finding stands in a text that its fix has changed: its layer goes by its name. */
function rangeOf(document: TextDocument, { layer, path }: Finding): Range {
  const { positions } = parseSpec(document.getText());
  const named = layer === null ? undefined : layersInText(positions).find(({ name }) => name === layer);
  const { offset, length } = named ?? locate(positions, path);
  return rangeAt(document, offset, length);
}
