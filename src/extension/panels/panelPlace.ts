import { TabInputText, TabInputTextDiff, ViewColumn, window } from 'vscode';

/** Where a new panel opens: beside the code that is worked on, or before the panel that asked for it; the focus stays. */
export function panelPlace(): { readonly viewColumn: ViewColumn; readonly preserveFocus: boolean } {
  const shown = window.tabGroups.activeTabGroup.activeTab?.input;
  const isCode = shown instanceof TabInputText || shown instanceof TabInputTextDiff;
  return { viewColumn: isCode ? ViewColumn.Beside : ViewColumn.Active, preserveFocus: true };
}
