// Where the references of each layout kind are, for releasing and for the cycle collector.

import {
  BuiltinFunctionObject,
  CellObject,
  ExceptionObject,
  FunctionObject,
  IteratorObject,
  LayoutKind,
  MethodObject,
  ModuleObject,
  RangeObject,
  SequenceIterator,
  SliceObject,
} from "../layout/objects.ts";

const fn = FunctionObject;

/** Offsets of the counted references in the fixed part of an object, by layout kind; variable parts and dict fields are separate. */
export const referenceFields: readonly (readonly number[])[] = table([
  [LayoutKind.CELL, [CellObject.value]],
  [
    LayoutKind.FUNCTION,
    [
      fn.code,
      fn.globals,
      fn.builtins,
      fn.defaults,
      fn.kwdefaults,
      fn.closure,
      fn.name,
      fn.qualname,
      fn.doc,
      fn.module,
      fn.annotate,
      fn.annotations,
      fn.typeParams,
    ],
  ],
  [LayoutKind.METHOD, [MethodObject.function, MethodObject.self]],
  [LayoutKind.BUILTIN_FUNCTION, [BuiltinFunctionObject.self, BuiltinFunctionObject.module]],
  [LayoutKind.RANGE, [RangeObject.start, RangeObject.stop, RangeObject.step, RangeObject.length]],
  [LayoutKind.SEQUENCE_ITERATOR, [SequenceIterator.sequence]],
  [LayoutKind.ITERATOR, [IteratorObject.source, IteratorObject.big, IteratorObject.result]],
  [LayoutKind.SLICE, [SliceObject.start, SliceObject.stop, SliceObject.step]],
  [
    LayoutKind.EXCEPTION,
    [ExceptionObject.arguments, ExceptionObject.traceback, ExceptionObject.context, ExceptionObject.cause],
  ],
  [LayoutKind.MODULE, [ModuleObject.name]],
]);

function table(
  rows: readonly (readonly [kind: number, fields: readonly { readonly offset: number }[]])[],
): readonly (readonly number[])[] {
  const offsets: (readonly number[])[] = [];
  for (const kind of Object.values(LayoutKind))
    offsets[kind] = rows.find((row) => row[0] === kind)?.[1].map((field) => field.offset) ?? [];
  return offsets;
}
