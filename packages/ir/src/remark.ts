// What passes say of themselves.

/** What a pass tells people about one thing it did. */
export interface Remark {
  readonly pass: string;
  /** The row of the rewrite table that fired. */
  readonly rule: string;
  /** Index of the uop in the pass's input. */
  readonly at: number;
  /** The fact that justified it, for people: `tos is float since uop 12`. */
  readonly fact: string;
}
