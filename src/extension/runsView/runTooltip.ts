import { MarkdownString } from 'vscode';
import { formatCount } from '../../display/numbers.js';
import { formatBytes, formatDuration } from '../../display/units.js';
import type { FolderSize, RunFolder } from './runFolders.js';
import { describeBest } from '../lenses/runLens.js';
import { secondsOf, statusLook } from './runWords.js';

/** Everything that is worth knowing of a run before it is opened, and what it takes on the disk. */
export function describeRunAtLength(
  run: RunFolder,
  changes: readonly string[],
  size: FolderSize,
): MarkdownString {
  const { record, status, directory, damage } = run;
  const rows: (readonly [string, string])[] = [];
  if (record) {
    const best = describeBest(record);
    if (best !== '') rows.push(['Best', best]);
    rows.push(
      ['Epochs', `${formatCount(record.epochs)} of ${formatCount(record.plannedEpochs)}`],
      ['Time', formatDuration(secondsOf(record))],
      [
        'Rows',
        `${formatCount(record.trainRows)} trained on, ${formatCount(record.validationRows)} validated on`,
      ],
      ['Parameters', formatCount(record.parameters)],
      ['Seed', String(record.seed)],
    );
  }
  rows.push(['On disk', `${formatBytes(size.bytes)}, ${formatCount(size.checkpoints)} checkpoints`]);
  const text = new MarkdownString();
  text.appendText(`${statusLook(status).words}${damage === null ? '' : `: ${damage}`}`);
  text.appendMarkdown('\n\n| | |\n|-|-|\n');
  for (const [key, value] of rows) text.appendMarkdown(`| ${key} | ${value} |\n`);
  if (changes.length > 0) {
    text.appendMarkdown('\nAgainst the run before:\n\n');
    for (const change of changes) text.appendMarkdown(`- \`${change.replaceAll('`', "'")}\`\n`);
  }
  text.appendMarkdown('\n');
  text.appendText(directory);
  return text;
}
