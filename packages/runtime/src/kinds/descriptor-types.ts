// Descriptors that hold data: `getset_descriptor`, `member_descriptor`, `staticmethod`, `classmethod`, `property`.

import { enterLevel, leaveLevel } from "../frames/host-depth.ts";
import { reduceToAttribute } from "./function-types.ts";
import { clearIf, errorOccurred, fail, setError } from "../exceptions/errors.ts";
import { attributeError } from "../exceptions/attribute-error.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind, TypeFlag, TypeObject } from "../layout/objects.ts";
import { dictDelete, dictGetName, dictSet } from "../object/dict.ts";
import { newMethod } from "../object/function.ts";
import { instanceDictionary } from "../object/instance-dict.ts";
import { allocate, hostPayload } from "../object/new-object.ts";
import {
  False,
  None,
  True,
  decref,
  incref,
  messageName,
  newRef,
  slotsOf,
  typeInfo,
  typeName,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { getAttribute, getAttributeString, getOptionalAttribute, setAttribute } from "../protocols/attributes.ts";
import { callObject, callOneArgument, callTwoArguments, callWith } from "../protocols/call.ts";
import { reprText } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { instanceDictAccess } from "./object-type.ts";
import { type Runtime } from "../runtime.ts";
import { type GetSetSpecification, getset, method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { documentation } from "../types/documentation.ts";
import { type GetSetPayload, type MemberPayload, type WrappedCallable } from "../types/descriptors.ts";
import { type Slots } from "../types/slots.ts";
import { isSubtype } from "../types/subtype.ts";

function receives(rt: Runtime, name: string, owner: number, instance: number): boolean {
  if (isSubtype(rt, typeOf(rt, instance), owner)) return true;
  fail(
    rt,
    rt.types.TypeError,
    `descriptor '${name}' for '${messageName(rt, owner)}' objects doesn't apply to a '${typeName(rt, instance)}' object`,
  );
  return false;
}

function descriptorDoc(rt: Runtime, { owner, name }: GetSetPayload | MemberPayload): number {
  return documentation(rt, `${typeInfo(rt, owner).name}.${name}`, "doc");
}

/** What holds the class that a descriptor belongs to. Those of builtin types hold nothing, and are not made to be asked. */
const ownership: Pick<Slots, "clear" | "traverse"> = {
  clear: (rt, self) => {
    const it = ownedBy(rt, self);
    if (it === undefined) return;
    const { owner } = it;
    it.owner = FixedType.object;
    decref(rt, owner);
  },
  traverse: (rt, self, visit) => {
    const it = ownedBy(rt, self);
    if (it !== undefined) visit(it.owner);
  },
};

function ownedBy(rt: Runtime, self: number): GetSetPayload | MemberPayload | undefined {
  const it = rt.payloads.peek(rt.heap.load(self + HostObject.handle.offset)) as
    GetSetPayload | MemberPayload | undefined;
  return it !== undefined && (rt.heap.load(it.owner + TypeObject.flags.offset) & TypeFlag.HEAP) !== 0 ? it : undefined;
}

function anyPayload(rt: Runtime, self: number): GetSetPayload | MemberPayload {
  return hostPayload(rt, self) as GetSetPayload | MemberPayload;
}

/** What both kinds say of themselves. */
const descriptorAttributes: Readonly<Record<string, GetSetSpecification>> = {
  __name__: readonlyField((rt, self) => newStr(rt, anyPayload(rt, self).name)),
  __objclass__: readonlyField((rt, self) => newRef(rt, anyPayload(rt, self).owner)),
  __qualname__: getset((rt, self) => {
    const { name, owner } = anyPayload(rt, self);
    return newStr(rt, `${typeInfo(rt, owner).qualname}.${name}`);
  }),
  __doc__: getset((rt, self) => descriptorDoc(rt, anyPayload(rt, self))),
};

function defineGetSet(rt: Runtime): void {
  const payload = (rt_: Runtime, self: number): GetSetPayload => hostPayload(rt_, self) as GetSetPayload;
  defineType(rt, {
    name: "getset_descriptor",
    address: rt.types.getsetDescriptor,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    getset: descriptorAttributes,
    slots: {
      ...ownership,
      repr: (rt_, self) =>
        newStr(
          rt_,
          `<attribute '${payload(rt_, self).name}' of '${messageName(rt_, payload(rt_, self).owner)}' objects>`,
        ),
      descriptorGet: (rt_, self, instance) => {
        if (instance === 0) return newRef(rt_, self);
        const { get, name, owner } = payload(rt_, self);
        return receives(rt_, name, owner, instance) ? get(rt_, instance) : 0;
      },
      descriptorSet: (rt_, self, instance, value) => {
        const { set, name, owner } = payload(rt_, self);
        if (!receives(rt_, name, owner, instance)) return -1;
        if (set !== null) return set(rt_, instance, value);
        return fail(
          rt_,
          rt_.types.AttributeError,
          `attribute '${name}' of '${messageName(rt_, owner)}' objects is not writable`,
        );
      },
    },
  });
}

function defineMember(rt: Runtime): void {
  defineType(rt, {
    name: "member_descriptor",
    address: rt.types.memberDescriptor,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const { owner, name } = anyPayload(rt_, self);
        return reduceToAttribute(rt_, owner, name);
      }),
    },
    getset: descriptorAttributes,
    slots: {
      ...ownership,
      repr: (rt_, self) =>
        newStr(
          rt_,
          `<member '${anyPayload(rt_, self).name}' of '${messageName(rt_, anyPayload(rt_, self).owner)}' objects>`,
        ),
      descriptorGet: (rt_, self, instance) => {
        if (instance === 0) return newRef(rt_, self);
        const it = anyPayload(rt_, self);
        const { name, owner } = it;
        if (!receives(rt_, name, owner, instance)) return 0;
        if ("get" in it) return it.get(rt_, instance);
        const { offset, whenAbsent } = it;
        const value = rt_.heap.load(instance + offset);
        if (value !== 0) return newRef(rt_, value);
        return whenAbsent === "none" ? newRef(rt_, None) : missingMember(rt_, instance, name);
      },
      descriptorSet: (rt_, self, instance, value) => {
        const it = anyPayload(rt_, self);
        const { name, owner } = it;
        if (!receives(rt_, name, owner, instance)) return -1;
        if ("get" in it) return (it.set as NonNullable<typeof it.set>)(rt_, instance, value);
        const { offset, isReadonly } = it;
        if (isReadonly) return fail(rt_, rt_.types.AttributeError, "readonly attribute");
        const old = rt_.heap.load(instance + offset);
        if (value === 0 && old === 0) return fail(rt_, rt_.types.AttributeError, name);
        if (value !== 0) incref(rt_, value);
        rt_.heap.store(instance + offset, value);
        xdecref(rt_, old);
        return 0;
      },
    },
  });
}

function missingMember(rt: Runtime, instance: number, name: string): number {
  const interned = internStr(rt, name);
  attributeError(rt, instance, interned);
  decref(rt, interned);
  return 0;
}

/** The callable behind a `staticmethod` or `classmethod`, borrowed. */
export function wrappedCallable(rt: Runtime, self: number): number {
  return (hostPayload(rt, self) as WrappedCallable).callable;
}

function defineWrapper(rt: Runtime, name: "staticmethod" | "classmethod"): void {
  const payload = (rt_: Runtime, self: number): WrappedCallable => hostPayload(rt_, self) as WrappedCallable;
  defineType(rt, {
    name,
    address: rt.types[name],
    layout: LayoutKind.HOST,
    size: HostObject.size,
    dictOffset: HostObject.dict.offset,
    new: method("($type, /, *args, **kwargs)", (rt_, type) => {
      const object = allocate(rt_, type);
      const fresh: WrappedCallable = { callable: newRef(rt_, None) };
      rt_.heap.store(object + HostObject.handle.offset, rt_.payloads.add(fresh));
      return object;
    }),
    init: method("($self, function, /)", initWrapper),
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    getset: {
      __dict__: getset(instanceDictAccess.get, instanceDictAccess.set),
      __annotations__: wrappedAttribute("__annotations__"),
      __annotate__: wrappedAttribute("__annotate__"),
      __func__: readonlyField((rt_, self) => newRef(rt_, payload(rt_, self).callable)),
      __wrapped__: readonlyField((rt_, self) => newRef(rt_, payload(rt_, self).callable)),
      __isabstractmethod__: getset((rt_, self) => isAbstract(rt_, payload(rt_, self).callable)),
    },
    slots: {
      repr: (rt_, self) => {
        const text = reprText(rt_, payload(rt_, self).callable);
        return text === null ? 0 : newStr(rt_, `<${name}(${text})>`);
      },
      descriptorGet: (rt_, self, instance, type) => {
        const { callable } = payload(rt_, self);
        if (name === "staticmethod") return newRef(rt_, callable);
        return newMethod(rt_, callable, type === 0 ? typeOf(rt_, instance) : type);
      },
      ...(name === "staticmethod"
        ? {
            call: (rt_, self, args, count, kwnames) =>
              callObject(rt_, payload(rt_, self).callable, args, count, kwnames),
          }
        : {}),
      clear: (rt_, self) => decref(rt_, payload(rt_, self).callable),
      traverse: (rt_, self, visit) => visit(payload(rt_, self).callable),
    },
  });
}

/** An attribute that is that of what is wrapped until it is set. */
function wrappedAttribute(name: "__annotations__" | "__annotate__"): GetSetSpecification {
  return getset(
    (rt_, self) => {
      const key = rt_.names[name];
      const own = dictGetName(rt_, instanceDictionary(rt_, self), key);
      if (own !== 0) return newRef(rt_, own);
      const value = getAttribute(rt_, wrappedCallable(rt_, self), key);
      if (value !== 0) dictSet(rt_, instanceDictionary(rt_, self), key, value);
      return value;
    },
    (rt_, self, value) => {
      const key = rt_.names[name];
      const dict = instanceDictionary(rt_, self);
      return value === 0 ? dictDelete(rt_, dict, key) : dictSet(rt_, dict, key, value);
    },
  );
}

/** Sets what is wrapped, and gives the wrapper its names. Status. */
function initWrapper(rt: Runtime, self: number, callable: number): number {
  const wrapped = hostPayload(rt, self) as WrappedCallable;
  const old = wrapped.callable;
  wrapped.callable = newRef(rt, callable);
  decref(rt, old);
  const dict = instanceDictionary(rt, self);
  for (const name of [rt.names.__module__, rt.names.__name__, rt.names.__qualname__, rt.names.__doc__]) {
    const value = getOptionalAttribute(rt, callable, name);
    if (value === 0) {
      if (errorOccurred(rt) !== 0) return -1;
      continue;
    }
    dictSet(rt, dict, name, value);
    decref(rt, value);
  }
  return 0;
}

/** `__isabstractmethod__` of what a descriptor wraps: a new bool reference. */
function isAbstract(rt: Runtime, callable: number): number {
  if (!enterLevel(rt, "")) return 0;
  const flag = getOptionalAttribute(rt, callable, rt.names.__isabstractmethod__);
  leaveLevel(rt);
  if (flag === 0) return errorOccurred(rt) === 0 ? False : 0;
  const truth = isTrue(rt, flag);
  decref(rt, flag);
  return truth < 0 ? 0 : truth === 1 ? True : False;
}

/** Payload of a property; references are owned, 0 where absent. */
interface PropertyPayload {
  get: number;
  set: number;
  delete: number;
  doc: number;
  name: number;
  /** Whether `doc` is the getter's. */
  isGetterDoc: boolean;
}

function property(rt: Runtime, self: number): PropertyPayload {
  return hostPayload(rt, self) as PropertyPayload;
}

function referencesOf({ get, set, delete: deleter, doc, name }: PropertyPayload): readonly number[] {
  return [get, set, deleter, doc, name];
}

/** The getter of a property, borrowed; 0 if it has none. For inline caches. */
export function propertyGetter(rt: Runtime, self: number): number {
  return property(rt, self).get;
}

function propertyInit(rt: Runtime, self: number, get: number, set: number, deleter: number, doc: number): number {
  const it = property(rt, self);
  const take = (value: number): number => (value === 0 || value === None ? 0 : newRef(rt, value));
  const old = [it.get, it.set, it.delete, it.doc];
  it.get = take(get);
  it.set = take(set);
  it.delete = take(deleter);
  it.doc = 0;
  it.isGetterDoc = false;
  for (const reference of old) xdecref(rt, reference);
  let text = take(doc);
  if (text === 0 && it.get !== 0) {
    text = getOptionalAttribute(rt, it.get, rt.names.__doc__);
    if (text === 0 && errorOccurred(rt) !== 0) return -1;
    it.isGetterDoc = text !== 0 && text !== None;
  }
  if (typeOf(rt, self) === rt.types.property) {
    it.doc = text === None ? 0 : text;
    return 0;
  }
  // The docstring of a subclass would hide the field.
  const status = setAttribute(rt, self, rt.names.__doc__, text || None);
  xdecref(rt, text);
  return status < 0 && !it.isGetterDoc && clearIf(rt, rt.types.AttributeError) ? 0 : status;
}

/** A copy of a property with one function replaced. */
function propertyWith(rt: Runtime, self: number, change: Partial<PropertyPayload>): number {
  const it = property(rt, self);
  const merged = { ...it, ...change };
  const doc = it.isGetterDoc && merged.get !== 0 ? 0 : it.doc;
  const given = [merged.get, merged.set, merged.delete, doc].map((part) => part || None);
  const copy = callWith(rt, typeOf(rt, self), ...given);
  if (copy === 0) return 0;
  if (it.name !== 0 && isSubtype(rt, typeOf(rt, copy), rt.types.property))
    property(rt, copy).name = newRef(rt, it.name);
  return copy;
}

function propertyName(rt: Runtime, self: number): string {
  const { name, get } = property(rt, self);
  if (name !== 0) return ` ${reprText(rt, name) ?? "?"}`;
  if (get === 0) return "";
  const found = getAttributeString(rt, get, "__name__");
  if (found === 0) return "";
  const text = strValue(rt, found);
  decref(rt, found);
  return ` '${text}'`;
}

function noAccessor(rt: Runtime, self: number, instance: number, what: string): number {
  const owner = typeInfo(rt, typeOf(rt, instance)).qualname;
  const name = propertyName(rt, self);
  return fail(
    rt,
    rt.types.AttributeError,
    name === ""
      ? `property of '${owner}' object has no ${what}`
      : `property${name} of '${owner}' object has no ${what}`,
  );
}

function defineProperty(rt: Runtime): void {
  const part = (key: "get" | "set" | "delete") =>
    readonlyField((rt_, self) => newRef(rt_, property(rt_, self)[key] || None));
  defineType(rt, {
    name: "property",
    register: "property",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: {
      ...method("($type, /, *args, **kwargs)", (rt_, type) => {
        const object = allocate(rt_, type);
        const fresh: PropertyPayload = { get: 0, set: 0, delete: 0, doc: 0, name: 0, isGetterDoc: false };
        rt_.heap.store(object + HostObject.handle.offset, rt_.payloads.add(fresh));
        return object;
      }),
    },
    init: method("($self, /, fget=None, fset=None, fdel=None, doc=None)", (rt_, self, get, set, deleter, doc) =>
      propertyInit(rt_, self, get, set, deleter, doc),
    ),
    methods: {
      getter: method("($self, object, /)", (rt_, self, fn) => propertyWith(rt_, self, { get: fn })),
      setter: method("($self, object, /)", (rt_, self, fn) => propertyWith(rt_, self, { set: fn })),
      deleter: method("($self, object, /)", (rt_, self, fn) => propertyWith(rt_, self, { delete: fn })),
      __set_name__: method("($self, /, *args)", (rt_, self, args) => {
        const count = tupleLength(rt_, args);
        if (count !== 2) {
          return setError(
            rt_,
            rt_.types.TypeError,
            `__set_name__() takes 2 positional arguments but ${count} were given`,
          );
        }
        const it = property(rt_, self);
        const old = it.name;
        it.name = newRef(rt_, tupleItem(rt_, args, 1));
        xdecref(rt_, old);
        return None;
      }),
    },
    getset: {
      fget: part("get"),
      fset: part("set"),
      fdel: part("delete"),
      __doc__: getset(
        (rt_, self) => newRef(rt_, property(rt_, self).doc || None),
        (rt_, self, value) => {
          const it = property(rt_, self);
          const old = it.doc;
          it.doc = value === 0 ? 0 : newRef(rt_, value);
          xdecref(rt_, old);
          return 0;
        },
      ),
      __name__: getset((rt_, self) => {
        const it = property(rt_, self);
        if (it.name !== 0) return newRef(rt_, it.name);
        return it.get === 0
          ? setError(rt_, rt_.types.AttributeError, "'property' object has no attribute '__name__'")
          : getAttributeString(rt_, it.get, "__name__");
      }),
      __isabstractmethod__: getset((rt_, self) => {
        const it = property(rt_, self);
        for (const fn of [it.get, it.set, it.delete]) {
          if (fn === 0) continue;
          const flag = isAbstract(rt_, fn);
          if (flag !== False) return flag;
        }
        return False;
      }),
    },
    slots: {
      descriptorGet: (rt_, self, instance) => {
        if (instance === 0) return newRef(rt_, self);
        const { get } = property(rt_, self);
        return get === 0 ? noAccessor(rt_, self, instance, "getter") + 1 : callOneArgument(rt_, get, instance);
      },
      descriptorSet: (rt_, self, instance, value) => {
        const it = property(rt_, self);
        const fn = value === 0 ? it.delete : it.set;
        if (fn === 0) return noAccessor(rt_, self, instance, value === 0 ? "deleter" : "setter");
        const result = value === 0 ? callOneArgument(rt_, fn, instance) : callTwoArguments(rt_, fn, instance, value);
        if (result === 0) return -1;
        decref(rt_, result);
        return 0;
      },
      clear: (rt_, self) => {
        for (const reference of referencesOf(property(rt_, self))) xdecref(rt_, reference);
      },
      traverse: (rt_, self, visit) => {
        for (const reference of referencesOf(property(rt_, self))) if (reference !== 0) visit(reference);
      },
    },
  });
}

/** Defines the types of descriptors. */
export function defineDescriptors(rt: Runtime): void {
  defineGetSet(rt);
  defineMember(rt);
  defineWrapper(rt, "staticmethod");
  defineWrapper(rt, "classmethod");
  defineProperty(rt);
}

/** Whether an object is a data descriptor. */
export function isDataDescriptor(rt: Runtime, ref: number): boolean {
  return slotsOf(rt, ref).descriptorSet !== null;
}
