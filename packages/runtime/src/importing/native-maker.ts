// Native modules: those of every machine, then those that come with the library.

import * as api from "../api.ts";
import { type Runtime } from "../runtime.ts";

/** Makes a module: a new reference, or 0 with an exception set. */
export type NativeMaker = (rt: Runtime) => number;

/** A native module outside of this package: given the functions of this one, what makes it. */
export type ExtensionModule = (runtime: typeof api) => NativeMaker;

/** What makes the native module of this name, if there is one. */
export function nativeMaker(rt: Runtime, name: string): NativeMaker | undefined {
  return rt.nativeModules.get(name) ?? extensionMaker(rt, name);
}

function extensionMaker(rt: Runtime, name: string): NativeMaker | undefined {
  const extension = rt.host.library?.nativeModule?.(name);
  if (!isExtension(extension)) return undefined;
  const make = extension(api);
  rt.nativeModules.set(name, make);
  return make;
}

function isExtension(value: unknown): value is ExtensionModule {
  return typeof value === "function";
}
