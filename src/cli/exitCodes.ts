/** What the command's exit status says. */
export const exitCodes = {
  done: 0,
  /** `check` found something of severity error, or training diverged. */
  found: 1,
  /** Wrong usage, unreadable input, a full disk, no memory. */
  refused: 2,
  interrupted: 130,
  /** A bug of ours. */
  bug: 70,
} as const;
