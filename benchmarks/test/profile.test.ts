import { expect, test } from "vitest";
import { selfTimes } from "../profile.ts";

test("time is summed by function, across the places it was called from", () => {
  const frame = (functionName: string) => ({ functionName, url: "file:///a/b.js", lineNumber: 4 });
  const profile = {
    nodes: [
      { id: 1, callFrame: { functionName: "(idle)", url: "", lineNumber: -1 } },
      { id: 2, callFrame: frame("f") },
      { id: 3, callFrame: frame("f") },
    ],
    samples: [2, 1, 3],
    timeDeltas: [1000, 1000, 2000],
  };
  expect(selfTimes(profile)).toEqual([
    { name: "f b.js:5", milliseconds: 3, share: 0.75 },
    { name: "(idle)", milliseconds: 1, share: 0.25 },
  ]);
});
