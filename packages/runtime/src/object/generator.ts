// Generators.

import { type Runtime } from "../runtime.ts";

/** Releases what a dying generator owns. */
export function releaseGenerator(_rt: Runtime, _object: number): void {
  throw new Error("generators are not made yet");
}

/** Visits what a generator owns. */
export function visitGenerator(_rt: Runtime, _object: number, _visit: (reference: number) => void): void {
  throw new Error("generators are not made yet");
}

/** Drops what an unreachable generator refers to. */
export function clearGenerator(_rt: Runtime, _object: number): void {
  throw new Error("generators are not made yet");
}
