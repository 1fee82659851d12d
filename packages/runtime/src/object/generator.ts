// Generators.

import { type Runtime } from "../runtime.ts";

/** Releases what a dying generator owns. */
export function releaseGenerator(_rt: Runtime, _object: number): void {
  throw new Error("generators are not made yet");
}
