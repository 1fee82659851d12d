// Parts of the command that are loaded when they are needed; synchronously, since the program waits. How, the launcher knows: each is a
// bundle of its own beside the command's.

import type * as createJitModule from "../jit/create-jit.ts";
import type { Parts } from "../parts.ts";
import { milliseconds } from "./clock.ts";
import type * as disModule from "./dis.ts";
import type * as traceModule from "./trace.ts";

/** The modules by name of bundle. */
export interface PartModules {
  readonly jit: typeof createJitModule;
  readonly dis: typeof disModule;
  readonly trace: typeof traceModule;
}

/** Loads a part. */
export type LoadPart = <Name extends keyof PartModules>(name: Name) => PartModules[Name];

/** Loads a package that is installed beside the command, as `require` does: throws when there is none. */
export type RequirePackage = (specifier: string) => unknown;

/** What a program that the command runs may need. */
export interface CommandParts extends Parts {
  readonly requirePackage: RequirePackage;
}

/** The parts of a VM, none of them loaded. */
export function lazyParts(load: LoadPart, requirePackage: RequirePackage): CommandParts {
  return { createJit: (context) => load("jit").createJit(context), milliseconds, requirePackage };
}
