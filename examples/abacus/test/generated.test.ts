// Programs that are drawn: on all tiers, under random thresholds, with pauses at random moments, they do what the oracle says.
//
// A program is decoded from a flat list of small records, whatever they are, so that shrinking the list shrinks the program. Loops
// count, so all programs end; branches, mixed numbers, keys that change and flags in the wrong places are on purpose.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type AbacusTuning, type AbacusValue, eagerTuning, interpreterTuning } from "../src/index.ts";
import { countKinds, leakedFloats, observe, watch } from "./harness.ts";
import { evaluate } from "./evaluate.ts";

interface Draw {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const locals = ["p", "q", "r", "s"] as const;
const numbers = ["0", "1", "3", "-2", "0.5", "1.25", "-0.0", "1e300", "1000000000", "255"] as const;
const verbs = ["add", "sub", "mul", "less"] as const;

function pick<T>(items: readonly T[], at: number): T {
  const item = items[at % items.length];
  if (item === undefined) throw new Error("nothing to pick");
  return item;
}

/** One statement, or the lines that open a block that the next records fill. */
function decode(draws: readonly Draw[], rounds: number): string {
  const lines: string[] = [];
  const open: { readonly end: number; readonly close: readonly string[] }[] = [];
  const operand = (at: number): string => (at % 3 === 0 ? `push ${pick(numbers, at)}` : `load ${pick(locals, at)}`);
  locals.forEach((local, at) => lines.push(`push ${pick(numbers, at * 3 + rounds)}`, `store ${local}`));
  draws.forEach(({ kind, a, b, c }, at) => {
    while (open.at(-1)?.end === at) lines.push(...(open.pop()?.close ?? []));
    const room = Math.min(open.at(-1)?.end ?? draws.length, draws.length);
    const end = Math.min(room, at + 2 + (c % 4));
    switch (kind % 14) {
      case 0:
        lines.push(operand(a), "show");
        break;
      case 1:
      case 8:
        lines.push(`recall ${c % 2}`, operand(a), pick(verbs.slice(0, 3), b), `store ${pick(locals, c)}`);
        break;
      case 2:
        lines.push(operand(a), `keep ${c % 2}`);
        break;
      case 3:
      case 4: {
        lines.push(operand(a), operand(b), "less", `unless else${at}`);
        open.push({ end, close: [`else${at}:`] });
        break;
      }
      case 5: {
        // A loop in the loop; its counter is its own.
        lines.push("push 0", `store n${at}`, `again${at}:`, `load n${at}`, `push ${2 + (a % 5)}`, "less");
        lines.push(`unless out${at}`, `load n${at}`, "push 1", "add", `store n${at}`);
        open.push({ end, close: [`repeat again${at}`, `out${at}:`] });
        break;
      }
      case 6:
        // Three values on the stack at once, one of them twice.
        lines.push(operand(a), operand(b), "copy", pick(verbs.slice(0, 3), c), "add", `store ${pick(locals, a + c)}`);
        break;
      case 7:
        // Rarely a flag goes where numbers are expected.
        lines.push(operand(a), operand(b), c % 4 === 0 ? "less" : "sub", `store ${pick(locals, c)}`);
        break;
      default:
        lines.push(operand(a), operand(b), pick(verbs.slice(0, 3), c), `store ${pick(locals, a + b)}`);
    }
  });
  while (open.length > 0) lines.push(...(open.pop()?.close ?? []));
  const body = lines.slice(2 * locals.length);
  return [
    ...lines.slice(0, 2 * locals.length),
    "loop:",
    ...["load i", `push ${rounds}`, "less", "unless end"],
    ...body,
    ...["load i", "push 1", "add", "store i", "repeat loop"],
    "end:",
    ...["load p", "load q", "add", "halt"],
  ].join("\n");
}

const byte = fc.nat({ max: 63 });
const program = fc
  .record({
    draws: fc.array(fc.record({ kind: byte, a: byte, b: byte, c: byte }), { minLength: 1, maxLength: 12 }),
    rounds: fc.integer({ min: 2, max: 40 }),
  })
  .map(({ draws, rounds }) => decode(draws, rounds));

const pipelines = [eagerTuning.pipeline, "", "type-inference,cleanup", "refcount-elimination,type-inference"];

const tuning = fc
  .record({
    repeat: fc.integer({ min: 0, max: 6 }),
    exit: fc.integer({ min: 0, max: 6 }),
    pipeline: fc.nat({ max: pipelines.length - 1 }),
    depth: fc.integer({ min: 0, max: 4 }),
    fitness: fc.integer({ min: 100, max: 2500 }),
  })
  .map(({ repeat, exit, pipeline, depth, fitness }): AbacusTuning => ({
    ...eagerTuning,
    pipeline: pick(pipelines, pipeline),
    tracer: {
      ...eagerTuning.tracer,
      backwardJump: { value: repeat, exponent: 1 },
      sideExit: { value: exit, exponent: 1 },
      maximumChainDepth: depth,
      fitness: { ...eagerTuning.tracer.fitness, start: fitness },
    },
  }));

const keys: readonly AbacusValue[] = [
  { type: "float", value: 0.75 },
  { type: "int", value: 2 },
];

const otherKeys: readonly AbacusValue[] = [
  { type: "int", value: 3 },
  { type: "float", value: -0.5 },
];

const numRuns = 200;
const timeout = 60_000;

test(
  "interpreter, traces and oracle agree",
  () => {
    const totals = new Map<string, number>();
    const note = (what: string, count = 1): void => void totals.set(what, (totals.get(what) ?? 0) + count);
    fc.assert(
      fc.property(program, tuning, fc.integer({ min: 3, max: 100 }), (source, drawn, fuel) => {
        const expected = evaluate(source, keys);
        note(`program ${expected.outcome.kind}`);
        for (const tier of [interpreterTuning, drawn]) {
          const watched = watch(source, { tuning: tier, keys });
          expect(observe(watched, fuel)).toEqual(expected);
          expect(observe(watched)).toEqual(evaluate(source, expected.keys));
          // From outside, which breaks what traces were promised.
          otherKeys.forEach((value, key) => {
            watched.machine.setKey(key, value);
          });
          expect(observe(watched)).toEqual(evaluate(source, otherKeys));
          const { events, machine } = watched;
          for (const [kind, count] of countKinds(events)) note(kind, count);
          note("side traces", machine.jit.executors.executors.filter(({ parent }) => parent !== undefined).length);
          expect(leakedFloats(watched, source)).toBe(0);
        }
      }),
      { numRuns },
    );
    // What was reached: a property that never enters a trace proves nothing.
    const floors = {
      "program halted": 100,
      "program failed": 5,
      specialized: 400,
      compile: 200,
      "side traces": 60,
      link: 100,
      invalidate: 8,
    };
    for (const [what, floor] of Object.entries(floors)) {
      expect(totals.get(what) ?? 0, what).toBeGreaterThanOrEqual(floor);
    }
  },
  timeout,
);
