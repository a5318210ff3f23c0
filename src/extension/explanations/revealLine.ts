import { Position, Selection, TextEditorRevealType, ViewColumn, window, workspace, type Uri } from 'vscode';

/** Shows a line (from 1) of a file: in the editor that shows it, else, with `open`, in a new one, which gets the focus. */
export async function revealLine(file: Uri, line: number, open: boolean): Promise<void> {
  const visible = window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === file.toString(),
  );
  if (!visible && !open) return;
  const document = visible?.document ?? (await workspace.openTextDocument(file));
  const editor = open
    ? await window.showTextDocument(document, visible?.viewColumn ?? ViewColumn.One)
    : visible!;
  const start = new Position(line - 1, 0);
  editor.selection = new Selection(start, start);
  editor.revealRange(document.lineAt(start).range, TextEditorRevealType.InCenterIfOutsideViewport);
}
