// `_collections._tuplegetter`: the descriptor of a field of a named tuple.

import {
  HostObject,
  type IteratorState,
  LayoutKind,
  None,
  type Runtime,
  clearIterator,
  defineType,
  fail,
  getset,
  indexNumber,
  isTuple,
  iteratorState,
  method,
  newHostObject,
  newInt,
  newRef,
  newStr,
  reprText,
  setError,
  traverseIterator,
  tupleItem,
  tupleLength,
  tupleOf,
  typeName,
  typeOf,
  xdecref,
} from "@tjit/runtime/api";

/** `count` is the index of the field; the reference is the docstring. */
const stateOf: (rt: Runtime, self: number) => IteratorState = iteratorState;

function docOf(rt: Runtime, self: number): number {
  return stateOf(rt, self).references[0] ?? None;
}

function get(rt: Runtime, self: number, instance: number): number {
  const { count: index } = stateOf(rt, self);
  if (instance === 0 || instance === None) return newRef(rt, self);
  if (!isTuple(rt, instance)) {
    const message = `descriptor for index '${index}' for tuple subclasses doesn't apply to '${typeName(rt, instance)}' object`;
    return setError(rt, rt.types.TypeError, message);
  }
  if (index < tupleLength(rt, instance)) return newRef(rt, tupleItem(rt, instance, index));
  return setError(rt, rt.types.IndexError, "tuple index out of range");
}

/** Defines the type. */
export function defineTupleGetter(rt: Runtime): number {
  return defineType(rt, {
    name: "_tuplegetter",
    module: "collections",
    acceptsSubclasses: false,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, index, doc, /)", (rt_, type, index, doc) => {
      const count = indexNumber(rt_, index, rt_.types.OverflowError);
      if (count === null) return 0;
      const state: IteratorState = { references: [newRef(rt_, doc)], count };
      return newHostObject(rt_, type, state);
    }),
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const args = tupleOf(rt_, newInt(rt_, stateOf(rt_, self).count), newRef(rt_, docOf(rt_, self)));
        return tupleOf(rt_, newRef(rt_, typeOf(rt_, self)), args);
      }),
    },
    getset: {
      __doc__: getset(
        (rt_, self) => newRef(rt_, docOf(rt_, self)),
        (rt_, self, value) => {
          const old = docOf(rt_, self);
          stateOf(rt_, self).references[0] = newRef(rt_, value === 0 ? None : value);
          xdecref(rt_, old);
          return 0;
        },
      ),
    },
    slots: {
      descriptorGet: get,
      descriptorSet: (rt_, _self, _instance, value) =>
        fail(rt_, rt_.types.AttributeError, value === 0 ? "can't delete attribute" : "can't set attribute"),
      repr: (rt_, self) => {
        const doc = reprText(rt_, docOf(rt_, self));
        return doc === null ? 0 : newStr(rt_, `_tuplegetter(${stateOf(rt_, self).count}, ${doc})`);
      },
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
}
