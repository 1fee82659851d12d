// functools.cmp_to_key: objects that are ordered by a function of two.

import {
  type BuiltinSpecification,
  HostObject,
  type IteratorState,
  LayoutKind,
  None,
  type Runtime,
  builtinFunction,
  callDefinition,
  callTwoArguments,
  clearIterator,
  decref,
  define,
  defineType,
  getset,
  iteratorState,
  method,
  newHostObject,
  newRef,
  notConstructible,
  richCompare,
  setError,
  smallInt,
  traverseIterator,
  typeOf,
  xdecref,
} from "@tjit/runtime/api";

/** References: the function, and the object or 0. */
function newWrapper(rt: Runtime, type: number, compare: number, object: number): number {
  const state: IteratorState = { references: [newRef(rt, compare), object === 0 ? 0 : newRef(rt, object)], count: 0 };
  return newHostObject(rt, type, state);
}

/** Defines the type of keys; returns `cmp_to_key`. */
export function cmpToKey(rt: Runtime): BuiltinSpecification {
  const fields = (rt_: Runtime, self: number): number[] => iteratorState(rt_, self).references;
  const K = define(
    method("($self, /, obj)", (rt_, self, object) => newWrapper(rt_, type, fields(rt_, self)[0] as number, object)),
    "K",
    null,
  );
  const type = defineType(rt, {
    name: "KeyWrapper",
    module: "functools",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("functools.KeyWrapper"),
    getset: {
      obj: getset(
        (rt_, self) => newRef(rt_, (fields(rt_, self)[1] as number) || None),
        (rt_, self, value) => {
          const own = fields(rt_, self);
          const old = own[1] as number;
          own[1] = value === 0 ? 0 : newRef(rt_, value);
          xdecref(rt_, old);
          return 0;
        },
      ),
    },
    slots: {
      call: (rt_, self, args, count, kwnames) => callDefinition(rt_, K, self, args, count, kwnames),
      richcompare: (rt_, left, right, operator) => {
        if (typeOf(rt_, right) !== type) return setError(rt_, rt_.types.TypeError, "other argument must be K instance");
        const [compare, a] = fields(rt_, left) as [number, number];
        const b = fields(rt_, right)[1] as number;
        if (a === 0 || b === 0) return setError(rt_, rt_.types.AttributeError, "object");
        const order = callTwoArguments(rt_, compare, a, b);
        if (order === 0) return 0;
        const result = richCompare(rt_, order, smallInt(0), operator);
        decref(rt_, order);
        return result;
      },
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
  return builtinFunction("(mycmp)", (rt_, compare) => newWrapper(rt_, type, compare, 0));
}
