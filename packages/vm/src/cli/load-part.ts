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

/** Files of the library: their code objects, or their sources. */
export interface LibraryPart {
  readonly paths: readonly string[];
  /** `undefined` when there is no such file. */
  readonly read: (path: string) => Uint8Array | undefined;
}

/** Opens a part of the library that is installed beside the command: throws as `require` does when there is none. */
export type OpenLibrary = (part: "code" | "sources") => LibraryPart;

/** Loads the code of a native module of the library, if it is installed: throws as `require` does when there is none. */
export type LoadExtension = (name: string) => unknown;

/** What a program that the command runs may need. */
export interface CommandParts extends Parts {
  readonly openLibrary: OpenLibrary;
  readonly loadExtension: LoadExtension;
}

/** How the command loads what it does not have at the start. */
export interface Loaders {
  readonly loadPart: LoadPart;
  readonly openLibrary: OpenLibrary;
  readonly loadExtension: LoadExtension;
}

/** The parts of a VM and of the command, none of them loaded. */
export function lazyParts({ loadPart, openLibrary, loadExtension }: Loaders): CommandParts {
  const createJit: Parts["createJit"] = (context) => loadPart("jit").createJit(context);
  return { createJit, milliseconds, openLibrary, loadExtension };
}
