/** Builds the passes of statistics unless they are newer than their sources; returns the path of the binary. */
export function buildPasses(): Promise<string>;
