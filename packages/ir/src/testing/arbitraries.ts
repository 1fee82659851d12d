// fast-check arbitraries: flat lists of records, decoded; never chained or filtered, so that they shrink well.

import fc from "fast-check";
import type { DialectIndex } from "../dialect.ts";
import type { Trace, TraceConstant } from "../trace.ts";
import type { CalcInput, CalcValue } from "./calc-evaluator.ts";
import { decodeProgram } from "./calc-program.ts";
import { calcVersion } from "./calc-evaluator.ts";
import { type DecodeOptions, type TraceRecord, decodeTrace } from "./decode.ts";

// Without bias: which uop a number means has nothing to do with how large it is.
const small = fc.noBias(fc.nat({ max: 255 }));

/** Records for {@link decodeTrace}. */
export function recordArbitrary(): fc.Arbitrary<TraceRecord> {
  return fc.record({ uop: small, oparg: small, operand: small, layout: small });
}

/** Valid traces of a dialect. */
export function traceArbitrary(
  index: DialectIndex,
  options: Omit<DecodeOptions, "ending" | "loopHead">,
  maxLength: number = 40,
): fc.Arbitrary<Trace> {
  return fc
    .record({
      records: fc.array(recordArbitrary(), { maxLength, size: "max" }),
      ending: fc.constantFrom("loop" as const, "exit" as const),
      loopHead: small,
    })
    .map(({ records, ending, loopHead }) => decodeTrace(records, index, { ...options, ending, loopHead }));
}

/** Traces of calc that look compiled. */
export function programArbitrary(index: DialectIndex): fc.Arbitrary<Trace> {
  const statement = fc.record({ kind: small, target: small, a: small, b: small, c: small });
  return fc
    .array(statement, { minLength: 1, maxLength: 8 })
    .map((records) => decodeProgram(records, index, calcDecodeOptions.constants));
}

/** How calc traces are decoded. */
export const calcDecodeOptions: Omit<DecodeOptions, "ending" | "loopHead"> = {
  constants: [
    { type: "int", value: 3, reference: 0, isImmortal: true },
    { type: "float", value: 1.5, reference: 16, isImmortal: false },
    { type: "bool", value: true, reference: 8, isImmortal: true },
    { type: "nothing", value: null, reference: 24, isImmortal: true },
    { type: "function", value: undefined, reference: 32, isImmortal: false },
    { type: "float", value: 0.5, reference: 40, isImmortal: false },
  ] satisfies TraceConstant[],
  versions: [calcVersion, calcVersion, calcVersion, calcVersion, calcVersion + 1],
  localCount: 4,
  localTypes: ["float", "float", "int", undefined],
  entryDepth: 1,
};

const int: fc.Arbitrary<CalcValue> = fc.record({
  kind: fc.constant("int" as const),
  value: fc.integer({ min: -600, max: 600 }),
});
const float: fc.Arbitrary<CalcValue> = fc.record({
  kind: fc.constant("float" as const),
  value: fc.integer({ min: -4, max: 4 }),
});

/** What the decoder assumes of a local, seven times in eight. */
function mostly(values: fc.Arbitrary<CalcValue>): fc.Arbitrary<CalcValue> {
  return fc.oneof({ weight: 7, arbitrary: values }, { weight: 1, arbitrary: calcValueArbitrary() });
}

/** Values of calc. */
export function calcValueArbitrary(): fc.Arbitrary<CalcValue> {
  const plain: fc.Arbitrary<CalcValue> = fc.oneof(
    { weight: 3, arbitrary: int },
    { weight: 5, arbitrary: float },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom("true" as const, "false" as const, "nothing" as const) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("null" as const, "function" as const) }) },
  );
  return fc.oneof(
    { weight: 5, arbitrary: plain },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("box" as const), content: plain }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("alias" as const), local: fc.nat({ max: 3 }) }) },
  );
}

/** What to run calc traces on. */
export function calcInputArbitrary(): fc.Arbitrary<CalcInput> {
  return fc.record({
    locals: fc.tuple(mostly(float), mostly(float), mostly(int), calcValueArbitrary()),
    stack: fc.array(calcValueArbitrary(), { minLength: 1, maxLength: 1 }),
    globals: fc.array(calcValueArbitrary(), { minLength: 1, maxLength: 3 }),
    raiseAt: fc.integer({ min: -1, max: 3 }),
    bumpAt: fc.integer({ min: -1, max: 3 }),
    rounds: fc.nat({ max: 4 }),
  });
}
