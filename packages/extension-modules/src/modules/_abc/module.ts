// The module `_abc`: what ABCMeta does, made fast.

import {
  type BuiltinSpecification,
  False,
  HostObject,
  LayoutKind,
  None,
  NotImplemented,
  type Runtime,
  True,
  TypeFlag,
  TypeObject,
  builtinFunction,
  callMethod,
  decref,
  defineType,
  dictDelete,
  dictGet,
  dictNext,
  dictPosition,
  entryKey,
  entryValue,
  errorOccurred,
  fail,
  forEach,
  getAttributeString,
  getOptionalAttribute,
  importModule,
  indexNumber,
  internStr,
  isInt,
  isSubclass,
  isSubtype,
  isTrue,
  isType,
  newFrozenSet,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newSet,
  notConstructible,
  pyBool,
  setAdd,
  setAttribute,
  setError,
  tupleItem,
  tupleLength,
  tupleOf,
  typeInfo,
  typeModified,
  typeOf,
} from "@tjit/runtime/api";
import {
  type AbcData,
  abcData,
  addClass,
  clearClasses,
  hasClass,
  liveClasses,
  newAbcData,
  type WeakClasses,
} from "./registry.ts";

/** Bits of `__abc_tpflags__`: instances match sequence or mapping patterns. */
const sequenceFlag = 1 << 5;
const mappingFlag = 1 << 6;

/** The module in one machine. */
class AbcModule {
  dataType = 0;
  /** Registrations so far: what `get_cache_token` tells. */
  registrations = 0;

  /** The data of an abstract base class, its object a new reference; 0 with an exception set. */
  dataOf(rt: Runtime, type: number): number {
    const object = getAttributeString(rt, type, "_abc_impl");
    if (object === 0 || typeOf(rt, object) === this.dataType) return object;
    decref(rt, object);
    return setError(rt, rt.types.TypeError, "_abc_impl is set to a wrong type");
  }

  /** Calls `use` with the data of a class; its result, or `failed`. */
  withData(rt: Runtime, type: number, use: (data: AbcData) => number, failed = 0): number {
    const object = this.dataOf(rt, type);
    if (object === 0) return failed;
    const result = use(abcData(rt, object));
    decref(rt, object);
    return result;
  }

  init(rt: Runtime, type: number): number {
    const names = abstractNames(rt, type);
    if (names === 0) return 0;
    const status = setAttribute(rt, type, rt.names.__abstractmethods__, names);
    decref(rt, names);
    if (status < 0) return 0;
    const data = newHostObject(rt, this.dataType, newAbcData(this.registrations));
    const key = internStr(rt, "_abc_impl");
    const set = setAttribute(rt, type, key, data);
    decref(rt, key);
    decref(rt, data);
    return set < 0 || takePatternFlags(rt, type) < 0 ? 0 : None;
  }

  register(rt: Runtime, self: number, subclass: number): number {
    if (!isType(rt, subclass)) return setError(rt, rt.types.TypeError, "Can only register classes");
    const known = isSubclass(rt, subclass, self);
    if (known !== 0) return known < 0 ? 0 : newRef(rt, subclass);
    const cycle = isSubclass(rt, self, subclass);
    if (cycle < 0) return 0;
    if (cycle > 0) return setError(rt, rt.types.RuntimeError, "Refusing to create an inheritance cycle");
    if (this.withData(rt, self, (data) => addClass(rt, data.registry, subclass), -1) < 0) return 0;
    this.registrations++;
    // Builtin types are what they are: `str` is registered as a Sequence, and no pattern of a sequence matches it.
    if ((rt.heap.load(subclass + TypeObject.flags.offset) & TypeFlag.IMMUTABLE) === 0) {
      for (const set of [rt.patternSequences, rt.patternMappings]) if (set.has(self)) set.add(subclass);
    }
    return newRef(rt, subclass);
  }

  instanceCheck(rt: Runtime, self: number, instance: number): number {
    return this.withData(rt, self, (data) => {
      const claimed = getOptionalAttribute(rt, instance, rt.names.__class__);
      if (claimed === 0) {
        return errorOccurred(rt) === 0 ? setError(rt, rt.types.AttributeError, "__class__") : 0;
      }
      const result = this.#check(rt, self, data, claimed, typeOf(rt, instance));
      decref(rt, claimed);
      return result;
    });
  }

  #check(rt: Runtime, self: number, data: AbcData, claimed: number, type: number): number {
    if (hasClass(rt, data.cache, claimed)) return True;
    const isKnown = data.negativeVersion === this.registrations && hasClass(rt, data.negative, claimed);
    if (claimed === type && isKnown) return False;
    const name = internStr(rt, "__subclasscheck__");
    let result = callMethod(rt, self, name, claimed);
    if (claimed !== type && result !== 0) {
      const truth = isTrue(rt, result);
      if (truth <= 0) {
        decref(rt, result);
        result = truth < 0 ? 0 : callMethod(rt, self, name, type);
      }
    }
    decref(rt, name);
    return result;
  }

  subclassCheck(rt: Runtime, self: number, subclass: number): number {
    if (!isType(rt, subclass)) return setError(rt, rt.types.TypeError, "issubclass() arg 1 must be a class");
    const answer = this.withData(
      rt,
      self,
      (data) => {
        if (hasClass(rt, data.cache, subclass)) return 1;
        if (data.negativeVersion < this.registrations) {
          clearClasses(rt, data.negative);
          data.negativeVersion = this.registrations;
        } else if (hasClass(rt, data.negative, subclass)) return 0;
        const found = this.#search(rt, self, data, subclass);
        if (found < 0) return -1;
        // As CPython, which asks the registry again.
        if (found > 0 && hasClass(rt, data.registry, subclass)) return 1;
        return addClass(rt, found > 0 ? data.cache : data.negative, subclass) < 0 ? -1 : found;
      },
      -1,
    );
    return answer < 0 ? 0 : pyBool(answer > 0);
  }

  /** Whether `subclass` is one, without the caches: 1, 0, or -1. */
  #search(rt: Runtime, self: number, data: AbcData, subclass: number): number {
    const hooked = callMethod(rt, self, rt.names.__subclasshook__, subclass);
    if (hooked === 0) return -1;
    decref(rt, hooked);
    if (hooked === True) return 1;
    if (hooked === False) return 0;
    if (hooked !== NotImplemented) {
      return fail(rt, rt.types.AssertionError, "__subclasshook__ must return either False, True, or NotImplemented");
    }
    if (isSubtype(rt, subclass, self)) return 1;
    if (hasClass(rt, data.registry, subclass)) return 1;
    const registered = liveClasses(rt, data.registry);
    const found = anySubclass(rt, subclass, registered);
    if (found !== 0) return found;
    const subclasses = callMethod(rt, self, rt.names.__subclasses__);
    if (subclasses === 0) return -1;
    const status = forEach(rt, subclasses, (it) => isSubclass(rt, subclass, it));
    decref(rt, subclasses);
    return status;
  }
}

/** Whether a class is a subclass of one of these, which are released: 1, 0, or -1. */
function anySubclass(rt: Runtime, subclass: number, types: readonly number[]): number {
  let found = 0;
  for (const type of types) {
    if (found === 0) found = isSubclass(rt, subclass, type);
    decref(rt, type);
  }
  return found;
}

/** Whether a value says that it is abstract: 1, 0, or -1. */
function isAbstract(rt: Runtime, value: number): number {
  const flag = getOptionalAttribute(rt, value, rt.names.__isabstractmethod__);
  if (flag === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  const truth = isTrue(rt, flag);
  decref(rt, flag);
  return truth;
}

/** Names of abstract methods: its own, and inherited ones that are still abstract. A new frozenset; 0 with an exception set. */
function abstractNames(rt: Runtime, type: number): number {
  const names = newSet(rt);
  const add = (name: number, value: number): number => {
    const abstract = isAbstract(rt, value);
    return abstract > 0 ? setAdd(rt, names, name) : abstract;
  };
  let status = 0;
  const dict = rt.heap.load(type + TypeObject.dict.offset);
  for (let at = 0; status === 0;) {
    const entry = dictNext(rt, dict, at);
    if (entry === 0) break;
    at = dictPosition(rt, dict, entry) + 1;
    const key = newRef(rt, entryKey(rt, entry));
    const value = newRef(rt, entryValue(rt, entry));
    status = add(key, value);
    decref(rt, key);
    decref(rt, value);
  }
  const { bases } = typeInfo(rt, type);
  for (let index = 0; index < tupleLength(rt, bases) && status === 0; index++) {
    const inherited = getOptionalAttribute(rt, tupleItem(rt, bases, index), rt.names.__abstractmethods__);
    if (inherited === 0) {
      status = errorOccurred(rt) === 0 ? 0 : -1;
      continue;
    }
    status = forEach(rt, inherited, (name) => {
      const value = getOptionalAttribute(rt, type, name);
      if (value === 0) return errorOccurred(rt) === 0 ? 0 : -1;
      const added = add(name, value);
      decref(rt, value);
      return added;
    });
    decref(rt, inherited);
  }
  const result = status < 0 ? 0 : newFrozenSet(rt, names);
  decref(rt, names);
  return result;
}

/** Applies `__abc_tpflags__` of the class's dict, and removes it. Status. */
function takePatternFlags(rt: Runtime, type: number): number {
  const dict = rt.heap.load(type + TypeObject.dict.offset);
  const key = internStr(rt, "__abc_tpflags__");
  const value = dictGet(rt, dict, key);
  let status = 0;
  if (value !== 0 && isInt(rt, value) && (rt.heap.load(type + TypeObject.flags.offset) & TypeFlag.HEAP) !== 0) {
    const flags = indexNumber(rt, value) ?? 0;
    if ((flags & sequenceFlag) !== 0) rt.patternSequences.add(type);
    if ((flags & mappingFlag) !== 0) rt.patternMappings.add(type);
    status = dictDelete(rt, dict, key);
    typeModified(rt, type);
  }
  decref(rt, key);
  return status;
}

function defineData(rt: Runtime): number {
  const references = (rt_: Runtime, self: number): readonly WeakClasses[] => {
    const { registry, cache, negative } = abcData(rt_, self);
    return [registry, cache, negative];
  };
  return defineType(rt, {
    name: "_abc_data",
    module: "_abc",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("_abc._abc_data"),
    slots: {
      clear: (rt_, self) => {
        for (const it of references(rt_, self)) clearClasses(rt_, it);
      },
      traverse: (rt_, self, visit) => {
        for (const it of references(rt_, self)) for (const reference of it.values()) visit(reference);
      },
    },
  });
}

/** A set of the weak references in a registry: a new reference. */
function referenceSet(rt: Runtime, classes: WeakClasses): number {
  const set = newSet(rt);
  for (const reference of classes.values()) setAdd(rt, set, reference);
  return set;
}

/** Makes the module. */
export function newAbcModule(rt: Runtime): number {
  // Defines the type of weak references.
  const weakref = importModule(rt, "_weakref");
  if (weakref === 0) return 0;
  decref(rt, weakref);
  const module = new AbcModule();
  module.dataType = defineData(rt);
  const onData = (use: (rt_: Runtime, data: AbcData) => number): BuiltinSpecification =>
    builtinFunction("(self, /)", (rt_, self) => module.withData(rt_, self, (data) => use(rt_, data)));
  return newModule(rt, "_abc", {
    get_cache_token: builtinFunction("()", (rt_) => newInt(rt_, module.registrations)),
    _abc_init: builtinFunction("(self, /)", (rt_, self) => module.init(rt_, self)),
    _abc_register: builtinFunction("(self, subclass, /)", (rt_, self, it) => module.register(rt_, self, it)),
    _abc_instancecheck: builtinFunction("(self, instance, /)", (rt_, self, it) => module.instanceCheck(rt_, self, it)),
    _abc_subclasscheck: builtinFunction("(self, subclass, /)", (rt_, self, it) => module.subclassCheck(rt_, self, it)),
    _get_dump: onData((rt_, { registry, cache, negative, negativeVersion }) =>
      tupleOf(
        rt_,
        referenceSet(rt_, registry),
        referenceSet(rt_, cache),
        referenceSet(rt_, negative),
        newInt(rt_, negativeVersion),
      ),
    ),
    _reset_registry: onData((rt_, { registry }) => {
      clearClasses(rt_, registry);
      return None;
    }),
    _reset_caches: onData((rt_, { cache, negative }) => {
      clearClasses(rt_, cache);
      clearClasses(rt_, negative);
      return None;
    }),
  });
}
