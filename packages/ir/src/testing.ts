/// Arbitraries and checkers for property tests of traces and passes, and a tiny dialect with an evaluator to try them on.
export {
  calcDecodeOptions,
  calcInputArbitrary,
  calcValueArbitrary,
  programArbitrary,
  recordArbitrary,
  traceArbitrary,
} from "./testing/arbitraries.ts";
export { calcDialect, calcIndex, calcIntLimit } from "./testing/calc.ts";
export {
  type CalcInput,
  type CalcObserver,
  type CalcOutcome,
  type CalcValue,
  calcVersion,
  evaluateCalc,
} from "./testing/calc-evaluator.ts";
export { type Case, type CaseReport, matchesPattern, parseCases, runCases } from "./testing/cases.ts";
export { decodeProgram, type StatementRecord } from "./testing/calc-program.ts";
export { checkCalcPass, type CheckPassOptions, type CheckPassReport } from "./testing/check-pass.ts";
export { type DecodeOptions, decodeTrace, type TraceRecord } from "./testing/decode.ts";
export { checkLatticeLaws } from "./testing/laws.ts";
export { runPassCase } from "./testing/pass-case.ts";
