// The corpus without traces: in the first tier alone, and with specialized instructions.

import { interpreterColumn, specializerColumn } from "./support/columns.ts";
import { testColumn } from "./support/matrix.ts";

const noTraces = ["traces compiled", "side traces", "start", "stop", "abort"];

testColumn(interpreterColumn, { heap: "plain", leaks: "checked", never: noTraces });
testColumn(specializerColumn, { heap: "restored", leaks: "ignored", never: noTraces });
