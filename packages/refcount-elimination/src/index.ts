/// A trace pass: borrowed references, unique references, in-place updates.
export { refcountElimination, type RefcountEliminationRule, refcountEliminationRules } from "./refcount-elimination.ts";
export { analyzeOwnership, type Borrowing, type ExitSite, type Ownership } from "./ownership.ts";
