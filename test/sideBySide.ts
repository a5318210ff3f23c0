import { availableParallelism } from 'node:os';

/** Mocha's options for as many test files at a time as there are cores. */
export const sideBySide: readonly string[] = ['--parallel', '--jobs', String(availableParallelism())];

/**
 * The same for tests that click and type in windows: a busy machine can lose a key. Each gets a second try, which is
 * told, so that what needs it often is seen and mended.
 */
export const inWindows: readonly string[] = [
  ...sideBySide,
  '--retries',
  '1',
  '--reporter',
  './test/secondTries.cjs',
];
