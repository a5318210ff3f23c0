import { commands, type Uri } from 'vscode';
import { activeModel } from '../commandTargets.js';
import { UserError } from '../commands.js';
import type { ComparedModel } from './comparedModel.js';
import { DifferencePanel } from './differencePanel.js';
import type { ModelHost } from './modelHost.js';

/** What is compared with what: a model file that was selected first with another one, or with its committed version. */
export class ModelComparison {
  private selected: Uri | undefined;

  constructor(private readonly host: ModelHost) {}

  /** Remembers a file for the comparison that follows. */
  async select(resource?: Uri): Promise<void> {
    this.selected = modelOf(resource);
    await commands.executeCommand('setContext', 'netweight.comparing', true);
  }

  /** Compares the file that was selected first with this one. */
  compareWithSelected(resource?: Uri): void {
    if (!this.selected)
      throw new UserError(
        'First select a model file: "Select for Compare Weights" in its menu in the explorer.',
      );
    const after = modelOf(resource);
    if (after.toString() === this.selected.toString())
      throw new UserError('A file has no difference to itself: choose another one.');
    this.compare({ uri: this.selected, isHead: false }, { uri: after, isHead: false });
  }

  compareWithHead(resource?: Uri): void {
    const uri = modelOf(resource);
    if (!this.host.isOnDisk(uri)) throw new UserError('Git knows files on the disk alone.');
    this.compare({ uri, isHead: true }, { uri, isHead: false });
  }

  private compare(before: ComparedModel, after: ComparedModel): void {
    DifferencePanel.open(this.host, [before, after]);
  }
}

/** The file that a command was called on, else the one whose editor is in front. */
function modelOf(resource: Uri | undefined): Uri {
  const uri = resource ?? activeModel();
  if (!uri) throw new UserError('Open a model file first, or choose one in the explorer.');
  return uri;
}
