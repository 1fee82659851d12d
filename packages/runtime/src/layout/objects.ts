// Every object and frame in linear memory. Offsets are in bytes; `i32` fields that hold references or addresses say so.
//
//   object:  refcount | type | fields of its layout …        (8-byte aligned; a free cell has refcount 0 and links through `type`)

import { struct } from "./struct.ts";

const header = { refcount: "i32", type: "i32" } as const;

/** What every object starts with. */
export const ObjectHeader = struct("Object", header);

/** `float`. */
export const FloatObject = struct("Float", { ...header, value: "f64" });

/**
 * `int` outside the tagged range: inline 64 bits when `handle` is 0, else a host bigint, and `value` is 1 when that has no more than 256 bits. `bool` singletons
 * have this layout too.
 */
export const IntObject = struct("Int", { ...header, value: "i64", handle: "i32" });

/** `str`: length in code points, hash (0 until computed), {@link StrFlag} bits, host string behind `handle`. */
export const StrObject = struct("Str", { ...header, length: "i32", hash: "i32", flags: "i32", handle: "i32" });

/** Bits of `Str.flags`. */
export const StrFlag = {
  /** One object per value: comparing addresses compares values. */
  INTERNED: 1,
  /** Every code point is below 128. */
  ASCII: 2,
  /** Some code point is above 0xFFFF, so that UTF-16 indices are not code point indices. */
  ASTRAL: 4,
  /** The hash field is valid. */
  HASHED: 8,
} as const;

/** `tuple`: `length` references follow the fixed part. `hash` caches 0 = not computed. */
export const TupleObject = struct("Tuple", { ...header, length: "i32", hash: "i32" });

/** `list`: `items` is the address of a separate block of `capacity` references, 0 while empty. */
export const ListObject = struct("List", { ...header, length: "i32", capacity: "i32", items: "i32" });

/**
 * `dict`: insertion-ordered entries plus an open-addressing table of entry indices.
 * `indices`: address of `indexMask + 1` i32: entry index, -1 free, -2 deleted; `emptyDictIndices` with mask 0 while there are no entries.
 * Probing is CPython's: `i = hash & mask`, then `perturb >>>= 5; i = (5 * i + perturb + 1) & mask`, with `perturb = hash` at first. `entries`: address of {@link DictEntry}s, `entryCount` used.
 * `keysVersion`: 0, or a number unique to this dict that becomes 0 whenever the set or the order of its keys changes.
 */
export const DictObject = struct("Dict", {
  ...header,
  used: "i32",
  entryCount: "i32",
  entryCapacity: "i32",
  indexMask: "i32",
  indices: "i32",
  entries: "i32",
  keysVersion: "i32",
  flags: "i32",
});

/** Bits of `Dict.flags`. */
export const DictFlag = {
  /** Every key is an interned str, so probing compares addresses. */
  INTERNED_KEYS: 1,
  /** Tell the host before any change of a key or a value. */
  WATCHED: 2,
} as const;

/**
 * One entry of a dict; `key` is 0 where one was deleted. `run` counts in a deleted entry that is the first or the last one: so many in a row are
 * deleted, at least, from it inwards.
 */
export const DictEntry = struct("DictEntry", { hash: "i32", key: "i32", value: "i32", run: "i32" });

/**
 * `set` and `frozenset`: an open-addressing table of `mask + 1` {@link SetSlot}s at `table`, which is {@link smallSet} slots behind the fixed part while
 * there are few items, else a block. Probing looks at up to nine neighbours before it jumps as that of dicts does.
 */
export const SetObject = struct("Set", {
  ...header,
  table: "i32",
  mask: "i32",
  /** Slots in use, deleted ones among them. */
  fill: "i32",
  /** Items. */
  used: "i32",
  /** Where `pop` looks next. */
  finger: "i32",
  /** The 32-bit hash of a frozenset, 0 until it is known, and the 64-bit hash that Python sees. */
  hash: "i32",
  visibleHash: "i64",
});

/** One slot of a set: `key` is 0 where it is free, `deletedKey` where a key was. */
export const SetSlot = struct("SetSlot", { key: "i32", hash: "i32" });

/** How many slots a set has in place. */
export const smallSet = 8;

/** In a slot of a set: even, and not the address of an object. */
export const deletedKey = 2;

/** What a loop over the keys of one set does with each, as bits: of the keys that fit those that are missing in the target are added, those that are there removed. */
export const SetStep = {
  /** With LOOK: what is in the other set fits, else what is not. */
  PRESENT: 1,
  /** Only some of the keys fit: the other set decides. */
  LOOK: 2,
  REMOVE: 4,
  ADD: 8,
  /** The loop ends at the first key that fits. */
  STOP: 16,
} as const;

/** `cell`: `value` is 0 while unbound. Views of dicts are like this, too. */
export const CellObject = struct("Cell", { ...header, value: "i32" });

/** An instance of a class defined in Python: values inline, in the order of the class's shared keys, until a dict is needed. */
export const InstanceObject = struct("Instance", {
  ...header,
  /** The materialised `__dict__`; while it is 0 the inline values are valid. */
  dict: "i32",
  /** Inline values in use are those below this; a value below it may be 0 (deleted). New ones are added in order. */
  valueCount: "i32",
});

/** The attribute names that instances of one class share. `names` is the address of `capacity` references. */
export const SharedKeys = struct("SharedKeys", { count: "i32", capacity: "i32", names: "i32" });

/** `function`. All fields but `version` are references; 0 where absent. */
export const FunctionObject = struct("Function", {
  ...header,
  code: "i32",
  globals: "i32",
  builtins: "i32",
  /** 0 until a call site asks for one, and again after `__code__`, `__defaults__` or `__kwdefaults__` change. */
  version: "i32",
  defaults: "i32",
  kwdefaults: "i32",
  closure: "i32",
  name: "i32",
  qualname: "i32",
  doc: "i32",
  dict: "i32",
  module: "i32",
  annotate: "i32",
  annotations: "i32",
  typeParams: "i32",
});

/** A bound method. */
export const MethodObject = struct("Method", { ...header, function: "i32", self: "i32" });

/** A function of the runtime: `handle` finds its host definition, `self` is what it is bound to (0: a plain function). */
export const BuiltinFunctionObject = struct("BuiltinFunction", {
  ...header,
  handle: "i32",
  self: "i32",
  module: "i32",
});

/** A method of a builtin type, unbound: `list.append`. */
export const MethodDescriptorObject = struct("MethodDescriptor", { ...header, handle: "i32", owner: "i32" });

/** Any object whose state is with the host. `dict` as in instances, for Python subclasses; 0 otherwise. */
export const HostObject = struct("Host", { ...header, handle: "i32", dict: "i32" });

/** `range`: four int references. */
export const RangeObject = struct("Range", { ...header, start: "i32", stop: "i32", step: "i32", length: "i32" });

/** Iterator of a range whose every value is a small int. Numbers, not references. */
export const RangeIterator = struct("RangeIterator", { ...header, next: "i32", step: "i32", remaining: "i32" });

/** Iterator of a list or tuple; `sequence` becomes 0 when exhausted. */
export const SequenceIterator = struct("SequenceIterator", { ...header, index: "i32", sequence: "i32" });

/**
 * Iterators that the machine steps by itself: of strs, dicts and sets, `enumerate`, `zip`. References: `source` (the str, dict or set, an iterator, a tuple of them; 0 once
 * exhausted), `big` (an index beyond small ints), `result` (the tuple given last, filled again when nobody else holds it).
 */
export const IteratorObject = struct("Iterator", {
  ...header,
  source: "i32",
  big: "i32",
  result: "i32",
  /** Entry of the dict, slot of the set, or index of the next item. */
  index: "i32",
  /** Length of the dict or set at the start; of a zip: how it ends. */
  limit: "i32",
  /** Entries that are still to come. */
  remaining: "i32",
});

/** `slice`. */
export const SliceObject = struct("Slice", { ...header, start: "i32", stop: "i32", step: "i32" });

/** An exception. `dict` as in instances; the others are references, 0 where absent. */
export const ExceptionObject = struct("Exception", {
  ...header,
  dict: "i32",
  arguments: "i32",
  traceback: "i32",
  context: "i32",
  cause: "i32",
  suppressContext: "i32",
  /** Extra state of particular exception types, with the host. */
  handle: "i32",
});

/**
 * What exception handlers work on: the exception being handled (owned; 0 = none) and the address of the item outside of it. The VM state
 * has the outermost; every generator has one of its own, which is the innermost while it runs.
 */
export const ExceptionItem = struct("ExceptionItem", { value: "i32", previous: "i32" });

/**
 * `generator`, `coroutine` and `async_generator`. A {@link Frame} follows: resuming the generator is making that frame the one on top.
 * References: `name`, `qualname`, `handledException`, `origin` (`cr_origin`, or the hook that closes an asynchronous generator; 0 = none).
 */
export const GeneratorObject = struct("Generator", {
  ...header,
  name: "i32",
  qualname: "i32",
  /** An {@link ExceptionItem}, in place. */
  handledException: "i32",
  previousHandled: "i32",
  /** One of {@link GeneratorState}. */
  state: "i32",
  origin: "i32",
  /** Asynchronous generators: {@link AsyncGeneratorFlag}. */
  flags: "i32",
});

/** What a generator is doing. CPython's numbers: those below `EXECUTING` can be resumed, those from `COMPLETED` on are done. */
export const GeneratorState = {
  CREATED: -3,
  SUSPENDED: -2,
  /** Suspended in `yield from` or `await`: what it waits for is on top of its stack. */
  SUSPENDED_YIELD_FROM: -1,
  EXECUTING: 0,
  COMPLETED: 1,
  CLEARED: 4,
} as const;

/** Bits of `Generator.flags`. */
export const AsyncGeneratorFlag = {
  /** `asend`, `athrow` or `aclose` is under way. */
  RUNNING: 1,
  CLOSED: 2,
  /** The hooks of `sys` were asked. */
  HOOKED: 4,
  /** Of all three types: the finalizer has run once. */
  FINALIZED: 8,
} as const;

/** A type. Its method tables are with the host, found by `handle`. */
export const TypeObject = struct("Type", {
  ...header,
  /** Tag that changes when the type or a base changes; 0 = none assigned. */
  version: "i32",
  /** Low 8 bits: {@link LayoutKind} of its instances; then {@link TypeFlag}. */
  flags: "i32",
  handle: "i32",
  /** Size of an instance's fixed part in bytes. */
  instanceSize: "i32",
  /** Offset of the dict field in instances, 0 if they have none. */
  dictOffset: "i32",
  /** {@link SharedKeys} of instances with inline values, else 0. */
  sharedKeys: "i32",
  /** How many values instances hold inline. */
  inlineCapacity: "i32",
  dict: "i32",
  mro: "i32",
  base: "i32",
  name: "i32",
  /** The Python function `__init__` that calls of this class are specialized for (borrowed); valid while `version` is the one they know. */
  cachedInit: "i32",
});

/** How the objects of a type are laid out, traversed and freed. */
export const LayoutKind = {
  HOST: 0,
  INT: 1,
  FLOAT: 2,
  STR: 3,
  TUPLE: 4,
  LIST: 5,
  DICT: 6,
  CELL: 7,
  INSTANCE: 8,
  FUNCTION: 9,
  METHOD: 10,
  BUILTIN_FUNCTION: 11,
  METHOD_DESCRIPTOR: 12,
  RANGE: 13,
  RANGE_ITERATOR: 14,
  SEQUENCE_ITERATOR: 15,
  SLICE: 16,
  EXCEPTION: 17,
  TYPE: 18,
  CODE: 19,
  MODULE: 20,
  STATIC: 21,
  GENERATOR: 22,
  ITERATOR: 23,
  SET: 24,
} as const;

/** Bits of `Type.flags` above the layout kind. */
export const TypeFlag = {
  /** Made by a class statement. */
  HEAP: 0x100,
  /** Instances may have a `__del__`. */
  HAS_FINALIZER: 0x200,
  /** Instances of subtypes of these, as CPython's fast subclass bits. */
  LONG_SUBCLASS: 0x1000,
  LIST_SUBCLASS: 0x2000,
  TUPLE_SUBCLASS: 0x4000,
  STR_SUBCLASS: 0x8000,
  DICT_SUBCLASS: 0x10000,
  EXCEPTION_SUBCLASS: 0x20000,
  TYPE_SUBCLASS: 0x40000,
  FLOAT_SUBCLASS: 0x80000,
  /** The type itself cannot change. */
  IMMUTABLE: 0x100000,
  /** A truth test is always true: neither `__bool__` nor `__len__`. */
  ALWAYS_TRUE: 0x200000,
  /** Uses the default attribute lookup and storage, so that inline caches may stand for it. */
  GENERIC_GETATTR: 0x400000,
  GENERIC_SETATTR: 0x800000,
  /** Instances can be referred to weakly. */
  WEAK_REFERENCES: 0x1000000,
  /** A builtin exception class that keeps its arguments and does nothing else. Not inherited. */
  PLAIN_EXCEPTION: 0x2000000,
  /** Its `__abstractmethods__` were set, and there are some. Not inherited. */
  ABSTRACT: 0x4000000,
} as const;

/** The flags that a type has from its base. */
export const inheritedTypeFlags =
  TypeFlag.LONG_SUBCLASS |
  TypeFlag.LIST_SUBCLASS |
  TypeFlag.TUPLE_SUBCLASS |
  TypeFlag.STR_SUBCLASS |
  TypeFlag.DICT_SUBCLASS |
  TypeFlag.EXCEPTION_SUBCLASS |
  TypeFlag.TYPE_SUBCLASS |
  TypeFlag.FLOAT_SUBCLASS |
  TypeFlag.WEAK_REFERENCES;

/** `module`. */
export const ModuleObject = struct("Module", { ...header, dict: "i32", name: "i32" });

/** A code object: what interpreter and traces read. The rest is with the host behind `handle`. */
export const CodeObjectLayout = struct("Code", {
  ...header,
  handle: "i32",
  /** Address of the first code unit, and how many there are. */
  start: "i32",
  unitCount: "i32",
  /** Addresses of arrays of references. */
  consts: "i32",
  names: "i32",
  /** Address of the array of the parameters' names. */
  localNames: "i32",
  /** `__name__`, `__qualname__` and `__doc__` of functions with this code (borrowed from the host's half and the constants). */
  name: "i32",
  qualname: "i32",
  doc: "i32",
  flags: "i32",
  argcount: "i32",
  posonlyargcount: "i32",
  kwonlyargcount: "i32",
  localCount: "i32",
  stackSize: "i32",
  /** Bytes of a frame: header, locals and stack. */
  frameSize: "i32",
  /** Unique; functions of the same code share it as part of their version. */
  version: "i32",
  /** Countdown of function entries to the next attempt to trace, an adaptive counter. */
  entryCounter: "i32",
  /** Address of an array of {@link ExecutorRecord} addresses that ENTER_EXECUTOR's oparg indexes; 0 until there is one. */
  executors: "i32",
});

/** What generated code reads of an executor. */
export const ExecutorRecord = struct("Executor", {
  /** 0 once something that the trace relies on changed. */
  valid: "i32",
  /** Set by the trace; the sweep clears it and evicts those that stay cold. */
  warm: "i32",
  /** Table slot of the trace. */
  slot: "i32",
  /** Number by which the host finds the executor. */
  id: "i32",
});

/** A way out of a trace that counts, and may be linked to another trace. */
export const ExitRecord = struct("Exit", {
  /** Table slot that the exit enters: the cold exit's, or a side trace's. */
  slot: "i32",
  /** An adaptive counter: the cold exit asks the tracer when it triggers. */
  counter: "i32",
  /** Number of the executor and of the exit within it. */
  executor: "i32",
  index: "i32",
});

/**
 * A frame, on the data stack or inside a generator; `localCount` references, then the evaluation stack, follow.
 * Not an object: it has no reference count. `code`, `function` and `locals` are owned references, `globals` and `builtins` borrowed from the function.
 */
export const Frame = struct("Frame", {
  previous: "i32",
  code: "i32",
  function: "i32",
  globals: "i32",
  builtins: "i32",
  /** The namespace of a module or class body, else 0. */
  locals: "i32",
  /** Address of the instruction being executed, or to resume at. */
  instrPtr: "i32",
  /** Stack pointer while another frame is on top. */
  sp: "i32",
  /** Bytes from `instrPtr` to the instruction after the call. */
  returnOffset: "u16",
  /** One of {@link FrameOwner}. */
  owner: "u8",
  /** The generator that embeds this frame, else 0. */
  generator: "i32",
  /** The frame object or the traceback entry that takes over what the frame holds when it ends; not owned, 0: none. */
  watcher: "i32",
});

/** Who frees a frame, and what a return from it does. */
export const FrameOwner = {
  /** On the data stack; returns to `previous` in the interpreter. */
  THREAD: 0,
  /** Like THREAD, but a return leaves the interpreter for the host that entered it. */
  ENTRY: 1,
  /** Embedded in a generator; a yield or return goes on in `previous`, whose `FOR_ITER` or `SEND` resumed it. */
  GENERATOR: 2,
  /** `__init__` called by a class: a return drops the None and yields the instance, kept in the slot below. */
  INIT: 3,
  /** As GENERATOR, but a yield or return leaves the interpreter for the host that resumed it. */
  GENERATOR_ENTRY: 4,
  /** The method of a binary operator: a return of NotImplemented tries what comes next. Locals 0 and 1 are the operands throughout. */
  OPERATOR: 5,
} as const;
