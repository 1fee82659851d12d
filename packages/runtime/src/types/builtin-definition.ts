// What the host knows about a builtin function or method, and how definitions are written:
//
//   method("($self, object, /)", (rt, self, object) => …)
//   builtinFunction("(iterable, /, *, key=None, reverse=False)", (rt, iterable, key, reverse) => …)

import { fail } from "../exceptions/errors.ts";
import { type Runtime } from "../runtime.ts";
import { type Signature, parseSignature } from "./signature.ts";
import { type AssignSlot, type CallSlot, type DescriptorGetSlot, type SlotName, type UnarySlot } from "./slots.ts";

/**
 * The code of a builtin function: `(rt, receiver?, one argument per parameter) -> ref`. Arguments are borrowed; one not given is 0;
 * `*args` is a tuple, `**kwargs` a dict or 0.
 */
export type Implementation = (rt: Runtime, ...args: number[]) => number;

/** `(rt, receiver or 0, args, count, kwnames) -> ref`: for functions that bind their arguments themselves. */
export type RawImplementation = CallSlot;

/** A function or method before it has a name. */
export interface BuiltinSpecification {
  /** See `signature.ts`; parsed when the function is called first. */
  readonly signature: string;
  readonly implementation: Implementation | null;
  readonly raw: RawImplementation | null;
}

/** Of a slot wrapper (`int.__add__`): the slot, and the function that was in it. */
export interface WrappedSlot {
  readonly slot: SlotName;
  readonly slotFunction: unknown;
}

/** What most definitions do without. */
export interface DefinitionOptions {
  readonly wrapped?: WrappedSlot | null;
  /** Of a function: the module that has it. */
  readonly module?: string;
  readonly isConstructor?: boolean;
  /** See {@link BuiltinDefinition.countName}. */
  readonly countName?: string | null;
  /** Whether a method, not a wrapper, stands for `wrapped`. */
  readonly isMethod?: boolean;
}

/** A function or method of the runtime; objects find it by handle. */
export class BuiltinDefinition {
  readonly name: string;
  /** `list.append`, or the name. */
  readonly qualname: string;
  /** What messages about arguments begin with: the qualified name, for functions of modules with the module before it. */
  readonly messageName: string;
  /** Whether it makes instances of a type, whose name it has. */
  readonly isConstructor: boolean;
  /** Of a constructor that has a quick way for arguments by position (CPython's vectorcall): what it calls itself when they are too many. */
  readonly countName: string | null;
  /** Whether it is a slot wrapper. */
  readonly isWrapper: boolean;
  readonly implementation: Implementation | null;
  readonly raw: RawImplementation | null;
  readonly slot: SlotName | null;
  readonly slotFunction: unknown;
  readonly #text: string;
  #signature: Signature | null = null;
  #most = -2;

  constructor(
    { signature, implementation, raw }: BuiltinSpecification,
    name: string,
    qualname: string,
    {
      wrapped = null,
      module = "builtins",
      isConstructor = false,
      countName = null,
      isMethod = false,
    }: DefinitionOptions = {},
  ) {
    this.name = name;
    this.qualname = qualname;
    this.messageName = module === "builtins" ? qualname : `${module}.${qualname}`;
    this.isConstructor = isConstructor;
    this.countName = countName;
    this.isWrapper = wrapped !== null && !isMethod;
    this.implementation = implementation;
    this.raw = raw;
    this.slot = wrapped === null ? null : wrapped.slot;
    this.slotFunction = wrapped === null ? null : wrapped.slotFunction;
    this.#text = signature;
  }

  get signature(): Signature {
    return (this.#signature ??= parseSignature(this.#text));
  }

  /** How many arguments there may be when all are by position and the implementation takes them one by one; else -1. */
  get most(): number {
    if (this.#most === -2) {
      const { parameters, positionalCount, hasReceiver } = this.signature;
      this.#most =
        this.implementation !== null && hasReceiver && parameters.length === positionalCount ? positionalCount : -1;
    }
    return this.#most;
  }
}

/** A function, for a module or as a static method. */
export function builtinFunction(signature: string, implementation: Implementation): BuiltinSpecification {
  return { signature, implementation, raw: null };
}

/** A method; its signature begins with `$self` (or `$type` for a class method). */
export function method(signature: string, implementation: Implementation): BuiltinSpecification {
  return { signature, implementation, raw: null };
}

/** A function or method that reads its arguments from memory itself. The signature is for people. */
export function rawFunction(signature: string, raw: RawImplementation): BuiltinSpecification {
  return { signature, implementation: null, raw };
}

/** A computed attribute of a builtin type. */
export interface GetSetSpecification {
  readonly get: UnarySlot;
  /** `(self, value or 0 to delete) -> status`; null: read-only. */
  readonly set: ((rt: Runtime, self: number, value: number) => number) | null;
  /** Whether its descriptor is a `member_descriptor`, as of a field of a C struct. */
  readonly isField?: boolean;
}

/** An attribute with a getter and perhaps a setter. */
export function getset(get: UnarySlot, set: GetSetSpecification["set"] = null): GetSetSpecification {
  return { get, set };
}

/** An attribute that is a field of the object. */
export function field(get: UnarySlot, set: NonNullable<GetSetSpecification["set"]>): GetSetSpecification {
  return { get, set, isField: true };
}

/** A field that cannot be assigned. */
export function readonlyField(get: UnarySlot): GetSetSpecification {
  return field(get, (rt) => fail(rt, rt.types.AttributeError, "readonly attribute"));
}

/** A named slot function, for tables. */
export type AnySlotFunction = CallSlot | AssignSlot | DescriptorGetSlot;
