// The module `_documentation`, which has nothing for programs: it gives the machine what `__doc__` and `__text_signature__` of builtins say.

import { type Runtime, newModule } from "@tjit/runtime/api";
import { documentationTable } from "./table.ts";

/** Makes the module. */
export function newDocumentationModule(rt: Runtime): number {
  rt.documentation = documentationTable();
  return newModule(rt, "_documentation");
}
