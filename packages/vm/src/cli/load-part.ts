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

/** Loads the code of a native module of the library, if it is installed: throws as `require` does when there is none. */
export type LoadExtension = (name: string) => unknown;

/** What a program that the command runs may need. */
export interface CommandParts extends Parts {
  readonly requirePackage: RequirePackage;
  readonly loadExtension: LoadExtension;
}

/** How the command loads what it does not have at the start. */
export interface Loaders {
  readonly loadPart: LoadPart;
  readonly requirePackage: RequirePackage;
  readonly loadExtension: LoadExtension;
}

/** The parts of a VM and of the command, none of them loaded. */
export function lazyParts({ loadPart, requirePackage, loadExtension }: Loaders): CommandParts {
  const createJit: Parts["createJit"] = (context) => loadPart("jit").createJit(context);
  return { createJit, milliseconds, requirePackage, loadExtension };
}
