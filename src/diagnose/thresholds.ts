import type { FindingThresholds } from '../spec/sections/health.js';
import { rules } from './index.js';

/** What each finding is compared with, for the description of a spec's `health`. */
export const thresholds: FindingThresholds = Object.fromEntries(
  rules.map(({ code, threshold }) => [code, threshold]),
);
