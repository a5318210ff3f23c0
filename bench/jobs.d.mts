export interface Job {
  readonly sizes: readonly number[];
  readonly norm?: boolean;
  /** Channels, height, width. */
  readonly image?: readonly number[];
  readonly filters?: readonly number[];
  readonly lstm?: { readonly steps: number; readonly units: number };
  readonly transformer?: { readonly width: number; readonly heads: number; readonly blocks: number };
  readonly rows: number;
  readonly batchSize: number;
  readonly optimizer: { readonly type: string; readonly momentum?: number };
}
export type JobName = 'J1' | 'J2' | 'J3' | 'J4' | 'J5' | 'J6' | 'J7';
export const jobs: Readonly<Record<JobName, Job>>;
export const descriptions: Readonly<Record<JobName, string>>;
