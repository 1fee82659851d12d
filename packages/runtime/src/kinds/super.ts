// `super`: attribute lookup that starts behind a class in the method resolution order.

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { currentFrame, frameLocals } from "../frames/frame.ts";
import { FixedType } from "../layout/memory-map.ts";
import { CellObject, Frame, HostObject, LayoutKind, TypeObject } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { dictGetName } from "../object/dict.ts";
import { allocate, hostPayload } from "../object/new-object.ts";
import { None, decref, isType, newRef, slotsOf, typeName, typeOf, xdecref, messageName } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import {
  METHOD_PLAIN,
  METHOD_UNBOUND,
  genericGetAttribute,
  getAttribute,
  getOptionalAttribute,
  isMethodDescriptor,
} from "../protocols/attributes.ts";
import { callNoArguments, callTwoArguments } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { isSubtype } from "../types/subtype.ts";

/** Payload: owned references, 0 where absent. */
interface SuperPayload {
  type: number;
  object: number;
  objectType: number;
}

const payload = (rt: Runtime, self: number): SuperPayload => hostPayload(rt, self) as SuperPayload;

/** The class whose order counts when `object` is used with `super(type, object)`: borrowed; 0 with TypeError set. */
export function superCheck(rt: Runtime, type: number, object: number): number {
  if (isType(rt, object) && isSubtype(rt, object, type)) return object;
  if (isSubtype(rt, typeOf(rt, object), type)) return typeOf(rt, object);
  const claimed = getOptionalAttribute(rt, object, rt.names.__class__);
  if (claimed !== 0) {
    decref(rt, claimed);
    if (claimed !== typeOf(rt, object) && isType(rt, claimed) && isSubtype(rt, claimed, type)) return claimed;
  }
  const shown = isType(rt, object) ? `type ${messageName(rt, object)}` : `instance of ${typeName(rt, object)}`;
  return setError(
    rt,
    rt.types.TypeError,
    `super(type, obj): obj (${shown}) is not an instance or subtype of type (${messageName(rt, type)}).`,
  );
}

/**
 * The attribute `name` behind `type` in the order of `objectType`: a new reference, bound to `object`; 0 without an exception if there is
 * none. With `asMethod` functions stay unbound and `rt.methodKind` says so.
 */
export function superLookup(
  rt: Runtime,
  type: number,
  object: number,
  objectType: number,
  name: number,
  asMethod: boolean,
): number {
  rt.methodKind = METHOD_PLAIN;
  if (name === rt.names.__class__) return 0;
  const mro = rt.heap.load(objectType + TypeObject.mro.offset);
  // 0 while the class is being made.
  const length = mro === 0 ? 0 : tupleLength(rt, mro);
  let index = 0;
  while (index < length && tupleItem(rt, mro, index) !== type) index++;
  for (index++; index < length; index++) {
    const found = dictGetName(rt, rt.heap.load(tupleItem(rt, mro, index) + TypeObject.dict.offset), name);
    if (found === 0) continue;
    if (asMethod && object !== objectType && isMethodDescriptor(rt, found)) {
      rt.methodKind = METHOD_UNBOUND;
      return newRef(rt, found);
    }
    const get = slotsOf(rt, found).descriptorGet;
    return get === null ? newRef(rt, found) : get(rt, found, object === objectType ? 0 : object, objectType);
  }
  return 0;
}

function superAttribute(rt: Runtime, self: number, name: number): number {
  const it = payload(rt, self);
  if (it.objectType !== 0) {
    const pending = superLookup(rt, it.type, it.object, it.objectType, name, false);
    if (pending !== 0 || errorOccurred(rt) !== 0) return pending;
  }
  return genericGetAttribute(rt, self, name);
}

/** Without arguments: the class from the cell `__class__`, the object from the first argument of the running function. */
function implicitArguments(rt: Runtime): readonly [number, number] | null {
  const frame = currentFrame(rt);
  if (frame === 0) return noImplicit(rt, "super(): no current frame");
  const { heap } = rt;
  const { code } = codeInfo(rt, heap.load(frame + Frame.code.offset));
  if (code.argcount === 0) return noImplicit(rt, "super(): no arguments");
  let first = heap.load(frame + frameLocals);
  if (first !== 0 && typeOf(rt, first) === FixedType.cell) first = heap.load(first + CellObject.value.offset);
  if (first === 0) return noImplicit(rt, "super(): arg[0] deleted");
  const at = code.localsplus.findIndex((it) => it.name === "__class__" && (it.kind & 0x80) !== 0);
  if (at < 0) return noImplicit(rt, "super(): __class__ cell not found");
  const cell = heap.load(frame + frameLocals + 4 * at);
  const type = cell === 0 ? 0 : heap.load(cell + CellObject.value.offset);
  if (type === 0) return noImplicit(rt, "super(): empty __class__ cell");
  return [type, first];
}

function noImplicit(rt: Runtime, message: string): null {
  setError(rt, rt.types.RuntimeError, message);
  return null;
}

function superInit(rt: Runtime, self: number, type: number, object: number): number {
  let cls = type;
  let receiver = object;
  if (cls === 0) {
    const implicit = implicitArguments(rt);
    if (implicit === null) return -1;
    [cls, receiver] = implicit;
  }
  if (!isType(rt, cls)) {
    setError(rt, rt.types.TypeError, `super() argument 1 must be a type, not ${typeName(rt, cls)}`);
    return -1;
  }
  if (receiver === None) receiver = 0;
  const objectType = receiver === 0 ? 0 : superCheck(rt, cls, receiver);
  if (receiver !== 0 && objectType === 0) return -1;
  const it = payload(rt, self);
  const old = { ...it };
  it.type = newRef(rt, cls);
  it.object = receiver === 0 ? 0 : newRef(rt, receiver);
  it.objectType = objectType === 0 ? 0 : newRef(rt, objectType);
  for (const reference of [old.type, old.object, old.objectType]) xdecref(rt, reference);
  return 0;
}

/** An unbound `super(type)` found in a class, bound to an object. */
function superBind(rt: Runtime, self: number, object: number): number {
  const it = payload(rt, self);
  if (object === 0 || object === None || it.object !== 0) return newRef(rt, self);
  const cls = typeOf(rt, self);
  if (cls !== rt.types.super)
    return it.type === 0 ? callNoArguments(rt, cls) : callTwoArguments(rt, cls, it.type, object);
  const objectType = superCheck(rt, it.type, object);
  return objectType === 0 ? 0 : newSuper(rt, it.type, object, objectType);
}

function newSuper(rt: Runtime, type: number, object: number, objectType: number): number {
  const self = allocate(rt, rt.types.super);
  const fresh: SuperPayload = {
    type: newRef(rt, type),
    object: newRef(rt, object),
    objectType: newRef(rt, objectType),
  };
  rt.heap.store(self + HostObject.handle.offset, rt.payloads.add(fresh));
  return self;
}

/** Defines `super`. */
export function defineSuper(rt: Runtime): void {
  defineType(rt, {
    name: "super",
    countName: "super()",
    register: "super",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, /, *args, **kwargs)", (rt_, type) => {
      const object = allocate(rt_, type);
      const fresh: SuperPayload = { type: 0, object: 0, objectType: 0 };
      rt_.heap.store(object + HostObject.handle.offset, rt_.payloads.add(fresh));
      return object;
    }),
    init: method("($self, type=None, object=None, /)", (rt_, self, type, object) => superInit(rt_, self, type, object)),
    getset: {
      __thisclass__: readonlyField((rt_, self) => newRef(rt_, payload(rt_, self).type || None)),
      __self__: readonlyField((rt_, self) => newRef(rt_, payload(rt_, self).object || None)),
      __self_class__: readonlyField((rt_, self) => newRef(rt_, payload(rt_, self).objectType || None)),
    },
    slots: {
      getattro: superAttribute,
      descriptorGet: superBind,
      repr: (rt_, self) => {
        const { type, objectType } = payload(rt_, self);
        const name = type === 0 ? "NULL" : messageName(rt_, type);
        return newStr(
          rt_,
          objectType === 0
            ? `<super: <class '${name}'>, NULL>`
            : `<super: <class '${name}'>, <${messageName(rt_, objectType)} object>>`,
        );
      },
      clear: (rt_, self) => {
        const it = payload(rt_, self);
        for (const reference of [it.type, it.object, it.objectType]) xdecref(rt_, reference);
      },
      traverse: (rt_, self, visit) => {
        const it = payload(rt_, self);
        for (const reference of [it.type, it.object, it.objectType]) if (reference !== 0) visit(reference);
      },
    },
  });
}

/** `super(type, object).name` without making the super object: LOAD_SUPER_ATTR. New reference; see {@link superLookup} for `asMethod`. */
export function loadSuperAttribute(
  rt: Runtime,
  globalSuper: number,
  type: number,
  object: number,
  name: number,
  asMethod: boolean,
): number {
  rt.methodKind = METHOD_PLAIN;
  if (globalSuper !== rt.types.super || !isType(rt, type)) return 0;
  const objectType = superCheck(rt, type, object);
  if (objectType === 0) return 0;
  const found = superLookup(rt, type, object, objectType, name, asMethod);
  if (found !== 0 || errorOccurred(rt) !== 0) return found;
  const self = newSuper(rt, type, object, objectType);
  const result = getAttribute(rt, self, name);
  decref(rt, self);
  return result;
}
