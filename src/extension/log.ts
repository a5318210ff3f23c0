import { window, type LogOutputChannel } from 'vscode';

let channel: LogOutputChannel | undefined;

/** The "Netweight" output channel, made when something is first said. */
export function log(): LogOutputChannel {
  channel ??= window.createOutputChannel('Netweight', { log: true });
  return channel;
}
