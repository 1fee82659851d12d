/// The ownership checker: whether uncounted references of a trace are used only where nobody misses their count.
export { checkOwnership } from "./testing/check-ownership.ts";
