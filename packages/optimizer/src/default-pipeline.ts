// The pipeline by name, apart from the passes: who only names it does not load them.

/**
 * The default pipeline. Types come first, since everything asks for them; before them what loops make sure of is asked ahead. Cleanup brings stores next to the operations that they
 * store, which in-place updates and dead pushes need; the second one takes what became quiet when releases did.
 */
export const defaultPipeline =
  "guard-hoisting,type-inference,constant-propagation,cleanup,dead-uops,refcount-elimination,cleanup";
