// The module `_string`: the markup of str.format, for string.Formatter.

import {
  clearIterator,
  type IteratorState,
  traverseIterator,
  setError,
  newModule,
  HostObject,
  LayoutKind,
  Failure,
  raiseFailure,
  newInt,
  hostPayload,
  newHostObject,
  None,
  isStr,
  newRef,
  pyBool,
  typeName,
  newStr,
  strValue,
  tupleOf,
  type Runtime,
  fieldHead,
  fieldIndex,
  nextAccessor,
  nextPiece,
  builtinFunction,
  defineType,
  notConstructible,
} from "@tjit/runtime/api";

/** The text and where the next part begins, in `count`. */
interface TextState extends IteratorState {
  readonly text: string;
}

function newTextIterator(rt: Runtime, type: number, text: string, position: number): number {
  const state: TextState = { references: [], count: position, text };
  return newHostObject(rt, type, state);
}

function defineTextIterator(rt: Runtime, name: string, next: (rt: Runtime, state: TextState) => number): number {
  return defineType(rt, {
    name,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible(name),
    slots: {
      iter: newRef,
      iternext: (rt_, self) => {
        const state = hostPayload(rt_, self) as TextState;
        return state.count >= state.text.length ? 0 : next(rt_, state);
      },
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
}

/** (literal, field name, format spec, conversion); the last three are None after the last field. */
function nextField(rt: Runtime, state: TextState): number {
  const piece = nextPiece(state.text, state.count);
  if (piece instanceof Failure) return raiseFailure(rt, piece);
  state.count = piece.end;
  const literal = newStr(rt, piece.literal);
  if (piece.field === null) return tupleOf(rt, literal, None, None, None);
  const { name, spec, conversion } = piece.field;
  return tupleOf(rt, literal, newStr(rt, name), newStr(rt, spec), conversion === "" ? None : newStr(rt, conversion));
}

/** (is an attribute, its name or the index). */
function nextStep(rt: Runtime, state: TextState): number {
  const step = nextAccessor(state.text, state.count);
  if (step instanceof Failure) return raiseFailure(rt, step);
  state.count = step.end;
  const { kind, text } = step.accessor;
  if (kind === "attribute") return tupleOf(rt, pyBool(true), newStr(rt, text));
  const index = indexOrText(rt, text);
  return index === 0 ? 0 : tupleOf(rt, pyBool(false), index);
}

function indexOrText(rt: Runtime, text: string): number {
  const index = fieldIndex(text);
  if (index instanceof Failure) return raiseFailure(rt, index);
  return index === undefined ? newStr(rt, text) : newInt(rt, index);
}

function notStr(rt: Runtime, ref: number): 0 {
  return setError(rt, rt.types.TypeError, `expected str, got ${typeName(rt, ref)}`);
}

/** Makes the module. */
export function newStringModule(rt: Runtime): number {
  const pieces = defineTextIterator(rt, "formatteriterator", nextField);
  const steps = defineTextIterator(rt, "fieldnameiterator", nextStep);
  return newModule(rt, "_string", {
    formatter_parser: builtinFunction("(format_string, /)", (rt_, text) =>
      isStr(rt_, text) ? newTextIterator(rt_, pieces, strValue(rt_, text), 0) : notStr(rt_, text),
    ),
    formatter_field_name_split: builtinFunction("(field_name, /)", (rt_, name) => {
      if (!isStr(rt_, name)) return notStr(rt_, name);
      const text = strValue(rt_, name);
      const head = fieldHead(text);
      const first = indexOrText(rt_, head);
      return first === 0 ? 0 : tupleOf(rt_, first, newTextIterator(rt_, steps, text, head.length));
    }),
  });
}
