// What `__doc__` and `__text_signature__` of builtins say. Few programs ask, so that it comes with the library's native modules: one of them,
// `_documentation`, has the table, and is made when somebody asks first. Without it the answer is None.

import { nativeMaker } from "../importing/native-maker.ts";
import { None, decref, newRef, typeInfo } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";

/** Finds what there is about `len`, `math.sqrt`, `list.append`, `int.__add__`; null: nothing. */
export type DocumentationTable = (name: string, which: "doc" | "signature") => string | null;

/** One text about a name: a new reference to a str, or None; 0 with an exception set. */
export function documentation(rt: Runtime, name: string, which: "doc" | "signature"): number {
  if (rt.documentation === undefined) {
    rt.documentation = null;
    const make = nativeMaker(rt, "_documentation");
    const module = make === undefined ? None : make(rt);
    if (module === 0) return 0;
    decref(rt, module);
  }
  const text = rt.documentation?.(name, which) ?? null;
  return text === null ? newRef(rt, None) : newStr(rt, text);
}

/** The same about a type of the runtime. */
export function typeDocumentation(rt: Runtime, type: number, which: "doc" | "signature"): number {
  const { name, module } = typeInfo(rt, type);
  return documentation(rt, module === "builtins" ? name : `${module}.${name}`, which);
}
