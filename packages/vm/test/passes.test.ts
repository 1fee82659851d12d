// The corpus in compiled traces without passes, and with each pass off: one of these per program, all of them with MATRIX=full.

import { passOffColumns, unoptimizedColumn } from "./support/columns.ts";
import { isFull, testColumn } from "./support/matrix.ts";

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
