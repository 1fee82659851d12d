// The module `_typing`: the native types that `typing` hands on.

import { newModule } from "../../kinds/module.ts";
import { noDefault } from "../../kinds/type-parameter-types.ts";
import { typingType } from "../../kinds/typing-types.ts";
import { newRef } from "../../object/reference.ts";
import { type Runtime } from "../../runtime.ts";
import { builtinFunction } from "../../types/builtin-definition.ts";

const types = ["TypeVar", "ParamSpec", "TypeVarTuple", "ParamSpecArgs", "ParamSpecKwargs", "TypeAliasType", "Generic"];

/** Makes the module. */
export function newTypingModule(rt: Runtime): number {
  return newModule(
    rt,
    "_typing",
    { _idfunc: builtinFunction("(x, /)", newRef) },
    {
      ...Object.fromEntries(types.map((name) => [name, newRef(rt, typingType(rt, name))])),
      Union: newRef(rt, rt.types.union),
      NoDefault: newRef(rt, noDefault(rt)),
    },
  );
}
