import { commands, env, Uri } from 'vscode';
import { UserError } from '../commands.js';

/** Sources are web pages of papers and guides; nothing else is opened. */
export async function openSource(url: string): Promise<void> {
  const uri = Uri.parse(url, true);
  if (uri.scheme !== 'https') throw new UserError(`${url} is not a web page.`);
  if (!(await env.openExternal(uri))) await commands.executeCommand('vscode.open', uri);
}
