// The corpus in compiled traces without passes, and with each pass off: one of these per program, all of them with MATRIX=full.

import process from "node:process";
import { passOffColumns, unoptimizedColumn } from "./support/columns.ts";
import { testColumn } from "./support/matrix.ts";

const isFull = process.env["MATRIX"] === "full";

testColumn(unoptimizedColumn, {
  heap: "plain",
  leaks: "ignored",
  floors: { "traces compiled": 500, "side traces compiled": 100, "traces entered": 300 },
});

passOffColumns.forEach((column, turn) => {
  testColumn(column, {
    heap: "plain",
    leaks: "ignored",
    selects: (_, position) => isFull || position % passOffColumns.length === turn,
    floors: { "traces compiled": 100, "traces entered": 50 },
  });
});
