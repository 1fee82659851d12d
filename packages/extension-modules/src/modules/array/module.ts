// The module `array`.

import {
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  builtinFunction,
  callMethod,
  clearIf,
  clearIterator,
  decref,
  defineType,
  getAttributeString,
  importModule,
  indexNumber,
  internStr,
  iteratorState,
  method,
  newInt,
  newModule,
  newRef,
  newStr,
  newTuple,
  notConstructible,
  traverseIterator,
  tupleOf,
  xdecref,
} from "@tjit/runtime/api";
import { ArrayModule, defineArray } from "./array-type.ts";
import { itemTypes } from "./item-types.ts";
import { reconstruct } from "./reconstruct.ts";
import { storageOf } from "./storage.ts";

function defineIterator(rt: Runtime): number {
  return defineType(rt, {
    name: "arrayiterator",
    module: "array",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("array.arrayiterator"),
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const { references, count } = iteratorState(rt_, self);
        const builtins = importModule(rt_, "builtins");
        const iter = getAttributeString(rt_, builtins, "iter");
        decref(rt_, builtins);
        const array = references[0] as number;
        if (array === 0) return tupleOf(rt_, iter, tupleOf(rt_, newTuple(rt_, 0)));
        return tupleOf(rt_, iter, tupleOf(rt_, newRef(rt_, array)), newInt(rt_, count));
      }),
      __setstate__: method("($self, state, /)", (rt_, self, state) => {
        const index = indexNumber(rt_, state, rt_.types.OverflowError);
        if (index === null) return 0;
        const iterator = iteratorState(rt_, self);
        const array = iterator.references[0] as number;
        if (array !== 0) iterator.count = Math.min(Math.max(0, index), storageOf(rt_, array).length);
        return None;
      }),
    },
    slots: {
      iter: newRef,
      iternext: (rt_, self) => {
        const state = iteratorState(rt_, self);
        const array = state.references[0] as number;
        if (array === 0) return 0;
        const storage = storageOf(rt_, array);
        if (state.count < storage.length) return storage.read(rt_, state.count++);
        clearIterator(rt_, self);
        return 0;
      },
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
}

/** Tells `collections.abc`, when it is there. Status. */
function registerSequence(rt: Runtime, type: number): number {
  const module = importModule(rt, "collections.abc");
  if (module === 0) return clearIf(rt, rt.types.ModuleNotFoundError) ? 0 : -1;
  const abstract = getAttributeString(rt, module, "MutableSequence");
  decref(rt, module);
  if (abstract === 0) return -1;
  const name = internStr(rt, "register");
  const result = callMethod(rt, abstract, name, type);
  for (const it of [abstract, name]) decref(rt, it);
  xdecref(rt, result);
  return result === 0 ? -1 : 0;
}

/** Makes the module. */
export function newArrayModule(rt: Runtime): number {
  const array = new ArrayModule();
  array.iterator = defineIterator(rt);
  defineArray(rt, array);
  const module = newModule(
    rt,
    "array",
    {
      _array_reconstructor: builtinFunction("(arraytype, typecode, mformat_code, items, /)", (rt_, ...args) =>
        reconstruct(rt_, array, args),
      ),
    },
    {
      array: newRef(rt, array.type),
      ArrayType: newRef(rt, array.type),
      typecodes: newStr(rt, [...itemTypes.keys()].join("")),
    },
  );
  array.reconstructor = getAttributeString(rt, module, "_array_reconstructor");
  if (registerSequence(rt, array.type) === 0) return module;
  decref(rt, module);
  return 0;
}
