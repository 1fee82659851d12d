/// A dual-dispatch trace recorder: trace selection, abort reasons, executors and their invalidation.
export {};
