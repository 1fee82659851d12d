// The native modules that every machine has, by name. Those that only programs with a library need are in `@tjit/extension-modules`.

import { type Runtime } from "../runtime.ts";
import { newGcModule } from "./gc.ts";
import { newItertoolsModule } from "./itertools/module.ts";
import { newMathModule } from "./math/module.ts";
import { newIoModule } from "./io/module.ts";
import { newWeakrefModule } from "./weakref/module.ts";
import { newErrnoModule } from "./errno/module.ts";
import { newAtexitModule } from "./atexit/module.ts";
import { addHostToSys, newSysModule } from "./sys.ts";
import { newTimeModule } from "./time/module.ts";
import { newTypingModule } from "./typing/module.ts";
import { newWarningsModule } from "./warnings/module.ts";

/** Registers the makers of the native modules. */
export function registerNativeModules(rt: Runtime): void {
  rt.nativeModules.set("sys", (machine) => {
    const module = newSysModule(machine);
    addHostToSys(machine, module);
    return module;
  });
  rt.nativeModules.set("math", newMathModule);
  rt.nativeModules.set("gc", newGcModule);
  rt.nativeModules.set("itertools", newItertoolsModule);
  rt.nativeModules.set("_weakref", newWeakrefModule);
  rt.nativeModules.set("_io", newIoModule);
  rt.nativeModules.set("errno", newErrnoModule);
  rt.nativeModules.set("atexit", newAtexitModule);
  rt.nativeModules.set("time", newTimeModule);
  rt.nativeModules.set("_warnings", newWarningsModule);
  rt.nativeModules.set("_typing", newTypingModule);
}
