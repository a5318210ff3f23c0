import type { Webview } from 'vscode';
import { packMessage } from '../../protocol/packing.js';
import type { Port } from '../../protocol/peer.js';

/** The host's end of the channel to a panel. */
export function webviewPort(webview: Webview): Port {
  return {
    post: (message) => void webview.postMessage(packMessage(message)),
    onMessage: (listener) => void webview.onDidReceiveMessage(listener),
  };
}
