import { commands, Uri } from 'vscode';
import type { RunPanelCalls } from '../../protocol/runPanel.js';
import type { Inspector } from '../../worker/inspectorClient.js';
import { UserError } from '../commands.js';
import { revealLine } from '../explanations/revealLine.js';
import type { RunSource } from '../panels/runSource.js';

/** Opens the data file at one of the rows that the network gets most wrong; the panel names the row, not the file. */
export async function revealRow(
  inspector: Inspector,
  source: RunSource,
  { split, worst }: RunPanelCalls['revealRow']['args'],
): Promise<void> {
  const results = await inspector.ask('results', source.directory, null);
  const judged = split === 'test' ? results.test : results.validation;
  const place = judged?.places[worst];
  if (judged && typeof place?.file === 'string') {
    await commands.executeCommand('vscode.open', Uri.joinPath(source.spec, '..', place.file));
    return;
  }
  const line = place?.line;
  if (!judged || line === null || line === undefined) throw new UserError('This row has no line to show.');
  await revealLine(Uri.joinPath(source.spec, '..', judged.file), line, true);
}
