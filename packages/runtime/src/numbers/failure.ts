// How the pure parts of numbers and text report a Python exception: by value, never by a throw. The slots that call
// them turn a failure into the runtime's current exception.

/** Names of the builtin exceptions that pure parts raise. */
export type FailureType =
  | "ValueError"
  | "TypeError"
  | "OverflowError"
  | "ZeroDivisionError"
  | "MemoryError"
  | "IndexError"
  | "KeyError"
  | "LookupError"
  | "AttributeError"
  | "UnicodeEncodeError"
  | "UnicodeDecodeError"
  /** The exception is set already: by a budget, or by Python code that was called back. */
  | "Pending";

/** A Python exception as a value. */
export class Failure {
  readonly type: FailureType;
  readonly message: string;
  /** Arguments of the exception where they are more than the message (`UnicodeEncodeError`). */
  readonly details: readonly (string | number | Uint8Array)[];

  constructor(type: FailureType, message: string, details: readonly (string | number | Uint8Array)[] = []) {
    this.type = type;
    this.message = message;
    this.details = details;
  }
}

/** A failure that says that the exception is set already. */
export function pendingFailure(): Failure {
  return new Failure("Pending", "");
}

export function valueError(message: string): Failure {
  return new Failure("ValueError", message);
}

export function typeError(message: string): Failure {
  return new Failure("TypeError", message);
}

export function overflowError(message: string): Failure {
  return new Failure("OverflowError", message);
}

export function zeroDivision(message: string): Failure {
  return new Failure("ZeroDivisionError", message);
}

/** What long computations report their progress to. */
export interface Budget {
  /** Pays for `units` of work, about a nanosecond each; false: stop, an exception is set. */
  spend(units: number): boolean;
  /** Asks whether an object of so many bytes may be made; false: an exception is set. */
  allows(bytes: number): boolean;
}
