// As `reference.test.ts`, with the traces that all passes have rewritten.

import { optimizedReferenceColumn } from "./support/columns.ts";
import { testColumn } from "./support/matrix.ts";

testColumn(optimizedReferenceColumn, {
  heap: "checked",
  leaks: "sampled",
  floors: {
    "traces compiled": 400,
    "side traces compiled": 200,
    "traces entered": 500,
    "traces run by the reference interpreter": 100_000,
    "side exits": 100_000,
    "deopt exits": 3000,
    "error exits": 200,
  },
  uops: 195,
});
