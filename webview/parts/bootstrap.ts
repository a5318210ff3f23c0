import { unpackMessage } from '../../src/protocol/packing.js';
import { createPeer, type Contract, type Peer } from '../../src/protocol/peer.js';
import './bootstrap.css';
import { element } from './element.js';

/** What VS Code gives a panel. */
interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Host;

/** A panel answers no calls. */
interface Side<News extends object> extends Contract {
  readonly calls: object;
  readonly events: News;
}

/** This panel's side of the host: what it remembers, where it stands, and the channel. */
export interface PanelSide<Remote extends Contract, News extends object> {
  readonly host: Host;
  readonly app: HTMLElement;
  readonly peer: Peer<Side<News>, Remote>;
  /** Shows, in place of everything, what keeps the panel from being shown. */
  readonly fail: (title: string, error: unknown) => void;
}

/** Joins a panel to its host, with words for the time until the first answer. `News`: what it tells without being asked. */
export function joinHost<Remote extends Contract, News extends object = object>(
  waiting: string,
): PanelSide<Remote, News> {
  const host = acquireVsCodeApi();
  const app = document.getElementById('app')!;
  const peer = createPeer<Side<News>, Remote>(
    {
      post: (message) => host.postMessage(message),
      onMessage: (listener) =>
        window.addEventListener('message', (event: MessageEvent<unknown>) =>
          listener(unpackMessage(event.data)),
        ),
    },
    {},
  );
  app.append(element('p', { class: 'loading muted', attributes: { role: 'status' } }, waiting));
  return {
    host,
    app,
    peer,
    fail: (title, error) =>
      app.replaceChildren(
        element(
          'section',
          { class: 'failure', attributes: { role: 'alert' } },
          element('h1', {}, title),
          element('p', { class: 'mono' }, error instanceof Error ? error.message : String(error)),
        ),
      ),
  };
}

/** Hands a panel the keys that are pressed alone; what a key meant something to goes no further. */
export function listenForKeys(view: () => { onKey(key: string): boolean } | null): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (view()?.onKey(event.key.toLowerCase())) event.preventDefault();
  });
}
