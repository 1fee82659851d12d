// Constants that few programs need.

/** A value that is made when it is asked for first. It must not depend on anything but the program: all machines share it. */
export function lazily<T extends object>(make: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= make());
}
