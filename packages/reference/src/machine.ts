// The world that traces run in, as the reference interpreter needs it: nothing but primitive steps, so that the same
// interpreter runs over the simulated heap of this package and over the linear memory of a real virtual machine.
//
// Conventions:
// - A reference is a number and 0 is NULL; nothing else is assumed about it.
// - Reading gives a borrowed reference, `new…` and `perform` give references that carry a count.
// - A method that says "takes over" needs a reference that carries a count.
// - Memory holds counted references only: locals, and stacks when they are written back.

import type { TraceConstant } from "@tjit/ir";
import type { GeneratorMachine } from "./generator-machine.ts";

/** A reference to a value; 0 is NULL. */
export type Reference = number;
/** The absence of a reference. */
export const nullReference: Reference = 0;
/** A frame of the machine. */
export type FrameHandle = number;

/** The fields of a uop that are its arguments. */
export interface Operands {
  readonly oparg: number;
  readonly operand0: number;
  readonly operand1: number;
}

/** What a named operation gives: new references, deepest first; or an exception is set. */
export type Performed = readonly Reference[] | "raised";

/** What sort of thing a callable is. */
export type CallableKind =
  "function" | "method" | "builtin" | "method-descriptor" | "builtin-class" | "class" | "other";

/** Who made a frame, which says where a return from it goes. */
export type FrameOwner =
  /** An ordinary call: the frame below gets the result. */
  | "call"
  /** The call of a class, which ran `__init__`: the frame below has the instance already. */
  | "initializer"
  /** An operator: the frame below gets the result unless it is NotImplemented. */
  | "operator"
  /** Somebody outside of the program, or a frame that suspends: no trace returns from it. */
  | "other";

/** Reference counts. */
export interface CountMachine {
  /** `false` for NULL, for values without a count, and for objects that never die. */
  isCounted(reference: Reference): boolean;
  /** The count of a counted object. */
  countOf(reference: Reference): number;
  isAlive(reference: Reference): boolean;
  increment(reference: Reference): void;
  /** Gives a count back; at zero the object dies and finalizers run. */
  decrement(reference: Reference): void;
}

/** Values. Asking for a part that the value does not have is a fault. */
export interface ValueMachine {
  /** The dialect's most exact name of the value's type: `smallint` for an int of the tagged range. */
  typeOf(reference: Reference): string;
  readonly none: Reference;
  readonly notImplemented: Reference;
  boolean(value: boolean): Reference;
  /** The object that a trace's constant stands for; the machine keeps it alive. */
  constant(constant: TraceConstant): Reference;
  intValue(reference: Reference): bigint;
  newInt(value: bigint): Reference;
  floatValue(reference: Reference): number;
  newFloat(value: number): Reference;
  /** Overwrites a float object. */
  setFloat(reference: Reference, value: number): void;
  stringValue(reference: Reference): string;
  newString(value: string): Reference;
  /** Length of a list or tuple. */
  lengthOf(reference: Reference): number;
  /** An item of a list or tuple; the index is in range. */
  itemAt(reference: Reference, index: number): Reference;
  /** Items of a list or tuple. */
  itemsOf(reference: Reference): readonly Reference[];
  /** Takes over `items`. */
  newTuple(items: readonly Reference[]): Reference;
  /** Takes over `items`. */
  newList(items: readonly Reference[]): Reference;
  /** Takes over `value`, hands over the item that was there. */
  replaceItem(list: Reference, index: number, value: Reference): Reference;
  /** Takes over `value`. */
  appendItem(list: Reference, value: Reference): void;
  /** Takes over `value`, which may be NULL. */
  newCell(value: Reference): Reference;
  /** May be NULL. */
  cellValue(cell: Reference): Reference;
  /** Takes over `value`, hands over what was there; both may be NULL. */
  replaceCellValue(cell: Reference, value: Reference): Reference;
}

/** Iterators over ranges, lists and tuples. */
export interface IteratorMachine {
  hasNext(iterator: Reference): boolean;
  /** The next item, a new reference; `hasNext` must hold. */
  next(iterator: Reference): Reference;
  /** Makes an iterator without a next item stay so, whatever happens to the sequence. */
  exhaust(iterator: Reference): void;
}

/** Attributes and namespaces, as inline caches see them. Entries and values may be NULL. */
export interface NameMachine {
  /** Version tag of the value's type; 0 when it has none. */
  typeVersion(reference: Reference): number;
  /** Whether its type is defined by a class statement. */
  isOfClass(reference: Reference): boolean;
  /** Version tag of a class; `undefined` when the value is no class. */
  classVersion(reference: Reference): number | undefined;
  hasInlineValues(instance: Reference): boolean;
  inlineValue(instance: Reference, offset: number): Reference;
  /** Whether a value may be put there: the attribute is set, or is the next one in order. */
  acceptsInlineValue(instance: Reference, offset: number): boolean;
  /** Takes over `value`, hands over what was there. */
  replaceInlineValue(instance: Reference, offset: number, value: Reference): Reference;
  /** The same for a field that `__slots__` made. */
  replaceSlot(instance: Reference, offset: number, value: Reference): Reference;
  globalsVersion(frame: FrameHandle): number;
  builtinsVersion(frame: FrameHandle): number;
  globalsEntry(frame: FrameHandle, index: number): Reference;
  builtinsEntry(frame: FrameHandle, index: number): Reference;
  /** Version of a module's keys; `undefined` when the value is no module. */
  moduleVersion(module: Reference): number | undefined;
  moduleEntry(module: Reference, index: number): Reference;
}

/** How a call has its arguments: one by one, then with a tuple of names behind them, or in a tuple and a dict. */
export type CallForm = "plain" | "keywords" | "unpacked";

/** Callables and frames. */
export interface FrameMachine {
  callableKind(reference: Reference): CallableKind;
  /** Whether it is the builtin of this name: `len`, `isinstance`, `list.append`. */
  isBuiltin(reference: Reference, name: string): boolean;
  /** `undefined` when the value is no function. */
  functionVersion(reference: Reference): number | undefined;
  parameterCount(callable: Reference): number;
  methodParts(method: Reference): { readonly function: Reference; readonly self: Reference };
  /** The `__init__` that a class's version pins. */
  initializerOf(type: Reference): Reference;
  /** An instance of a class, a new reference. */
  newInstance(type: Reference): Reference;
  /** Takes over the callable and the arguments, which become the first locals. */
  createFrame(
    callable: Reference,
    locals: readonly Reference[],
    owner: "call" | "initializer" | "operator",
  ): FrameHandle;
  /**
   * Creates the frame of a call whose arguments do not match the parameters one by one: defaults are filled in, the rest is collected.
   * `items` are callable, receiver or NULL, arguments; they are borrowed. `form` says what else: names of the last arguments, or a tuple and a dict in
   * the place of arguments.
   */
  bindFrame(items: readonly Reference[], frame: FrameHandle, form: CallForm): FrameHandle | "raised";
  /** Where the code of a Python function starts, or of the one that a method is bound to; `undefined` for other values. */
  startOfCallable(reference: Reference): number | undefined;
  hasStackSpace(callable: Reference): boolean;
  canRecurse(): boolean;
  currentFrame(): FrameHandle;
  /** The frame below. */
  callerOf(frame: FrameHandle): FrameHandle;
  ownerOf(frame: FrameHandle): FrameOwner;
  /** Makes a created frame the current one. */
  pushFrame(frame: FrameHandle): void;
  /** Drops the current frame with its locals; the stack must have been taken off before. */
  popFrame(): void;
  localOf(frame: FrameHandle, index: number): Reference;
  /** A plain store: counts are the caller's business. */
  setLocal(frame: FrameHandle, index: number, value: Reference): void;
  copyFreeVariables(frame: FrameHandle, count: number): void;
  /** The stack as memory holds it, deepest first. */
  stackOf(frame: FrameHandle): readonly Reference[];
  setStack(frame: FrameHandle, stack: readonly Reference[]): void;
  /** A constant of the frame's code object. */
  codeConstant(frame: FrameHandle, index: number): Reference;
  /** Reference of the frame's code object. */
  codeOf(frame: FrameHandle): number;
  setInstructionPointer(frame: FrameHandle, address: number): void;
  setReturnOffset(frame: FrameHandle, bytes: number): void;
  /** Where the frame goes on when the one above returns. */
  continuation(frame: FrameHandle): number;
}

/** What runs beside the program, and everything that is not primitive. */
export interface RuntimeMachine {
  /** Advances the eval breaker; whether there is work to be done. */
  periodic(): boolean;
  /** Whether what the trace takes for granted still holds. */
  isTraceValid(executor: number): boolean;
  /** Says that the trace runs, so that it is not taken for one that nobody needs. */
  makeWarm(executor: number): void;
  /** Takes over `exception`, which becomes the handled one; hands over the one that was. */
  replaceHandled(exception: Reference): Reference;
  /** Sets the exception for a local or cell that is not bound. */
  raiseUnbound(frame: FrameHandle, index: number): void;
  /** The runtime's operation of a uop, by the uop's name; inputs are borrowed and deepest first. */
  perform(uop: string, inputs: readonly Reference[], operands: Operands, frame: FrameHandle): Performed;
}

/** A whole world. */
export interface Machine
  extends CountMachine, ValueMachine, IteratorMachine, NameMachine, FrameMachine, GeneratorMachine, RuntimeMachine {}
