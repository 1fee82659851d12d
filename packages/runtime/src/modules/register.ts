// The native modules by name.

import { type Runtime } from "../runtime.ts";
import { newMathModule } from "./math/module.ts";
import { newSysModule } from "./sys.ts";
import { newTimeModule } from "./time.ts";

/** Registers the makers of the native modules. */
export function registerNativeModules(rt: Runtime): void {
  rt.nativeModules.set("sys", newSysModule);
  rt.nativeModules.set("math", newMathModule);
  rt.nativeModules.set("time", newTimeModule);
}
