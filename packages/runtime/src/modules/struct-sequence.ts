// Tuples with named fields: the types of `sys.version_info`, `sys.float_info` and their like.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { TupleObject } from "../layout/objects.ts";
import { allocateSized } from "../object/new-object.ts";
import { newInt } from "../object/int.ts";
import { newRef } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { tupleInit, tupleItem, tupleItems } from "../object/tuple.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";

/** Defines the type `module.name` with these fields; it is in `rt.nativeTypes` under that name. */
export function defineStructSequence(rt: Runtime, module: string, name: string, fields: readonly string[]): void {
  const shown = module === "builtins" ? name : `${module}.${name}`;
  const type = defineType(rt, {
    name,
    module,
    base: FixedType.tuple,
    acceptsSubclasses: false,
    new: method("($type, sequence, /)", (rt_) =>
      setError(rt_, rt_.types.TypeError, `cannot create '${shown}' instances`),
    ),
    getset: Object.fromEntries(
      fields.map((field, index) => [field, getset((rt_, self) => newRef(rt_, tupleItem(rt_, self, index)))]),
    ),
    attributes: {
      n_fields: newInt(rt, fields.length),
      n_sequence_fields: newInt(rt, fields.length),
      n_unnamed_fields: newInt(rt, 0),
    },
    slots: {
      repr: (rt_, self) => {
        const parts: string[] = [];
        for (let index = 0; index < fields.length; index++) {
          const text = reprText(rt_, tupleItem(rt_, self, index));
          if (text === null) return 0;
          parts.push(`${fields[index] ?? ""}=${text}`);
        }
        return newStr(rt_, `${shown}(${parts.join(", ")})`);
      },
    },
  });
  rt.nativeTypes.set(`${module}.${name}`, type);
}

/** An instance of the type that `rt.nativeTypes` has under this name; the references are stolen. */
export function newStructSequence(rt: Runtime, typeName: string, values: readonly number[]): number {
  const instance = allocateSized(rt, rt.nativeTypes.get(typeName) ?? 0, tupleItems + 4 * values.length);
  rt.heap.store(instance + TupleObject.length.offset, values.length);
  values.forEach((value, index) => tupleInit(rt, instance, index, value));
  return instance;
}
