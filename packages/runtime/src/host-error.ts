// How a host refuses something.

/** An error of the host's that a Python program sees as an OSError. Any other error with a `code`, as Node has them, does as well. */
export class HostError extends Error {
  /** The system's name of the error, such as `ENOENT`. */
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = "HostError";
    this.code = code;
  }
}
