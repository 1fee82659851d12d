// The corpus in compiled traces, with all passes, in a memory that is checked at every allocation; nothing may be left behind.

import { fullColumn } from "./support/columns.ts";
import { testColumn } from "./support/matrix.ts";

testColumn(fullColumn, {
  heap: "checked",
  leaks: "checked",
  floors: {
    "traces compiled": 800,
    "side traces compiled": 300,
    "traces entered": 500,
    "hot exits": 500,
    "stop: loop-closed": 400,
  },
});
