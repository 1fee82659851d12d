/// For testing trace passes: fast-check arbitraries, the refinement property, checkers, the case-file runner.
export { bytecodeRecordArbitrary, type TraceCase, traceCaseArbitrary, worldRecipeArbitrary } from "./arbitraries.ts";
export { type PassCaseOptions, type ProgramResult, runPassCases, runProgramCases } from "./case-files.ts";
export { checkTransform, type TraceTransform, transformOf } from "./check-pass.ts";
export { type BytecodeRecord, constantsOf, decodePython, type Ending } from "./decode.ts";
export { checkFacts, type FactsReport } from "./facts.ts";
export { passWorld } from "./pass-world.ts";
export { checkRefinement, type RefinementOptions, type Verdict } from "./refinement.ts";
export { type Snippet, snippets } from "./snippets.ts";
export { Tally } from "./tally.ts";
export {
  effects,
  localSorts,
  localTypes,
  type LocalRecipe,
  type MadeWorld,
  makeWorld,
  type WorldRecipe,
} from "./world-recipe.ts";
