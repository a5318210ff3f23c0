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
import type { FixSource } from './fixable.js';

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
          .flatMap(({ diagnostic, fixes }) =>
            fixes.flatMap((fix) => {
              const edit = makeEdit(document, fix);
              if (!edit) return [];
              const action = new CodeAction(fix.title, CodeActionKind.QuickFix);
              action.diagnostics = [diagnostic];
              action.isPreferred = fix.preferred ?? false;
              action.edit = edit;
              return [action];
            }),
          ),
      ),
  };
  const kinds = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
  return languages.registerCodeActionsProvider(specFiles, provider, kinds);
}
