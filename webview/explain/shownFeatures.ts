import type { Shown } from './panel.js';

/** Of more features, lanes would be too many to read: the rest stands in the table. */
const mostLanes = 14;

/** Places of the features that get a lane, the most important first. */
export const shownFeatures = (shown: Shown | null): readonly number[] =>
  shown?.summary.order.slice(0, mostLanes) ?? [];
