// Markers under source lines, and suggestions.
import { opcodeNamed } from "@tjit/bytecode";
import { describe, expect, test } from "vitest";
import { findAnchor } from "../src/exceptions/anchors.ts";
import { editDistance, suggestName } from "../src/exceptions/suggestions.ts";

const binary = opcodeNamed("BINARY_OP").opcode;
const call = opcodeNamed("CALL").opcode;
const subscript = 26;

/** The segment with its anchor in «». */
function marked(segment: string, opcode: number, oparg = 0): string {
  const anchor = findAnchor(segment, opcode, oparg);
  if (anchor === null) return segment;
  return `${segment.slice(0, anchor.start)}«${segment.slice(anchor.start, anchor.end)}»${segment.slice(anchor.end)}`;
}

describe("the anchor of", () => {
  const cases: readonly (readonly [expected: string, opcode: number, oparg: number])[] = [
    ["1 «/» 0", binary, 11],
    ["a * b «+» c * d", binary, 0],
    ["a - b «-» c", binary, 10],
    ["a «**» b ** c", binary, 8],
    ["-a «*» (b + c)", binary, 5],
    ["f(x + y) «//» g['+']", binary, 2],
    ["a.b(1)«[2]»", binary, subscript],
    ["d['a']«['b']»", binary, subscript],
    ["f«()»", call, 0],
    ["f(1)«(2, (3))»", call, 2],
    ["a.b(')')«(x)»", call, 1],
    ["a.b", call, 0],
  ];
  for (const [expected, opcode, oparg] of cases) {
    test(expected, () => {
      expect(marked(expected.replace(/[«»]/g, ""), opcode, oparg)).toBe(expected);
    });
  }
});

describe("suggestions", () => {
  test("are the closest name", () => {
    expect(suggestName(["value", "values", "other"], "valeu")).toBe("value");
    expect(suggestName(["value"], "something")).toBe(null);
    expect(suggestName(["foo"], "Foo")).toBe("foo");
    expect(suggestName([], "x")).toBe(null);
  });

  test("never are the name itself", () => {
    expect(suggestName(["same"], "same")).toBe(null);
  });

  test("a change of case costs half", () => {
    expect(editDistance("abc", "abC", 10)).toBe(1);
    expect(editDistance("abc", "abd", 10)).toBe(2);
    expect(editDistance("abc", "ab", 10)).toBe(2);
  });
});
