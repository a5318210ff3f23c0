/** A change at a path of the spec, as findings carry it. */
export interface SpecEdit {
  readonly op: 'set' | 'insert' | 'remove';
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
}
