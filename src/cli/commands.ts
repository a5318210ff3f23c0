import { check } from './check.js';
import type { Command } from './command.js';
import { diff } from './diff.js';
import { explain } from './explain.js';
import { inspect } from './inspect.js';
import { predict } from './predict.js';
import { train } from './train.js';

/** Every sub-command, in the order of `netweight --help`. */
export const commands: readonly Command[] = [train, check, inspect, diff, predict, explain];
