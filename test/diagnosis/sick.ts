import type { SickRun } from './sickRun.js';
import { sickPictures } from './sickPictures.js';
import { sickSequences } from './sickSequences.js';
import { sickTables } from './sickTables.js';

/** All networks that are made sick. */
export const sickRuns: readonly SickRun[] = [...sickTables, ...sickPictures, ...sickSequences];
