import fc from "fast-check";
import { expect, test } from "vitest";
import { type Edit, type ExitId, type Uop, applyEdits } from "../src/index.ts";
import { calcDecodeOptions, calcIndex, decodeTrace } from "../src/testing.ts";

const index = calcIndex();
const records = Array.from({ length: 6 }, (_, uop) => ({ uop: uop * 7, oparg: uop, operand: uop, layout: 0 }));
const trace = decodeTrace(records, index, { ...calcDecodeOptions, ending: "loop", loopHead: 2 });
const nothing = { exits: new Map(), constants: [], dependencies: [] } as const;

test("no change gives the same object", () => {
  expect(applyEdits(trace, { edits: [], ...nothing })).toBe(trace);
});

test("edits are what splicing from the back does", () => {
  const edits = fc
    .array(fc.record({ gap: fc.nat({ max: 3 }), remove: fc.nat({ max: 2 }), insert: fc.nat({ max: 2 }) }), {
      maxLength: 5,
    })
    .map((steps) => {
      const made: Edit[] = [];
      let at = 0;
      for (const { gap, remove, insert } of steps) {
        at += gap;
        const length = Math.max(0, Math.min(remove, trace.uops.length - at));
        if (at > trace.uops.length) break;
        made.push({ at, remove: length, insert: trace.uops.slice(0, insert) });
        at += length;
      }
      return made;
    });
  fc.assert(
    fc.property(edits, (made) => {
      const expected: (Uop | "head")[] = [...trace.uops];
      for (const edit of [...made].reverse()) expected.splice(edit.at, edit.remove, ...edit.insert);
      const next = applyEdits(trace, { edits: made, ...nothing });
      expect(next.uops).toEqual(expected);
      const head = trace.uops[trace.loopHead];
      const isTouched = made.some((edit) => edit.at <= trace.loopHead && trace.loopHead <= edit.at + edit.remove);
      if (!isTouched) expect(next.uops[next.loopHead]).toBe(head);
    }),
  );
});

test("an insertion at the loop head is part of the loop", () => {
  const insert = trace.uops.slice(0, 1);
  const next = applyEdits(trace, { edits: [{ at: trace.loopHead, remove: 0, insert }], ...nothing });
  expect(next.loopHead).toBe(trace.loopHead);
});

test("overlapping, unsorted and outside edits are refused", () => {
  const refused: readonly (readonly Edit[])[] = [
    [
      { at: 0, remove: 2, insert: [] },
      { at: 1, remove: 1, insert: [] },
    ],
    [
      { at: 3, remove: 1, insert: [] },
      { at: 1, remove: 1, insert: [] },
    ],
    [{ at: trace.uops.length, remove: 1, insert: [] }],
  ];
  for (const edits of refused) expect(() => applyEdits(trace, { edits, ...nothing })).toThrow(RangeError);
});

test("exits are replaced and appended", () => {
  const [first] = trace.exits;
  if (first === undefined) throw new Error("the trace has no exit");
  const changed = { ...first, target: 99 };
  const count = trace.exits.length;
  const next = applyEdits(trace, {
    edits: [],
    constants: [],
    dependencies: [],
    exits: new Map([
      [0 as ExitId, changed],
      [count as ExitId, changed],
    ]),
  });
  expect([next.exits[0], next.exits[count], next.exits.length]).toEqual([changed, changed, count + 1]);
  expect(() =>
    applyEdits(trace, {
      edits: [],
      constants: [],
      dependencies: [],
      exits: new Map([[(count + 1) as ExitId, changed]]),
    }),
  ).toThrow();
});
