// Facts are sound: what the shared knowledge says of a value before each uop, the value has when the uop is run.
//
//   uop                      knowledge before it            run before it
//   _GUARD_TOS_FLOAT         v3: unknown                    [1.5f]
//   _POP_TOP_FLOAT           v3: float                      [1.5f]      1.5f is a float: sound

import { type DialectIndex, elementAt, Knowledge, printUop, solveLoop, type Trace, type TypeCode, unknown, nullType, walkTrace, type World } from "@tjit/ir"; // prettier-ignore
import { type Activation, type Machine, type Reference, runTrace } from "@tjit/reference";

/** What was wrong, and how much was asked. */
export interface FactsReport {
  readonly problems: readonly string[];
  /** Comparisons of something known with a value. */
  readonly checked: number;
}

interface Claim {
  readonly place: "stack" | "local";
  readonly slot: number;
  readonly type: TypeCode;
  /** Reference of the constant that the value is said to be; 0 when nothing is said. */
  readonly constant: Reference;
}

/** Runs a trace and holds what is known before each uop against the values; an unsound fact is a problem. */
export function checkFacts(trace: Trace, machine: Machine, index: DialectIndex, world: World = {}): FactsReport {
  const claims = claimsOf(trace, index, world);
  const problems: string[] = [];
  let checked = 0;
  const observe = (at: number, { frame, stack }: Activation): void => {
    for (const claim of elementAt(claims, at)) {
      const slot = stack[claim.slot];
      if (claim.place === "stack" && slot?.held !== "boxed") continue;
      const reference =
        claim.place === "local" ? machine.localOf(frame, claim.slot) : slot?.held === "boxed" ? slot.reference : 0;
      checked++;
      const problem = refute(claim, reference, machine, index);
      if (problem !== undefined)
        problems.push(
          `before ${at} ${printUop(elementAt(trace.uops, at), index)}: ${claim.place} ${claim.slot} ${problem}`,
        );
    }
  };
  runTrace(trace, machine, { index, observe, maxSteps: 2000 });
  return { problems, checked };
}

function claimsOf(trace: Trace, index: DialectIndex, world: World): readonly (readonly Claim[])[] {
  const walk = walkTrace(trace, index, { snapshots: "keep" });
  const knowledge = new Knowledge(walk, world, solveLoop(walk, world));
  return trace.uops.map((_, at) => {
    knowledge.enter(at);
    const { stack, locals } = elementAt(walk.snapshots, at);
    const claim = (place: Claim["place"], name: number | undefined, slot: number): readonly Claim[] => {
      if (name === undefined) return [];
      const value = elementAt(walk.valueOf, name);
      if (walk.representations[value] !== "boxed") return [];
      const type = knowledge.typeOf(value);
      const code = knowledge.constantOf(value);
      const constant = code < 0 ? 0 : (knowledge.constants.traceConstant(code)?.reference ?? 0);
      return type === unknown && constant === 0 ? [] : [{ place, slot, type, constant }];
    };
    // Nothing is claimed of a place that the run does not reach.
    const claims = knowledge.isContradictory
      ? []
      : [
          ...stack.flatMap((name, slot) => claim("stack", name, slot)),
          ...Array.from(locals).flatMap((name, slot) => claim("local", name, slot)),
        ];
    knowledge.advance(at);
    return claims;
  });
}

function refute(
  { type, constant }: Claim,
  reference: Reference,
  machine: Machine,
  { types }: DialectIndex,
): string | undefined {
  const exact = reference === 0 ? nullType : types.code(machine.typeOf(reference));
  if (!types.leq(exact, type)) return `is ${types.name(exact)}, not ${types.name(type)}`;
  if (constant === 0 || reference === constant) return undefined;
  const isValue = ["int", "smallint", "float", "str"].includes(machine.typeOf(constant));
  return isValue ? undefined : "is another object than the constant";
}
