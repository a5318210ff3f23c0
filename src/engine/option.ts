/**
 * How a member of a family describes one of its options. The same description validates a spec, makes the JSON
 * schema, completion, hover texts and docs/reference.md.
 */
export type Option = OptionKind & {
  /** One sentence for completion, hover and docs; says units. */
  readonly doc: string;
  /** What stands when the key is left out; absent: see `required`, else "not set". */
  readonly default?: unknown;
  readonly required?: boolean;
};

export type OptionKind =
  | {
      readonly kind: 'number';
      readonly integer?: boolean;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly above?: number;
      readonly below?: number;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'string' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** A member of another family: its name, or an object `{ "type": name, …options }`. */
  | { readonly kind: 'member'; readonly family: FamilyName }
  | { readonly kind: 'list'; readonly of: OptionKind; readonly length?: number }
  | { readonly kind: 'map'; readonly of: OptionKind }
  | { readonly kind: 'any'; readonly of: readonly OptionKind[] }
  | { readonly kind: 'object'; readonly options: Options };

export type Options = Readonly<Record<string, Option>>;

export type FamilyName = 'layers' | 'activations' | 'initializers' | 'losses' | 'optimizers' | 'schedules';

/** What every member of every family has. */
export interface Member {
  readonly name: string;
  /** Other names by which a spec may call it (`xavierUniform` for `glorotUniform`). */
  readonly aliases?: readonly string[];
  /** What other libraries call it: a spec does not take such a name, but a message knows what was meant. */
  readonly synonyms?: readonly string[];
  /** Two or three sentences: what it does and when to take it. */
  readonly doc: string;
  readonly options: Options;
}
