// A warning about a source, as the embedder is told of it.

/** A warning about a source. */
export interface SourceWarning {
  readonly category: string;
  readonly message: string;
  readonly filename: string;
  readonly line: number;
}
