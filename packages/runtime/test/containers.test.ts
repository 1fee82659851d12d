// Dicts, sets and lists behave as their models, and release everything.
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  dictContains,
  dictDelete,
  dictGet,
  dictKeysVersion,
  dictLength,
  dictNext,
  dictPosition,
  dictSet,
  entryKey,
  entryValue,
  newDict,
  watchDict,
} from "../src/object/dict.ts";
import { intNumber, newInt } from "../src/object/int.ts";
import { listAppendStolen, listItem, listLength, newList } from "../src/object/list.ts";
import { decref, newRef } from "../src/object/reference.ts";
import { newSet, setAdd, setContains, setDiscard, setLength } from "../src/object/set.ts";
import { newSlice } from "../src/object/slice.ts";
import { internStr, newStr } from "../src/object/str.ts";
import { clearError } from "../src/exceptions/errors.ts";
import { getItem } from "../src/protocols/subscript.ts";
import { sortList } from "../src/kinds/list-sort.ts";
import { reprText } from "../src/protocols/text.ts";
import { type Runtime } from "../src/runtime.ts";
import { leavesNothing, machine } from "./machine.ts";

let rt: Runtime;
beforeAll(() => {
  rt = machine();
});

/** Keys of all kinds that have to tell each other apart: small ints, large ones, interned and fresh strings. */
const keys = [
  () => newInt(rt, 1),
  () => newInt(rt, -1),
  () => newInt(rt, -2),
  () => newInt(rt, 2 ** 40),
  () => internStr(rt, "name"),
  () => newStr(rt, "other name"),
  () => newStr(rt, "name"),
  () => newInt(rt, 33),
  () => newInt(rt, 65),
] as const;
const keyNames = ["1", "-1", "-2", "1099511627776", "'name'", "'other name'", "'name'", "33", "65"] as const;
const steps = fc.array(
  fc.record({ key: fc.nat(keys.length - 1), action: fc.constantFrom("set", "delete", "get"), value: fc.nat(100) }),
  { maxLength: 80 },
);

function withKey<T>(index: number, use: (key: number) => T): T {
  const key = (keys[index] as () => number)();
  const result = use(key);
  decref(rt, key);
  return result;
}

describe("dict", () => {
  test("agrees with a map in insertion order", () => {
    leavesNothing(rt, () => {
      fc.assert(
        fc.property(steps, (list) => {
          const dict = newDict(rt);
          const model = new Map<string, number>();
          for (const { key, action, value } of list) {
            const name = keyNames[key] as string;
            withKey(key, (ref) => {
              if (action === "set") {
                expect(dictSet(rt, dict, ref, newInt(rt, value))).toBe(0);
                model.set(name, value);
              } else if (action === "delete") {
                expect(dictDelete(rt, dict, ref)).toBe(model.delete(name) ? 0 : -1);
                clearError(rt);
              } else expect(dictGet(rt, dict, ref)).toBe(model.has(name) ? newInt(rt, model.get(name) as number) : 0);
              expect(dictContains(rt, dict, ref)).toBe(model.has(name) ? 1 : 0);
            });
          }
          expect(dictLength(rt, dict)).toBe(model.size);
          const seen: [string, number][] = [];
          for (
            let entry = dictNext(rt, dict, 0);
            entry !== 0;
            entry = dictNext(rt, dict, dictPosition(rt, dict, entry) + 1)
          ) {
            seen.push([reprText(rt, entryKey(rt, entry)) ?? "", intNumber(rt, entryValue(rt, entry))]);
          }
          expect(seen).toEqual([...model]);
          decref(rt, dict);
        }),
      );
    });
  });

  test("its keys version changes with its keys, not with its values", () => {
    const dict = newDict(rt);
    dictSet(rt, dict, rt.names.name, newInt(rt, 1));
    const version = dictKeysVersion(rt, dict);
    dictSet(rt, dict, rt.names.name, newInt(rt, 2));
    expect(dictKeysVersion(rt, dict)).toBe(version);
    dictSet(rt, dict, rt.names.value, newInt(rt, 2));
    expect(dictKeysVersion(rt, dict)).not.toBe(version);
    decref(rt, dict);
  });

  test("a watched one is announced before it changes", () => {
    const dict = newDict(rt);
    const announced: number[] = [];
    rt.hooks.dictChanged = (changed) => announced.push(dictLength(rt, changed));
    watchDict(rt, dict);
    dictSet(rt, dict, rt.names.name, newInt(rt, 1));
    dictSet(rt, dict, rt.names.name, newInt(rt, 2));
    dictDelete(rt, dict, rt.names.name);
    rt.hooks.dictChanged = null;
    expect(announced).toEqual([0, 1, 1]);
    decref(rt, dict);
  });
});

describe("set", () => {
  test("agrees with a host set", () => {
    leavesNothing(rt, () => {
      fc.assert(
        fc.property(steps, (list) => {
          const set = newSet(rt);
          const model = new Set<string>();
          for (const { key, action } of list) {
            const name = keyNames[key] as string;
            withKey(key, (ref) => {
              if (action === "set") {
                expect(setAdd(rt, set, ref)).toBe(0);
                model.add(name);
              } else if (action === "delete") expect(setDiscard(rt, set, ref)).toBe(model.delete(name) ? 1 : 0);
              expect(setContains(rt, set, ref)).toBe(model.has(name) ? 1 : 0);
            });
          }
          expect(setLength(rt, set)).toBe(model.size);
          decref(rt, set);
        }),
      );
    });
  });

  test("shows small ints in CPython's order", () => {
    const set = newSet(rt);
    for (const value of [-5, -9, 3, 1000000, 7, -100, 12345678]) setAdd(rt, set, newInt(rt, value));
    expect(reprText(rt, set)).toBe("{1000000, 3, 7, 12345678, -9, -5, -100}");
    decref(rt, set);
  });
});

function listFromNumbers(values: readonly number[]): number {
  const list = newList(rt);
  for (const value of values) listAppendStolen(rt, list, newInt(rt, value));
  return list;
}

describe("list", () => {
  const bound = fc.option(fc.integer({ min: -12, max: 12 }));

  test("slices as the definition of extended slices says", () => {
    leavesNothing(rt, () => {
      fc.assert(
        fc.property(
          fc.nat(9),
          bound,
          bound,
          fc.option(fc.integer({ min: -4, max: 4 }).filter((it) => it !== 0)),
          (length, start, stop, step) => {
            const values = Array.from({ length }, (_, index) => index);
            const list = listFromNumbers(values);
            const ref = (value: number | null): number => (value === null ? 0 : newInt(rt, value));
            const slice = newSlice(rt, ref(start), ref(stop), ref(step));
            const result = getItem(rt, list, slice);
            const by = step ?? 1;
            const clip = (value: number | null, whenNone: number): number => {
              if (value === null) return whenNone;
              const at = value < 0 ? value + length : value;
              return by < 0 ? Math.min(Math.max(at, -1), length - 1) : Math.min(Math.max(at, 0), length);
            };
            const expected: number[] = [];
            const from = clip(start, by < 0 ? length - 1 : 0);
            const to = clip(stop, by < 0 ? -1 : length);
            for (let at = from; by < 0 ? at > to : at < to; at += by) expected.push(values[at] as number);
            const found = Array.from({ length: listLength(rt, result) }, (_, index) =>
              intNumber(rt, listItem(rt, result, index)),
            );
            expect(found).toEqual(expected);
            for (const it of [list, slice, result]) decref(rt, it);
          },
        ),
      );
    });
  });

  test("sorts stably, also the other way round", () => {
    leavesNothing(rt, () => {
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 100 }),
          fc.constantFrom(true, false),
          (values, reverse) => {
            const list = listFromNumbers(values);
            expect(sortList(rt, list, 0, reverse ? "descending" : "ascending")).toBe(0);
            const found = Array.from({ length: listLength(rt, list) }, (_, index) =>
              intNumber(rt, listItem(rt, list, index)),
            );
            expect(found).toEqual([...values].sort((a, b) => (reverse ? b - a : a - b)));
            decref(rt, list);
          },
        ),
      );
    });
  });

  test("a list in itself is a cycle that the collector frees", () => {
    leavesNothing(rt, () => {
      const list = newList(rt);
      listAppendStolen(rt, list, newRef(rt, list));
      expect(reprText(rt, list)).toBe("[[...]]");
      decref(rt, list);
    });
  });

  test("a long chain is released without deep recursion", () => {
    leavesNothing(rt, () => {
      let chain = newList(rt);
      for (let depth = 0; depth < 20000; depth++) {
        const outer = newList(rt);
        listAppendStolen(rt, outer, chain);
        chain = outer;
      }
      decref(rt, chain);
    });
  });
});
