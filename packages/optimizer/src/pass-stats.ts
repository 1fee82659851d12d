// Figures of one run of a pass.

/** What one pass did. */
export interface PassStats {
  readonly pass: string;
  /** How many rules fired. */
  readonly firings: number;
  readonly uopsBefore: number;
  readonly uopsAfter: number;
  /** 0 without a clock. */
  readonly milliseconds: number;
}
