/** What a network for a language wrote by itself after an epoch. */
export interface WrittenText {
  /** From 1. */
  readonly epoch: number;
  readonly text: string;
}
