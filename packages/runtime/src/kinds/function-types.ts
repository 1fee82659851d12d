// `function`, `method`, `builtin_function_or_method`, `method_descriptor` and the other callables that wrap code of the runtime.

import { argumentTypeName } from "../builtins/arguments.ts";
import { LocalKind } from "@tjit/bytecode";
import { errorOccurred, fail, setError } from "../exceptions/errors.ts";
import { callFunction } from "../frames/call-function.ts";
import { FixedType } from "../layout/memory-map.ts";
import {
  BuiltinFunctionObject,
  CellObject,
  FunctionObject,
  HostObject,
  LayoutKind,
  MethodDescriptorObject,
  MethodObject,
  TypeFlag,
} from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { dictGetName, newDict } from "../object/dict.ts";
import { functionModified, newFunction, newMethod } from "../object/function.ts";
import { allocate, hostPayload, newHostObject } from "../object/new-object.ts";
import {
  None,
  NotImplemented,
  decref,
  emptyTuple,
  incref,
  isDict,
  isStr,
  isTuple,
  isType,
  messageName,
  newRef,
  pyBool,
  slotsOf,
  smallInt,
  typeName,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { builtinsFunction } from "../builtins/builtins-function.ts";
import { genericGetAttribute, getAttribute, getOptionalAttribute } from "../protocols/attributes.ts";
import { callObject, callOneArgument } from "../protocols/call.ts";
import { compareResult, richCompare } from "../protocols/compare.ts";
import { hashAddress, hashObject } from "../protocols/hash.ts";
import { addressText, reprText } from "../protocols/text.ts";
import { releaseScratch, reserveScratch } from "../frames/scratch.ts";
import { type Runtime } from "../runtime.ts";
import { boundName, callDefinition } from "../types/bind-arguments.ts";
import {
  type BuiltinDefinition,
  type GetSetSpecification,
  getset,
  method,
  readonlyField,
} from "../types/builtin-definition.ts";
import { defineType, newBuiltinFunction } from "../types/define-type.ts";
import { documentation } from "../types/documentation.ts";
import { readonlyMember } from "../types/descriptors.ts";
import { Compare } from "../types/slots.ts";
import { isSubtype } from "../types/subtype.ts";
import { lookupType } from "../types/lookup.ts";
import { instanceDictAccess } from "./object-type.ts";
import { defineCode } from "./code-type.ts";

const fn = FunctionObject;

interface Field {
  readonly offset: number;
}

function field(it: Field, whenAbsent: number = None): (rt: Runtime, self: number) => number {
  return (rt, self) => newRef(rt, rt.heap.load(self + it.offset) || whenAbsent);
}

function setField(rt: Runtime, self: number, it: Field, value: number): number {
  const old = rt.heap.load(self + it.offset);
  if (value !== 0) incref(rt, value);
  rt.heap.store(self + it.offset, value);
  xdecref(rt, old);
  return 0;
}

/** A string attribute of a function. */
function nameField(name: string, it: Field): GetSetSpecification {
  return getset(field(it), (rt, self, value) =>
    value !== 0 && isStr(rt, value)
      ? setField(rt, self, it, value)
      : fail(rt, rt.types.TypeError, `${name} must be set to a string object`),
  );
}

function functionAnnotations(rt: Runtime, self: number): number {
  const existing = rt.heap.load(self + fn.annotations.offset);
  if (existing !== 0) return newRef(rt, existing);
  const annotate = rt.heap.load(self + fn.annotate.offset);
  const made = annotate === 0 || annotate === None ? newDict(rt) : callOneArgument(rt, annotate, smallInt(1));
  if (made === 0) return 0;
  if (isDict(rt, made)) {
    setField(rt, self, fn.annotations, made);
    return made;
  }
  const message = `__annotate__ returned non-dict of type '${typeName(rt, made)}'`;
  decref(rt, made);
  return setError(rt, rt.types.TypeError, message);
}

function functionGet(rt: Runtime, self: number, instance: number): number {
  return instance === 0 ? newRef(rt, self) : newMethod(rt, self, instance);
}

/** `FunctionType(code, globals, name, argdefs, closure, kwdefaults)`. */
function newFunctionFromCode(
  rt: Runtime,
  code: number,
  globals: number,
  name: number,
  defaults: number,
  closure: number,
  kwdefaults: number,
): number {
  const { TypeError, ValueError } = rt.types;
  if (typeOf(rt, code) !== FixedType.code)
    return setError(rt, TypeError, `function() argument 'code' must be code, not ${argumentTypeName(rt, code)}`);
  if (!isDict(rt, globals))
    return setError(rt, TypeError, `function() argument 'globals' must be dict, not ${argumentTypeName(rt, globals)}`);
  const isGiven = (it: number): boolean => it !== 0 && it !== None;
  if (isGiven(name) && !isStr(rt, name)) return setError(rt, TypeError, "arg 3 (name) must be None or string");
  if (isGiven(defaults) && !isTuple(rt, defaults))
    return setError(rt, TypeError, "arg 4 (defaults) must be None or tuple");
  if (isGiven(kwdefaults) && !isDict(rt, kwdefaults))
    return setError(rt, TypeError, "arg 6 (kwdefaults) must be None or dict");
  const { code: description } = codeInfo(rt, code);
  const wanted = description.localsplus.filter((it) => (it.kind & LocalKind.FREE) !== 0).length;
  if (!isGiven(closure) ? wanted > 0 : !isTuple(rt, closure))
    return setError(rt, TypeError, `arg 5 (closure) must be ${isGiven(closure) ? "None or " : ""}tuple`);
  const given = isGiven(closure) ? tupleLength(rt, closure) : 0;
  if (given !== wanted)
    return setError(rt, ValueError, `${description.name} requires closure of length ${wanted}, not ${given}`);
  for (let index = 0; index < given; index++) {
    const cell = tupleItem(rt, closure, index);
    if (typeOf(rt, cell) !== FixedType.cell)
      return setError(rt, TypeError, `arg 5 (closure) expected cell, found ${typeName(rt, cell)}`);
  }
  const made = newFunction(rt, code, globals);
  if (isGiven(name)) setField(rt, made, fn.name, name);
  if (isGiven(defaults)) setField(rt, made, fn.defaults, defaults);
  if (isGiven(closure)) setField(rt, made, fn.closure, closure);
  if (isGiven(kwdefaults)) setField(rt, made, fn.kwdefaults, kwdefaults);
  return made;
}

function defineFunction(rt: Runtime): void {
  defineType(rt, {
    name: "function",
    flags: TypeFlag.WEAK_REFERENCES,
    address: FixedType.function,
    layout: LayoutKind.FUNCTION,
    size: fn.size,
    dictOffset: fn.dict.offset,
    acceptsSubclasses: false,
    new: method(
      "($type, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
      (rt_, _type, ...parts) => {
        const [code = 0, globals = 0, name = 0, defaults = 0, closure = 0, kwdefaults = 0] = parts;
        return newFunctionFromCode(rt_, code, globals, name, defaults, closure, kwdefaults);
      },
    ),
    getset: {
      __code__: getset(field(fn.code), (rt_, self, value) => {
        if (value === 0 || typeOf(rt_, value) !== FixedType.code)
          return fail(rt_, rt_.types.TypeError, "__code__ must be set to a code object");
        functionModified(rt_, self);
        return setField(rt_, self, fn.code, value);
      }),
      __defaults__: getset(field(fn.defaults), (rt_, self, value) => {
        if (value !== 0 && value !== None && !isTuple(rt_, value))
          return fail(rt_, rt_.types.TypeError, "__defaults__ must be set to a tuple object");
        functionModified(rt_, self);
        return setField(rt_, self, fn.defaults, value === None ? 0 : value);
      }),
      __kwdefaults__: getset(field(fn.kwdefaults), (rt_, self, value) => {
        if (value !== 0 && value !== None && !isDict(rt_, value))
          return fail(rt_, rt_.types.TypeError, "__kwdefaults__ must be set to a dict object");
        functionModified(rt_, self);
        return setField(rt_, self, fn.kwdefaults, value === None ? 0 : value);
      }),
      __name__: nameField("__name__", fn.name),
      __qualname__: nameField("__qualname__", fn.qualname),
      __doc__: getset(field(fn.doc), (rt_, self, value) => setField(rt_, self, fn.doc, value)),
      __module__: getset(field(fn.module), (rt_, self, value) => setField(rt_, self, fn.module, value)),
      __builtins__: readonlyField(field(fn.builtins)),
      __annotations__: getset(functionAnnotations, (rt_, self, value) => {
        const isNone = value === 0 || value === None;
        if (!isNone && !isDict(rt_, value))
          return fail(rt_, rt_.types.TypeError, "__annotations__ must be set to a dict object");
        setField(rt_, self, fn.annotate, 0);
        return setField(rt_, self, fn.annotations, isNone ? 0 : value);
      }),
      __annotate__: getset(field(fn.annotate), (rt_, self, value) => {
        if (value === 0) return fail(rt_, rt_.types.TypeError, "__annotate__ cannot be deleted");
        if (value === None) return setField(rt_, self, fn.annotate, value);
        if (slotsOf(rt_, value).call === null)
          return fail(rt_, rt_.types.TypeError, "__annotate__ must be callable or None");
        setField(rt_, self, fn.annotations, 0);
        return setField(rt_, self, fn.annotate, value);
      }),
      __type_params__: getset(field(fn.typeParams, emptyTuple), (rt_, self, value) =>
        value !== 0 && isTuple(rt_, value)
          ? setField(rt_, self, fn.typeParams, value)
          : fail(rt_, rt_.types.TypeError, "__type_params__ must be set to a tuple"),
      ),
      __dict__: getset(instanceDictAccess.get, instanceDictAccess.set),
    },
    members: { __globals__: readonlyMember(fn.globals), __closure__: readonlyMember(fn.closure) },
    slots: {
      call: callFunction,
      descriptorGet: functionGet,
      repr: (rt_, self) =>
        newStr(rt_, `<function ${strValue(rt_, rt_.heap.load(self + fn.qualname.offset))} at ${addressText(self)}>`),
    },
  });
}

/** `method(args)`: the receiver goes in front. */
function callMethodObject(rt: Runtime, self: number, args: number, count: number, kwnames: number): number {
  const total = count + (kwnames === 0 ? 0 : tupleLength(rt, kwnames));
  const shifted = reserveScratch(rt, total + 1);
  rt.heap.store(shifted, rt.heap.load(self + MethodObject.self.offset));
  if (total > 0) rt.heap.copy(shifted + 4, args, 4 * total);
  const result = callObject(rt, rt.heap.load(self + MethodObject.function.offset), shifted, count + 1, kwnames);
  releaseScratch(rt, shifted);
  return result;
}

function methodAttribute(rt: Runtime, self: number, name: number): number {
  if (lookupType(rt, FixedType.method, name) !== 0) return genericGetAttribute(rt, self, name);
  return getAttribute(rt, rt.heap.load(self + MethodObject.function.offset), name);
}

function defineMethod(rt: Runtime): void {
  const target = (rt_: Runtime, self: number): number => rt_.heap.load(self + MethodObject.function.offset);
  const receiver = (rt_: Runtime, self: number): number => rt_.heap.load(self + MethodObject.self.offset);
  defineType(rt, {
    name: "method",
    flags: TypeFlag.WEAK_REFERENCES,
    address: FixedType.method,
    layout: LayoutKind.METHOD,
    size: MethodObject.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const name = getAttribute(rt_, target(rt_, self), rt_.names.__name__);
        if (name === 0) return 0;
        const text = isStr(rt_, name) ? strValue(rt_, name) : "";
        decref(rt_, name);
        return reduceToAttribute(rt_, receiver(rt_, self), text);
      }),
    },
    new: method("($type, function, instance, /)", (rt_, _type, it, instance) => {
      if (slotsOf(rt_, it).call === null) return setError(rt_, rt_.types.TypeError, "first argument must be callable");
      return instance === None
        ? setError(rt_, rt_.types.TypeError, "instance must not be None")
        : newMethod(rt_, it, instance);
    }),
    getset: {
      __doc__: getset((rt_, self) => getAttribute(rt_, target(rt_, self), rt_.names.__doc__)),
    },
    members: { __func__: readonlyMember(MethodObject.function), __self__: readonlyMember(MethodObject.self) },
    slots: {
      call: callMethodObject,
      getattro: methodAttribute,
      descriptorGet: (rt_, self) => newRef(rt_, self),
      hash: (rt_, self) => {
        const inner = hashObject(rt_, target(rt_, self));
        return inner === -1
          ? -1
          : ((inner ^ Math.imul(receiver(rt_, self) >>> 3, 31)) | 0) === -1
            ? -2
            : (inner ^ Math.imul(receiver(rt_, self) >>> 3, 31)) | 0;
      },
      richcompare: (rt_, left, right, operator) => {
        if ((operator !== Compare.EQ && operator !== Compare.NE) || typeOf(rt_, right) !== FixedType.method)
          return newRef(rt_, NotImplemented);
        const same = target(rt_, left) === target(rt_, right) && receiver(rt_, left) === receiver(rt_, right);
        return pyBool(same === (operator === Compare.EQ));
      },
      repr: (rt_, self) => {
        const name = callableName(rt_, target(rt_, self));
        if (name === null) return 0;
        const shown = reprText(rt_, receiver(rt_, self));
        return shown === null ? 0 : newStr(rt_, `<bound method ${name} of ${shown}>`);
      },
    },
  });
}

/** The definition of a builtin function object. */
export function builtinDefinition(rt: Runtime, self: number): BuiltinDefinition {
  return rt.definitions.get(rt.heap.load(self + BuiltinFunctionObject.handle.offset));
}

/** The definition of a method descriptor or slot wrapper. */
export function descriptorDefinition(rt: Runtime, self: number): BuiltinDefinition {
  return rt.definitions.get(rt.heap.load(self + MethodDescriptorObject.handle.offset));
}

/** Calls a builtin function object. The arguments keep their counts; `kwnames` 0: none. */
export function callBuiltin(rt: Runtime, self: number, args: number, count: number, kwnames: number): number {
  const receiver = rt.heap.load(self + BuiltinFunctionObject.self.offset);
  return callDefinition(rt, builtinDefinition(rt, self), receiver, args, count, kwnames, receiver !== 0);
}

/** What `pickle` needs: a function of a module by its name, a method by its object. */
function reduceBuiltin(rt: Runtime, self: number): number {
  const { name } = builtinDefinition(rt, self);
  const object = rt.heap.load(self + BuiltinFunctionObject.self.offset);
  if (object === 0 || typeOf(rt, object) === FixedType.module) return newStr(rt, name);
  return reduceToAttribute(rt, object, name);
}

function defineBuiltinFunction(rt: Runtime): void {
  const receiver = (rt_: Runtime, self: number): number => rt_.heap.load(self + BuiltinFunctionObject.self.offset);
  defineType(rt, {
    name: "builtin_function_or_method",
    flags: TypeFlag.WEAK_REFERENCES,
    address: FixedType.builtin_function_or_method,
    layout: LayoutKind.BUILTIN_FUNCTION,
    size: BuiltinFunctionObject.size,
    acceptsSubclasses: false,
    methods: { __reduce__: method("($self, /)", reduceBuiltin) },
    getset: {
      __name__: getset((rt_, self) => newStr(rt_, builtinDefinition(rt_, self).name)),
      __qualname__: getset((rt_, self) => {
        const object = receiver(rt_, self);
        const definition = builtinDefinition(rt_, self);
        const isFunction = object === 0 || typeOf(rt_, object) === FixedType.module;
        return newStr(rt_, isFunction ? definition.qualname : boundName(rt_, definition, object));
      }),
      ...definitionTexts(builtinDefinition),
      __self__: getset((rt_, self) => {
        const module = rt_.heap.load(self + BuiltinFunctionObject.module.offset);
        return newRef(rt_, receiver(rt_, self) || (module === 0 ? 0 : dictGetName(rt_, rt_.modules, module)) || None);
      }),
      __module__: getset((rt_, self) => newRef(rt_, rt_.heap.load(self + BuiltinFunctionObject.module.offset) || None)),
    },
    slots: {
      call: callBuiltin,
      hash: (rt_, self) => {
        const definition = builtinDefinition(rt_, self);
        return (definition.name.length * 1000003) ^ (receiver(rt_, self) >>> 3);
      },
      richcompare: (rt_, left, right, operator) => {
        if (
          (operator !== Compare.EQ && operator !== Compare.NE) ||
          typeOf(rt_, right) !== FixedType.builtin_function_or_method
        )
          return newRef(rt_, NotImplemented);
        const a = builtinDefinition(rt_, left);
        const b = builtinDefinition(rt_, right);
        const same =
          left === right ||
          (a.implementation === b.implementation && a.raw === b.raw && receiver(rt_, left) === receiver(rt_, right));
        return pyBool(same === (operator === Compare.EQ));
      },
      repr: (rt_, self) => {
        const object = receiver(rt_, self);
        const definition = builtinDefinition(rt_, self);
        if (object === 0 || typeOf(rt_, object) === FixedType.module)
          return newStr(rt_, `<built-in function ${definition.name}>`);
        return newStr(
          rt_,
          `<built-in method ${definition.name} of ${typeName(rt_, object)} object at ${addressText(object)}>`,
        );
      },
    },
  });
}

/** `(getattr, (object, name))`. */
export function reduceToAttribute(rt: Runtime, object: number, name: string): number {
  return tupleOf(rt, builtinsFunction(rt, "getattr"), tupleOf(rt, newRef(rt, object), newStr(rt, name)));
}

/** `__doc__` and `__text_signature__`, of an object that has a definition. */
function definitionTexts(
  definitionOf: (rt: Runtime, self: number) => BuiltinDefinition,
): Record<string, GetSetSpecification> {
  return {
    __doc__: getset((rt, self) => documentation(rt, definitionOf(rt, self).messageName, "doc")),
    __text_signature__: getset((rt, self) => documentation(rt, definitionOf(rt, self).messageName, "signature")),
  };
}

/** `list.append(self, …)`: the first argument is the receiver. */
function callDescriptor(rt: Runtime, self: number, args: number, count: number, kwnames: number): number {
  const definition = descriptorDefinition(rt, self);
  const owner = rt.heap.load(self + MethodDescriptorObject.owner.offset);
  const isWrapper = typeOf(rt, self) === rt.types.wrapperDescriptor;
  if (count === 0) {
    const what = isWrapper
      ? `descriptor '${definition.name}' of '${messageName(rt, owner)}' object`
      : `unbound method ${definition.qualname}()`;
    return setError(rt, rt.types.TypeError, `${what} needs an argument`);
  }
  const object = rt.heap.load(args);
  if (!isSubtype(rt, typeOf(rt, object), owner)) {
    const wanted = messageName(rt, owner);
    return setError(
      rt,
      rt.types.TypeError,
      isWrapper
        ? `descriptor '${definition.name}' requires a '${wanted}' object but received a '${typeName(rt, object)}'`
        : `descriptor '${definition.name}' for '${wanted}' objects doesn't apply to a '${typeName(rt, object)}' object`,
    );
  }
  return callDefinition(rt, definition, object, args + 4, count - 1, kwnames);
}

function checkReceiver(rt: Runtime, self: number, instance: number): boolean {
  const owner = rt.heap.load(self + MethodDescriptorObject.owner.offset);
  if (isSubtype(rt, typeOf(rt, instance), owner)) return true;
  fail(
    rt,
    rt.types.TypeError,
    `descriptor '${descriptorDefinition(rt, self).name}' for '${messageName(rt, owner)}' objects doesn't apply to a '${typeName(rt, instance)}' object`,
  );
  return false;
}

function descriptorAttributes(): Record<string, GetSetSpecification> {
  return {
    __name__: readonlyField((rt, self) => newStr(rt, descriptorDefinition(rt, self).name)),
    __qualname__: getset((rt, self) => newStr(rt, descriptorDefinition(rt, self).qualname)),
    ...definitionTexts(descriptorDefinition),
    __objclass__: readonlyField((rt, self) => newRef(rt, rt.heap.load(self + MethodDescriptorObject.owner.offset))),
  };
}

function defineDescriptorType(rt: Runtime, name: string, shown: string, address: number, isMethod: boolean): void {
  defineType(rt, {
    name,
    address,
    layout: LayoutKind.METHOD_DESCRIPTOR,
    size: MethodDescriptorObject.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, self) =>
        reduceToAttribute(
          rt_,
          rt_.heap.load(self + MethodDescriptorObject.owner.offset),
          descriptorDefinition(rt_, self).name,
        ),
      ),
    },
    getset: descriptorAttributes(),
    slots: {
      call: callDescriptor,
      repr: (rt_, self) =>
        newStr(
          rt_,
          `<${shown} '${descriptorDefinition(rt_, self).name}' of '${messageName(rt_, rt_.heap.load(self + MethodDescriptorObject.owner.offset))}' objects>`,
        ),
      descriptorGet: (rt_, self, instance) => {
        if (instance === 0) return newRef(rt_, self);
        if (!checkReceiver(rt_, self, instance)) return 0;
        const definition = descriptorDefinition(rt_, self);
        if (isMethod) return newBuiltinFunction(rt_, definition, instance, 0);
        const payload: BoundWrapper = { descriptor: newRef(rt_, self), instance: newRef(rt_, instance) };
        return newHostObject(rt_, rt_.types.methodWrapper, payload);
      },
    },
  });
}

/** `__qualname__` of what a method calls, or its `__name__`, or `?`; null with an exception set. */
function callableName(rt: Runtime, callable: number): string | null {
  if (typeOf(rt, callable) === FixedType.function) return strValue(rt, rt.heap.load(callable + fn.qualname.offset));
  for (const name of [rt.names.__qualname__, rt.names.__name__]) {
    const found = getOptionalAttribute(rt, callable, name);
    if (found === 0) {
      if (errorOccurred(rt) !== 0) return null;
      continue;
    }
    const text = isStr(rt, found) ? strValue(rt, found) : "?";
    decref(rt, found);
    return text;
  }
  return "?";
}

/** Payload of a `method-wrapper`: a slot wrapper bound to an object. */
interface BoundWrapper {
  readonly descriptor: number;
  readonly instance: number;
}

function defineMethodWrapper(rt: Runtime): void {
  const payload = (rt_: Runtime, self: number): BoundWrapper => hostPayload(rt_, self) as BoundWrapper;
  defineType(rt, {
    name: "method-wrapper",
    register: "methodWrapper",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const { descriptor, instance } = payload(rt_, self);
        return reduceToAttribute(rt_, instance, descriptorDefinition(rt_, descriptor).name);
      }),
    },
    getset: {
      __name__: getset((rt_, self) => newStr(rt_, descriptorDefinition(rt_, payload(rt_, self).descriptor).name)),
      __qualname__: getset((rt_, self) =>
        newStr(rt_, descriptorDefinition(rt_, payload(rt_, self).descriptor).qualname),
      ),
      __self__: readonlyField((rt_, self) => newRef(rt_, payload(rt_, self).instance)),
      ...definitionTexts((rt_, self) => descriptorDefinition(rt_, payload(rt_, self).descriptor)),
      __objclass__: readonlyField((rt_, self) =>
        newRef(rt_, rt_.heap.load(payload(rt_, self).descriptor + MethodDescriptorObject.owner.offset)),
      ),
    },
    slots: {
      call: (rt_, self, args, count, kwnames) => {
        const { descriptor, instance } = payload(rt_, self);
        return callDefinition(rt_, descriptorDefinition(rt_, descriptor), instance, args, count, kwnames);
      },
      hash: (rt_, self) => hashAddress(payload(rt_, self).instance) ^ hashAddress(payload(rt_, self).descriptor),
      richcompare: (rt_, left, right, operator) => {
        if ((operator !== Compare.EQ && operator !== Compare.NE) || typeOf(rt_, right) !== typeOf(rt_, left))
          return newRef(rt_, NotImplemented);
        const [one, other] = [payload(rt_, left), payload(rt_, right)];
        const isSame = one.descriptor === other.descriptor && one.instance === other.instance;
        return pyBool(isSame === (operator === Compare.EQ));
      },
      repr: (rt_, self) => {
        const { descriptor, instance } = payload(rt_, self);
        return newStr(
          rt_,
          `<method-wrapper '${descriptorDefinition(rt_, descriptor).name}' of ${typeName(rt_, instance)} object at ${addressText(instance)}>`,
        );
      },
      clear: (rt_, self) => {
        decref(rt_, payload(rt_, self).descriptor);
        decref(rt_, payload(rt_, self).instance);
      },
      traverse: (rt_, self, visit) => {
        visit(payload(rt_, self).descriptor);
        visit(payload(rt_, self).instance);
      },
    },
  });
}

function defineClassMethodDescriptor(rt: Runtime): void {
  defineType(rt, {
    name: "classmethod_descriptor",
    address: rt.types.classmethodDescriptor,
    layout: LayoutKind.METHOD_DESCRIPTOR,
    size: MethodDescriptorObject.size,
    acceptsSubclasses: false,
    getset: descriptorAttributes(),
    slots: {
      call: (rt_, self, args, count, kwnames) => {
        const definition = descriptorDefinition(rt_, self);
        const type = count === 0 ? 0 : rt_.heap.load(args);
        if (type === 0 || !isType(rt_, type))
          return setError(rt_, rt_.types.TypeError, `unbound method ${definition.qualname}() needs an argument`);
        return callDefinition(rt_, definition, type, args + 4, count - 1, kwnames, true);
      },
      descriptorGet: (rt_, self, instance, type) =>
        newBuiltinFunction(rt_, descriptorDefinition(rt_, self), type === 0 ? typeOf(rt_, instance) : type, 0),
      repr: (rt_, self) =>
        newStr(
          rt_,
          `<method '${descriptorDefinition(rt_, self).name}' of '${messageName(rt_, rt_.heap.load(self + MethodDescriptorObject.owner.offset))}' objects>`,
        ),
    },
  });
}

function defineCell(rt: Runtime): void {
  defineType(rt, {
    name: "cell",
    address: FixedType.cell,
    layout: LayoutKind.CELL,
    size: CellObject.size,
    acceptsSubclasses: false,
    new: method("($type, contents=NULL, /)", (rt_, _type, contents) => {
      const cell = allocate(rt_, FixedType.cell);
      if (contents !== 0) rt_.heap.store(cell + CellObject.value.offset, newRef(rt_, contents));
      return cell;
    }),
    getset: {
      cell_contents: getset(
        (rt_, self) => {
          const value = rt_.heap.load(self + CellObject.value.offset);
          return value === 0 ? setError(rt_, rt_.types.ValueError, "Cell is empty") : newRef(rt_, value);
        },
        (rt_, self, value) => setField(rt_, self, CellObject.value, value),
      ),
    },
    slots: {
      richcompare: (rt_, left, right, operator) => {
        if (typeOf(rt_, left) !== FixedType.cell || typeOf(rt_, right) !== FixedType.cell)
          return newRef(rt_, NotImplemented);
        const [a, b] = [left, right].map((it) => rt_.heap.load(it + CellObject.value.offset)) as [number, number];
        if (a !== 0 && b !== 0) return richCompare(rt_, a, b, operator);
        // An empty one is less than any other.
        const order = (a === 0 ? 0 : 1) - (b === 0 ? 0 : 1);
        return compareResult(order, operator);
      },
      repr: (rt_, self) => {
        const value = rt_.heap.load(self + CellObject.value.offset);
        const held = value === 0 ? "empty" : `${typeName(rt_, value)} object at ${addressText(value)}`;
        return newStr(rt_, `<cell at ${addressText(self)}: ${held}>`);
      },
    },
  });
}

/** Defines the types of callables. */
export function defineCallables(rt: Runtime): void {
  defineFunction(rt);
  defineMethod(rt);
  defineBuiltinFunction(rt);
  defineDescriptorType(rt, "method_descriptor", "method", FixedType.method_descriptor, true);
  defineDescriptorType(rt, "wrapper_descriptor", "slot wrapper", rt.types.wrapperDescriptor, false);
  defineClassMethodDescriptor(rt);
  defineMethodWrapper(rt);
  defineCell(rt);
  defineCode(rt);
}
