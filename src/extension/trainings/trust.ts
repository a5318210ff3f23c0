import { commands, window, workspace } from 'vscode';

/** Looking works anywhere; training runs what a workspace says, and shows the way to trust where there is none. */
export async function isTrusted(): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = 'Manage Trust';
  const words = 'Training needs a trusted workspace. Looking at specs and runs does not.';
  const choice = await window.showWarningMessage(words, manage);
  if (choice === manage) await commands.executeCommand('workbench.trust.manage');
  return false;
}
