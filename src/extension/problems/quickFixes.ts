import {
  CodeAction,
  CodeActionKind,
  WorkspaceEdit,
  languages,
  type CodeActionProvider,
  type Disposable,
  type TextDocument,
  Range,
} from 'vscode';
import { editSpec } from '../../spec/edit.js';
import type { Fix } from '../../spec/spec.js';
import { specFiles } from '../specDocuments.js';
import type { Fixable, FixSource } from './fixable.js';

/** The change of a document that a fix asks for, its comments and layout kept; null where the text has moved on. */
export function makeEdit(document: TextDocument, fix: Fix): WorkspaceEdit | null {
  const changes = editSpec(document.getText(), fix.edits);
  if (!changes) return null;
  const edit = new WorkspaceEdit();
  for (const { offset, length, text } of changes) {
    const range = new Range(document.positionAt(offset), document.positionAt(offset + length));
    edit.replace(document.uri, range, text);
  }
  return edit;
}

/** Offers the fixes of the problems and findings under the cursor. */
export function provideQuickFixes(sources: readonly FixSource[]): Disposable {
  const provider: CodeActionProvider = {
    provideCodeActions: (document, range) =>
      sources.flatMap((source) =>
        source
          .fixables(document.uri)
          .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined)
          .flatMap((fixable) => actionsOf(document, fixable)),
      ),
  };
  const kinds = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
  return languages.registerCodeActionsProvider(specFiles, provider, kinds);
}

/** Every fix that still fits the text; after the preferred one of a finding, the same with a training behind it. */
function actionsOf(document: TextDocument, { diagnostic, fixes, finding }: Fixable): CodeAction[] {
  return fixes.flatMap((fix) => {
    const edit = makeEdit(document, fix);
    if (!edit) return [];
    const action = new CodeAction(fix.title, CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.isPreferred = fix.preferred ?? false;
    action.edit = edit;
    if (!finding || !action.isPreferred) return [action];
    const train = new CodeAction(`Fix and train: ${fix.title}`, CodeActionKind.QuickFix);
    train.diagnostics = [diagnostic];
    const { code, layer } = finding;
    train.command = {
      title: 'Fix and Train',
      command: 'netweight.fixAndTrain',
      arguments: [document.uri, { code, layer }],
    };
    return [action, train];
  });
}
