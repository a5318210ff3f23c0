import { Uri, window, workspace } from 'vscode';
import type { SavedChart } from '../../protocol/savedChart.js';

/** Larger than any screen's picture. */
const mostBytes = 64 << 20;

/** Asks where to, and writes the picture, or the table where the file's name says so. */
export async function saveChart(spec: Uri, { name, picture, csv, asTable }: SavedChart): Promise<void> {
  const isSound =
    /^[\w-]{1,40}$/.test(name) &&
    (picture === null || picture instanceof Uint8Array) &&
    typeof csv === 'string';
  if (!isSound || (picture?.length ?? 0) > mostBytes || csv.length > mostBytes)
    throw new TypeError('This is no chart.');
  const kinds = { picture: { 'PNG picture': ['png'] }, table: { 'CSV table': ['csv'] } };
  const place = await window.showSaveDialog({
    title: 'Save Chart',
    defaultUri: Uri.joinPath(spec, '..', `${name}.${asTable ? 'csv' : 'png'}`),
    filters: !picture
      ? kinds.table
      : asTable
        ? { ...kinds.table, ...kinds.picture }
        : { ...kinds.picture, ...kinds.table },
  });
  if (!place) return;
  const isTable = !picture || place.path.toLowerCase().endsWith('.csv');
  await workspace.fs.writeFile(place, isTable ? new TextEncoder().encode(csv) : picture);
}
