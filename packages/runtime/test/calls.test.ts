// Builtin functions match arguments with their signatures and report misuse as CPython does.
import { beforeAll, describe, expect, test } from "vitest";
import { newInt } from "../src/object/int.ts";
import { dictLength } from "../src/object/dict.ts";
import { None, decref, newRef } from "../src/object/reference.ts";
import { internStr } from "../src/object/str.ts";
import { newTuple, tupleInit, tupleLength } from "../src/object/tuple.ts";
import { releaseScratch, reserveScratch } from "../src/frames/scratch.ts";
import { callObject } from "../src/protocols/call.ts";
import { type Runtime } from "../src/runtime.ts";
import { builtinFunction } from "../src/types/builtin-definition.ts";
import { newBuiltinFunction } from "../src/types/define-type.ts";
import { define } from "../src/types/type-parts.ts";
import { parseSignature } from "../src/types/signature.ts";
import { leavesNothing, machine, takeMessage } from "./machine.ts";

let rt: Runtime;
beforeAll(() => {
  rt = machine();
});

/** Calls a function with this signature that gives back its arguments as text; the message if it raises. */
function call(signature: string, positional: readonly number[], named: Readonly<Record<string, number>> = {}): string {
  let seen = "";
  const fn = newBuiltinFunction(
    rt,
    define(
      builtinFunction(signature, (_rt, ...args) => {
        seen = args.map(shown).join(" ");
        return None;
      }),
      "f",
      null,
    ),
    0,
    0,
  );
  const names = Object.keys(named);
  const args = reserveScratch(rt, positional.length + names.length);
  [...positional, ...Object.values(named)].forEach((value, index) =>
    rt.heap.store(args + 4 * index, newInt(rt, value)),
  );
  const kwnames = names.length === 0 ? 0 : newTuple(rt, names.length);
  names.forEach((name, index) => tupleInit(rt, kwnames, index, internStr(rt, name)));
  const result = callObject(rt, fn, args, positional.length, kwnames);
  releaseScratch(rt, args);
  if (kwnames !== 0) decref(rt, kwnames);
  decref(rt, fn);
  return result === 0 ? takeMessage(rt) : seen;
}

function shown(ref: number): string {
  if (ref === 0) return "-";
  if ((ref & 1) !== 0) return String(ref >> 1);
  return rt.heap.load(ref + 4) === rt.heap.load(rt.modules + 4)
    ? `**${dictLength(rt, ref)}`
    : `*${tupleLength(rt, ref)}`;
}

describe("arguments", () => {
  const cases: readonly (readonly [
    signature: string,
    positional: readonly number[],
    named: Record<string, number>,
    expected: string,
  ])[] = [
    ["()", [], {}, ""],
    ["()", [1], {}, "TypeError: f() takes no arguments (1 given)"],
    ["(x, /)", [1], {}, "1"],
    ["(x, /)", [], {}, "TypeError: f() takes exactly one argument (0 given)"],
    ["(x, /)", [1], { y: 2 }, "TypeError: f() takes no keyword arguments"],
    ["(x, y=None, /)", [1], {}, "1 -"],
    ["(x, y=None, /)", [1, 2, 3], {}, "TypeError: f expected at most 2 arguments, got 3"],
    ["(x, y, /)", [1], {}, "TypeError: f expected 2 arguments, got 1"],
    ["(x, y, z=0, /)", [1], {}, "TypeError: f expected at least 2 arguments, got 1"],
    ["(x, y=0)", [1], { y: 2 }, "1 2"],
    ["(x, y=0)", [], { y: 2 }, "TypeError: f() missing required argument 'x' (pos 1)"],
    ["(x, y=0)", [1], { z: 2 }, "TypeError: f() got an unexpected keyword argument 'z'"],
    ["(x, y=0)", [1], { x: 2 }, "TypeError: argument for f() given by name ('x') and position (1)"],
    ["(*args, sep=' ', **kwargs)", [1, 2], { sep: 3, other: 4 }, "*2 3 **1"],
    ["(*args, sep=' ', **kwargs)", [], {}, "*0 - -"],
    ["(iterable, /, *, key=None)", [1], { key: 2 }, "1 2"],
  ];
  for (const [signature, positional, named, expected] of cases) {
    test(`${signature} called with ${JSON.stringify(positional)} ${JSON.stringify(named)}`, () => {
      leavesNothing(rt, () => expect(call(signature, positional, named)).toBe(expected));
    });
  }
});

test("a signature knows its parameters", () => {
  const { hasReceiver, parameters, isPlain } = parseSignature("($self, a, b=(1, 2), /, c=',', *rest, d, **more)");
  expect(hasReceiver).toBe(true);
  expect(isPlain).toBe(false);
  expect(parameters.map((it) => `${it.name}:${it.kind}${it.required ? "!" : ""}`)).toEqual([
    "a:positional-only!",
    "b:positional-only",
    "c:positional",
    "rest:varargs",
    "d:keyword-only!",
    "more:keywords",
  ]);
});

test("counting None is optional", () => {
  const count = rt.heap.load(None);
  decref(rt, newRef(rt, None));
  expect(rt.heap.load(None)).toBe(count);
});
