/** How a run stands, as it is shown: with one of VS Code's icons, and in words. */
export interface RunStateWords {
  readonly icon: string;
  readonly words: string;
}

const states = {
  running: { icon: 'sync', words: 'training' },
  paused: { icon: 'debug-pause', words: 'paused' },
  completed: { icon: 'pass', words: 'completed' },
  'early-stopped': { icon: 'pass', words: 'stopped early' },
  stopped: { icon: 'debug-stop', words: 'stopped' },
  /** Its process is gone, and it did not say how it ended. */
  interrupted: { icon: 'debug-disconnect', words: 'interrupted' },
  diverged: { icon: 'warning', words: 'diverged' },
  failed: { icon: 'error', words: 'failed' },
  damaged: { icon: 'question', words: 'damaged' },
} as const satisfies Readonly<Record<string, RunStateWords>>;

export const describeRunState = (state: keyof typeof states): RunStateWords => states[state];
