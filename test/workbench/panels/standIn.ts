import { packMessage } from '../../../src/protocol/packing.js';
import type { Port } from '../../../src/protocol/peer.js';
import { crowdedHeads, lowContrasts, namelessControls, sidewaysScroll } from './audit.js';
import { delayFrames } from './slowFrames.js';

/** What VS Code is to a panel in a plain page: a channel, what the panel remembers, and what tests look at. Runs in the browser. */
declare global {
  interface Window {
    acquireVsCodeApi: () => unknown;
    /** Calls that the panel made, for the tests to look at. */
    calls: { readonly name: string; readonly args: unknown }[];
    audit: () => {
      readonly contrasts: string[];
      readonly nameless: string[];
      readonly crowded: string[];
      readonly sideways: number;
    };
  }
}

const asked = new URLSearchParams(location.search);

/** The scene that the page was opened for. */
export const sceneName = asked.get('scene');

const slowFramesMs = Number(asked.get('slowFramesMs') ?? 0);
if (slowFramesMs > 0) delayFrames(slowFramesMs);

/** Gives the panel its VS Code; returns the host's end of the channel. */
export function standInForHost(): Port {
  let toHost: ((message: unknown) => void) | null = null;
  let state: unknown = JSON.parse(sessionStorage.getItem('state') ?? 'null');
  window.calls = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => setTimeout(() => toHost?.(structuredClone(message)), slowFramesMs),
    getState: () => state,
    setState: (next: unknown) => {
      state = next;
      sessionStorage.setItem('state', JSON.stringify(next));
    },
  });
  window.audit = () => ({
    contrasts: lowContrasts(),
    nameless: namelessControls(),
    crowded: crowdedHeads(),
    sideways: sidewaysScroll(),
  });
  return {
    post: (message) => window.postMessage(structuredClone(packMessage(message)), '*'),
    onMessage: (listener) => (toHost = listener),
  };
}

/** Answers a call by writing it down. */
export const record =
  (name: string) =>
  (args: unknown): null => {
    window.calls.push({ name, args });
    return null;
  };
