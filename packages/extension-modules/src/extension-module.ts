// The modules by name. When the package is built each becomes a file of its own (tools/bundle-extensions.ts), a function of the runtime's
// functions; from source they import these.

import { newAbcModule } from "./modules/_abc/module.ts";
import { newAstModule } from "./modules/_ast/module.ts";
import { newBisectModule } from "./modules/_bisect/module.ts";
import { newCodecsModule } from "./modules/_codecs/module.ts";
import { newContextvarsModule } from "./modules/_contextvars/module.ts";
import { newCsvModule } from "./modules/_csv/module.ts";
import { newFunctoolsModule } from "./modules/_functools/module.ts";
import { newHeapqModule } from "./modules/_heapq/module.ts";
  marshal: () => newMarshalModule,
