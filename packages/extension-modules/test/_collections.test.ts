// The module `_collections` against CPython.
import { decref, newRef } from "@tjit/runtime/api";
import {
  type Case,
  type Expression,
  type Operand,
  agree,
  attribute,
  binary,
  call,
  item,
  method,
  module,
} from "@tjit/runtime/testing";
import { test } from "vitest";
import { useModule } from "./module-fixture.ts";

const fixture = useModule("_collections");
const { compare } = fixture;

test("deque", () => {
  const deque = (...args: Operand[]): Expression => call(attribute(module("_collections"), "deque"), args);
  const d = deque("abc");
  compare(
    [
      d,
      deque(),
      deque("abcde", 3),
      deque("abc", 0),
      deque([], -1),
      deque(5),
      deque([], "x"),
      call("list", [deque([1, 2])]),
      call("len", [d]),
      call("bool", [deque()]),
      item(d, 0),
      item(d, -1),
      item(d, 3),
      item(d, "a"),
      method(d, "pop"),
      method(d, "popleft"),
      method(deque(), "pop"),
      method(deque(), "popleft"),
      method(d, "index", ["b"]),
      method(d, "index", ["z"]),
      method(d, "index", ["a", 1]),
      method(d, "count", ["a"]),
      method(d, "remove", ["z"]),
      method(d, "copy"),
      method(d, "__contains__", ["b"]),
      attribute(deque("a", 5), "maxlen"),
      attribute(d, "maxlen"),
      binary(d, "==", deque("abc")),
      binary(d, "==", ["a", "b", "c"]),
      binary(d, "<", deque("abd")),
      binary(d, "+", deque("x")),
      binary(d, "+", ["x"]),
      binary(d, "*", 2),
      binary(deque("ab", 3), "*", 2),
      call("list", [call("reversed", [d])]),
      call("iter", [d]),
    ].filter((it) => !it.python.startsWith("iter(")),
  );
  // Several operations on one deque: methods return None, so they run as the items of a list that is then dropped.
  const after = (...steps: (readonly [string, ...Operand[]])[]): [Expression, string] => {
    let ref = 0;
    const shared: Expression = {
      python: "d",
      make: (rt) => (ref === 0 ? (ref = deque([1, 2, 3, 4, 5]).make(rt)) : ref, newRef(rt, ref)),
    };
    const python = `[(lambda d: [${steps.map(([name, ...args]) => method(shared, name, args).python).join(", ")}, d])(__import__('_collections').deque([1, 2, 3, 4, 5]))][0]`;
    const results = [
      ...steps.map(([name, ...args]) => fixture.machine.evaluate(method(shared, name, args))),
      fixture.machine.evaluate(shared),
    ];
    decref(fixture.machine.rt, ref);
    return [{ python, make: () => 0 }, `[${results.join(", ")}]`];
  };
  const cases = [
    after(["append", 6], ["appendleft", 0], ["rotate", 2], ["rotate", -1]),
    after(["extend", [7, 8]], ["extendleft", [9, 10]]),
    after(["insert", 2, "x"], ["insert", -1, "y"], ["insert", 100, "z"]),
    after(["remove", 3], ["reverse"], ["rotate"]),
    after(["clear"], ["append", 1]),
    after(["__setitem__", 1, "q"], ["__delitem__", 0], ["pop"], ["popleft"]),
    after(["rotate", 103], ["count", 3], ["index", 5]),
  ];
  agree(
    fixture.python,
    cases.map(([expression, ours]): Case => [expression.python, ours]),
  );
});
