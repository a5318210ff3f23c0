/** A chart to be saved: which of both it becomes is chosen by the file's name. */
export interface SavedChart {
  /** A word for the file's name: `loss`. */
  readonly name: string;
  /** PNG; null where there is only the table. */
  readonly picture: Uint8Array | null;
  readonly csv: string;
  /** Whether it stands as a table now, so that a table is proposed. */
  readonly asTable: boolean;
}
