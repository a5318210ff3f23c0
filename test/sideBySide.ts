import { availableParallelism } from 'node:os';

/** Mocha's options for as many test files at a time as there are cores. */
export const sideBySide: readonly string[] = ['--parallel', '--jobs', String(availableParallelism())];
