// The module `itertools`.

import { clearIterator, traverseIterator } from "../../builtins/iterator-state.ts";
import { newModule } from "../../kinds/module.ts";
import { HostObject, LayoutKind } from "../../layout/objects.ts";
import { newRef } from "../../object/reference.ts";
import { type Runtime } from "../../runtime.ts";
import { builtinFunction, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { type TypeSpecification } from "../../types/type-specification.ts";
import { clearTee, combiningIterators, grouperNext, newTee, tee, teeNext } from "./combining.ts";
import { combinatoricIterators } from "./combinatoric.ts";
import { defineItertool } from "./define.ts";
import { infiniteIterators } from "./infinite.ts";
import { selectingIterators } from "./selecting.ts";

/** Makes the module. */
export function newItertoolsModule(rt: Runtime): number {
  const types: Record<string, number> = {};
  for (const it of [...infiniteIterators, ...selectingIterators, ...combiningIterators, ...combinatoricIterators]) {
    types[it.name] = newRef(rt, defineItertool(rt, it));
  }
  defineHidden(rt, "_grouper", grouperNext, clearIterator);
  types["_tee"] = newRef(
    rt,
    defineHidden(rt, "_tee", teeNext, clearTee, {
      new: method("($type, iterable, /)", (rt_, _, iterable) => newTee(rt_, iterable)),
      methods: { __copy__: method("($self, /)", newTee) },
    }),
  );
  return newModule(rt, "itertools", { tee: builtinFunction("(iterable, n=2, /)", tee) }, types);
}

function defineHidden(
  rt: Runtime,
  name: string,
  next: (rt: Runtime, self: number) => number,
  clear: typeof clearIterator,
  more: Pick<TypeSpecification, "new" | "methods"> = {},
): number {
  const type = defineType(rt, {
    ...more,
    name,
    module: "itertools",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    slots: { iter: newRef, iternext: next, clear, traverse: traverseIterator },
  });
  rt.nativeTypes.set(name, type);
  return type;
}
