/** Runs on this machine's disk. */
import { nodeFileSystem } from '../runs/node.js';
import { RunWeights } from './runWeights.js';

export const openRunWeights = (directory: string): RunWeights => new RunWeights(nodeFileSystem, directory);
