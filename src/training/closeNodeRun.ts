import { nodeFileSystem } from '../runs/node.js';
import { closeRun } from './closeRun.js';

/** As `closeRun`, on this machine's disk. Apart from `node.ts`, so that who only closes runs loads no data and no engine. */
export const closeNodeRun = closeRun.bind(null, nodeFileSystem);
