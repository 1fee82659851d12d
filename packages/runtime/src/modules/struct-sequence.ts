// Tuples with named fields: the types of `sys.version_info`, `os.stat_result`, `time.struct_time` and their like.
//
// Some have fields that are attributes but not items. They are in the dict behind the items:
//
//   header | length | hash | item 0 … item n-1 | dict: hidden fields by name

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { TupleObject } from "../layout/objects.ts";
import { alignTo } from "../layout/struct.ts";
import { dictCopy, dictGet, dictLength, dictSet, dictTake, newDict } from "../object/dict.ts";
import { DICT_AT_END, dictField } from "../object/instance-dict.ts";
import { allocateSized } from "../object/new-object.ts";
import { newInt } from "../object/int.ts";
import { None, decref, isDict, isStr, newRef, typeName, typeOf } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { newTuple, tupleFromMemory, tupleInit, tupleItem, tupleItems, tupleLength, tupleOf } from "../object/tuple.ts";
import { tupleFrom } from "../protocols/collect.ts";
import { listFrom } from "../protocols/iterate.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";

/** What a type has besides fields that are items. */
export interface StructSequenceOptions {
  /** How many items at the end have no name. */
  readonly unnamed?: number;
  /** Fields that are attributes only. */
  readonly hidden?: readonly string[];
  /** Items that stand for hidden fields which were not given. */
  readonly standIns?: Readonly<Record<string, number>>;
  /** Whether programs can make instances, which then are copied and pickled as well. */
  readonly construction?: "allowed" | "refused";
}

/** Names and counts of a type. */
interface Shape {
  readonly name: string;
  readonly visible: number;
  readonly hidden: readonly string[];
  /** Of items by name; `repr` names items without a name of their own after the hidden fields. */
  readonly names: readonly string[];
}

/** Defines the type `module.name` with these fields; it is in `rt.nativeTypes` under that name. Answers with its address. */
export function defineStructSequence(
  rt: Runtime,
  module: string,
  name: string,
  fields: readonly string[],
  { unnamed = 0, hidden = [], standIns = {}, construction = "refused" }: StructSequenceOptions = {},
): number {
  const shown = module === "builtins" ? name : `${module}.${name}`;
  const shape: Shape = { name: shown, visible: fields.length + unnamed, hidden, names: [...fields, ...hidden] };
  const type = defineType(rt, {
    name,
    module,
    base: FixedType.tuple,
    acceptsSubclasses: false,
    ...(hidden.length > 0 ? { dictOffset: DICT_AT_END } : {}),
    ...(construction === "allowed"
      ? {
          new: method("($type, sequence, dict={})", (rt_, type_, sequence, dict) =>
            construct(rt_, shape, type_, sequence, dict),
          ),
        }
      : {}),
    methods: methodsOf(shape),
    getset: Object.fromEntries([
      ...fields.map(
        (field, index) => [field, readonlyField((rt_, self) => newRef(rt_, tupleItem(rt_, self, index)))] as const,
      ),
      ...hidden.map(
        (field) => [field, readonlyField((rt_, self) => hiddenField(rt_, self, field, standIns[field]))] as const,
      ),
    ]),
    attributes: {
      n_fields: newInt(rt, shape.visible + hidden.length),
      n_sequence_fields: newInt(rt, shape.visible),
      n_unnamed_fields: newInt(rt, unnamed),
      // A step that is replayed makes nothing.
      ...(rt.links?.isReplaying === true
        ? {}
        : { __match_args__: tupleOf(rt, ...fields.map((field) => internStr(rt, field))) }),
    },
    slots: {
      repr: (rt_, self) => repr(rt_, shape, self),
      ...(construction === "allowed" ? {} : { new: null }),
      ...(hidden.length > 0 ? { setattro: refuseAttribute } : {}),
    },
  });
  rt.nativeTypes.set(`${module}.${name}`, type);
  return type;
}

/** An instance of the type that `rt.nativeTypes` has under this name: items, then hidden fields; the references are stolen. */
export function newStructSequence(
  rt: Runtime,
  typeName: string,
  values: readonly number[],
  hidden: Readonly<Record<string, number>> = {},
): number {
  const type = rt.nativeTypes.get(typeName) ?? 0;
  const instance = allocateInstance(rt, type, values.length, Object.keys(hidden).length > 0);
  values.forEach((value, index) => tupleInit(rt, instance, index, value));
  for (const [name, value] of Object.entries(hidden)) setHidden(rt, instance, name, value);
  return instance;
}

function allocateInstance(rt: Runtime, type: number, length: number, hasHidden: boolean): number {
  const size = tupleItems + 4 * length;
  const instance = allocateSized(rt, type, hasHidden ? alignTo(size, 8) + 8 : size);
  rt.heap.store(instance + TupleObject.length.offset, length);
  if (hasHidden) rt.heap.store(dictField(rt, instance), newDict(rt));
  return instance;
}

/** Steals `value`. */
function setHidden(rt: Runtime, instance: number, name: string, value: number): void {
  const key = internStr(rt, name);
  dictSet(rt, rt.heap.load(dictField(rt, instance)), key, value);
  decref(rt, key);
  decref(rt, value);
}

/** A new reference; for a field that was not given its stand-in, or None. */
function hiddenField(rt: Runtime, instance: number, name: string, standIn?: number): number {
  const key = internStr(rt, name);
  const value = dictGet(rt, rt.heap.load(dictField(rt, instance)), key);
  decref(rt, key);
  if (value !== 0) return newRef(rt, value);
  return newRef(rt, standIn === undefined ? None : tupleItem(rt, instance, standIn));
}

/** `type(sequence, dict)`: the sequence may hold hidden fields at its end, and the dict the others. */
function construct(
  rt: Runtime,
  { name, visible, hidden }: Shape,
  type: number,
  sequence: number,
  dict: number,
): number {
  const { TypeError } = rt.types;
  if (dict !== 0 && !isDict(rt, dict)) {
    return setError(rt, TypeError, `${name}() takes a dict as second arg, if any`);
  }
  const items = tupleFrom(rt, sequence);
  if (items === 0) return setError(rt, TypeError, "constructor requires a sequence");
  const length = tupleLength(rt, items);
  const most = visible + hidden.length;
  if (length < visible || length > most) {
    decref(rt, items);
    const bound = hidden.length === 0 ? "a" : length < visible ? "an at least" : "an at most";
    const wanted = length < visible ? visible : most;
    return setError(rt, TypeError, `${name}() takes ${bound} ${wanted}-sequence (${length}-sequence given)`);
  }
  const instance = allocateInstance(rt, type, visible, hidden.length > 0);
  let taken = 0;
  for (let index = 0; index < visible; index++) tupleInit(rt, instance, index, newRef(rt, tupleItem(rt, items, index)));
  hidden.forEach((field, index) => {
    if (visible + index < length) setHidden(rt, instance, field, newRef(rt, tupleItem(rt, items, visible + index)));
    else if (dict !== 0) {
      const key = internStr(rt, field);
      const value = dictGet(rt, dict, key);
      decref(rt, key);
      if (value !== 0) {
        setHidden(rt, instance, field, newRef(rt, value));
        taken++;
      }
    }
  });
  decref(rt, items);
  if (dict === 0 || taken === dictLength(rt, dict)) return instance;
  decref(rt, instance);
  return setError(rt, TypeError, `${name}() got duplicate or unexpected field name(s)`);
}

function methodsOf(shape: Shape): Readonly<Record<string, BuiltinSpecification>> {
  return {
    __reduce__: method("($self, /)", (rt, self) => {
      const state = newDict(rt);
      for (const field of shape.hidden) {
        const key = internStr(rt, field);
        const value = hiddenField(rt, self, field);
        dictSet(rt, state, key, value);
        decref(rt, key);
        decref(rt, value);
      }
      const items = tupleFromMemory(rt, self + tupleItems, shape.visible);
      return tupleOf(rt, newRef(rt, typeOf(rt, self)), tupleOf(rt, items, state));
    }),
    __replace__: method("($self, /, **changes)", (rt, self, changes) => replaced(rt, shape, self, changes)),
  };
}

function replaced(rt: Runtime, { name, visible, hidden, names }: Shape, self: number, changes: number): number {
  if (names.length !== visible + hidden.length) {
    return setError(
      rt,
      rt.types.TypeError,
      `__replace__() is not supported for ${name} because it has unnamed field(s)`,
    );
  }
  const rest = changes === 0 ? newDict(rt) : dictCopy(rt, changes);
  const items = newTuple(rt, names.length);
  names.forEach((field, index) => {
    const key = internStr(rt, field);
    const change = dictTake(rt, rest, key);
    decref(rt, key);
    if (change !== 0) tupleInit(rt, items, index, change);
    else
      tupleInit(
        rt,
        items,
        index,
        index < visible ? newRef(rt, tupleItem(rt, self, index)) : hiddenField(rt, self, field),
      );
  });
  const unknown = dictLength(rt, rest) === 0 ? 0 : listFrom(rt, rest);
  decref(rt, rest);
  const result = unknown === 0 ? construct(rt, { name, visible, hidden, names }, typeOf(rt, self), items, 0) : 0;
  decref(rt, items);
  if (unknown === 0) return result;
  setError(rt, rt.types.TypeError, `Got unexpected field name(s): ${reprText(rt, unknown) ?? ""}`);
  decref(rt, unknown);
  return 0;
}

function repr(rt: Runtime, { name, visible, names }: Shape, self: number): number {
  const parts: string[] = [];
  for (let index = 0; index < visible; index++) {
    const text = reprText(rt, tupleItem(rt, self, index));
    if (text === null) return 0;
    parts.push(`${names[index] ?? ""}=${text}`);
  }
  return newStr(rt, `${name}(${parts.join(", ")})`);
}

/** Attributes cannot be set: the dict is for hidden fields. */
function refuseAttribute(rt: Runtime, self: number, name: number): number {
  const text = isStr(rt, name) ? strValue(rt, name) : "";
  setError(
    rt,
    rt.types.AttributeError,
    `'${typeName(rt, self)}' object has no attribute '${text}' and no __dict__ for setting new attributes`,
  );
  return -1;
}
