/** Something that cannot be done as it was asked for, and that its user can mend: what, where, what to do. */
export class RefusedError extends Error {
  constructor(
    message: string,
    /** `spec-problems`, `data-changed`, `run-alive`, … */
    readonly code: string,
  ) {
    super(message);
    this.name = 'RefusedError';
  }
}
