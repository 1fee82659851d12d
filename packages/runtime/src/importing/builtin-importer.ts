// The class `BuiltinImporter`: what `__loader__` of a native module is until importlib is loaded, which has its own.

import { False, None, isStr, newRef } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { createNative } from "./create-native.ts";
import { newSpec } from "./module-spec.ts";
import { nativeMaker } from "./native-maker.ts";

/** A new reference to the class. */
export function builtinImporter(rt: Runtime): number {
  const importing = rt.importing;
  if (importing.importlibFinders !== null) return newRef(rt, importing.importlibFinders.builtin);
  if (importing.builtinImporter === 0) importing.builtinImporter = defineImporter(rt);
  return newRef(rt, importing.builtinImporter);
}

function findSpec(rt: Runtime, _type: number, fullname: number): number {
  const name = isStr(rt, fullname) ? strValue(rt, fullname) : "";
  if (nativeMaker(rt, name) === undefined) return None;
  return newSpec(rt, { name, loader: builtinImporter(rt), origin: "built-in", hasLocation: false, searchLocations: 0 });
}

function createModule(rt: Runtime, _type: number, spec: number): number {
  return createNative(rt, spec);
}

function defineImporter(rt: Runtime): number {
  return defineType(rt, {
    name: "BuiltinImporter",
    module: "_frozen_importlib",
    classMethods: {
      find_spec: method("($type, fullname, path=None, target=None)", findSpec),
      is_package: method("($type, fullname)", () => False),
      get_code: method("($type, fullname)", () => None),
      get_source: method("($type, fullname)", () => None),
      create_module: method("($type, spec)", createModule),
      exec_module: method("($type, module)", () => None),
    },
  });
}
