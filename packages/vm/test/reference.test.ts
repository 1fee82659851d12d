// The corpus in traces that `@tjit/reference` runs over the VM's memory, uop by uop: independent of the stencils, and of the bodies
// that interpreter and stencils are made of. Every misuse of a reference that it sees on the way is a failure too.

import { referenceColumn } from "./support/columns.ts";
import { testColumn } from "./support/matrix.ts";

testColumn(referenceColumn, {
  heap: "plain",
  leaks: "ignored",
  floors: {
    "traces compiled": 400,
    "side traces compiled": 200,
    "traces entered": 500,
    "traces run by the reference interpreter": 100_000,
    "side exits": 100_000,
    "deopt exits": 3000,
    "error exits": 200,
  },
  uops: 185,
});
