// A small world to run traces in, without a virtual machine: heap, frames, namespaces, an eval breaker, a log.
//
// The log has what a user would see: prints, and the deaths of instances with finalizers. What the machine owns besides frames are
// its roots: named values, globals, builtins, the constants of traces, the exception set and the one being handled.

import type { Dependency, FoldableValue, TraceConstant } from "@tjit/ir";
import { Fault } from "../fault.ts";
import type {
  CallableKind,
  CallForm,
  FrameHandle,
  FrameOwner,
  Machine,
  Operands,
  Performed,
  Reference,
} from "../machine.ts";
import { nullReference } from "../machine.ts";
import { type SimulatedFrame, SimulatedFrames } from "./frames.ts";
import { isTagged, SimulatedHeap } from "./heap.ts";
import type { Binding, Content, Effect, GeneratorState, SimulatedCode } from "./objects.ts";
import { operations } from "./operations.ts";

/** Bytes of the instructions that resume generators. */
const resumingSize = 4;

/** Globals or builtins. `version` changes when a name comes or goes. */
export interface Namespace {
  version: number;
  readonly entries: Binding[];
  /** Dependencies of kind `dict` name it by this number. */
  readonly reference: number;
}

/** What the runtime's exceptions say. */
export interface SimulatedException {
  readonly type: string;
  readonly message: string;
  /** Instruction pointer of the frame that raised: what a traceback would show. */
  readonly instructionPointer: number;
}

/** The simulated world. */
export class SimulatedMachine implements Machine {
  readonly heap: SimulatedHeap;
  readonly frames: SimulatedFrames = new SimulatedFrames();
  readonly none: Reference;
  readonly notImplemented: Reference;
  /** References that the machine owns besides frames, by name. */
  readonly roots = new Map<string, Reference>();
  readonly globals: Namespace = { version: 1, entries: [], reference: -2 };
  readonly builtins: Namespace = { version: 1, entries: [], reference: -4 };
  readonly log: string[] = [];
  exception: SimulatedException | undefined;
  /** Periodic checks until the eval breaker asks to leave. */
  breaker = 1000;
  /** Frames that may be nested. */
  recursionLimit = 50;
  handled: Reference;
  isValid = true;
  readonly #watched = new Set<number>();
  /** Generators by their frames. */
  readonly #generators = new Map<FrameHandle, { state: GeneratorState }>();
  readonly #truth: readonly [Reference, Reference];
  #versions = 100;

  constructor() {
    this.heap = new SimulatedHeap((reference, content) => {
      this.#finalize(reference, content);
    });
    this.none = this.heap.allocate({ type: "NoneType" }, "immortal");
    this.notImplemented = this.heap.allocate({ type: "NotImplementedType" }, "immortal");
    this.#truth = [
      this.heap.allocate({ type: "bool", value: false }, "immortal"),
      this.heap.allocate({ type: "bool", value: true }, "immortal"),
    ];
    this.handled = this.none;
  }

  /** Enters the root frame of a run; takes over the locals and the stack. */
  enterRoot(code: SimulatedCode, locals: readonly Reference[], stack: readonly Reference[] = []): FrameHandle {
    const frame = this.frames.create(code, nullReference, locals, "other");
    this.frames.get(frame).stack = stack;
    this.frames.push(frame);
    return frame;
  }

  /** The trace becomes invalid when one of these changes. */
  watch(dependencies: readonly Dependency[]): void {
    for (const { reference } of dependencies) this.#watched.add(reference);
  }

  /** Forgets what was watched: the interpreter takes nothing for granted. */
  stopWatching(): void {
    this.#watched.clear();
    this.isValid = true;
  }

  /** Something that a trace may depend on has changed. */
  changed(reference: number): void {
    if (this.#watched.has(reference)) this.isValid = false;
  }

  /** A version that nobody has. */
  newVersion(): number {
    return this.#versions++;
  }

  raise(type: string, message: string): "raised" {
    this.exception = { type, message, instructionPointer: this.frames.get(this.frames.current()).instructionPointer };
    return "raised";
  }

  /** Runs user code. */
  run(effect: Effect): "raised" | undefined {
    const list = [...this.roots.values()].map((it) => this.heap.as(it, "list")).find((it) => it !== undefined);
    const [binding] = this.globals.entries;
    const type = [...this.roots].find(([, it]) => this.heap.as(it, "type") !== undefined);
    switch (effect) {
      case "none":
        return undefined;
      case "append":
        list?.items.push(this.newInt(7n));
        return undefined;
      case "clear":
        for (const item of list?.items.splice(0) ?? []) this.decrement(item);
        return undefined;
      case "rebind":
        if (binding !== undefined) {
          const former = binding.value;
          this.changed(this.globals.reference);
          binding.value = this.newInt(1000n + BigInt(this.newVersion()));
          this.decrement(former);
        }
        return undefined;
      case "retype":
        if (type !== undefined) {
          const content = this.heap.as(type[1], "type");
          this.changed(type[1]);
          if (content !== undefined) content.version = this.newVersion();
        }
        return undefined;
      case "raise":
        return this.raise("RuntimeError", "asked for");
    }
  }

  // Counts

  isCounted(reference: Reference): boolean {
    return this.heap.isCounted(reference);
  }

  countOf(reference: Reference): number {
    return this.heap.countOf(reference);
  }

  isAlive(reference: Reference): boolean {
    return this.heap.isAlive(reference);
  }

  increment(reference: Reference): void {
    this.heap.increment(reference);
  }

  decrement(reference: Reference): void {
    this.heap.decrement(reference);
  }

  #finalize(_reference: Reference, content: Content): void {
    if (content.type !== "object") return;
    const type = this.heap.as(content.class, "type");
    if (type === undefined || type.effect === "none") return;
    const frame = this.frames.depth === 0 ? 0 : this.frames.get(this.frames.current()).instructionPointer;
    this.log.push(`finalize ${content.label} at ${frame}`);
    // An exception of a finalizer is printed and forgotten; the one that is set stays.
    const before = this.exception;
    this.run(type.effect);
    this.exception = before;
  }

  // Values

  typeOf(reference: Reference): string {
    if (reference === nullReference) throw new Fault("wrong-value", "NULL has no type");
    return isTagged(reference) ? "smallint" : this.heap.content(reference).type;
  }

  boolean(value: boolean): Reference {
    return this.#truth[value ? 1 : 0];
  }

  constant(constant: TraceConstant): Reference {
    if (constant.reference !== nullReference) return constant.reference;
    if (constant.value === undefined) throw new Fault("unknown-constant", "neither reference nor value");
    if (constant.value === null) return this.none;
    if (typeof constant.value === "boolean") return this.boolean(constant.value);
    // One object per type and value, kept alive as long as the machine: identity must not depend on the uop that asks.
    const name = `constant ${constant.type} ${describeValue(constant.value)}`;
    const known = this.roots.get(name);
    if (known !== undefined) return known;
    const made = this.#materialize(constant.type, constant.value);
    this.roots.set(name, made);
    return made;
  }

  #materialize(type: string, value: number | bigint | string): Reference {
    if (typeof value === "string") return this.newString(value);
    if (type === "float") return this.newFloat(Number(value));
    return this.newInt(BigInt(value));
  }

  intValue(reference: Reference): bigint {
    return isTagged(reference) ? BigInt((reference - 1) / 2) : this.#need(reference, "int").value;
  }

  newInt(value: bigint): Reference {
    return this.heap.newInt(value);
  }

  floatValue(reference: Reference): number {
    return this.#need(reference, "float").value;
  }

  newFloat(value: number): Reference {
    return this.heap.allocate({ type: "float", value });
  }

  setFloat(reference: Reference, value: number): void {
    this.#need(reference, "float").value = value;
  }

  stringValue(reference: Reference): string {
    return this.#need(reference, "str").value;
  }

  newString(value: string): Reference {
    return this.heap.allocate({ type: "str", value });
  }

  lengthOf(reference: Reference): number {
    return this.itemsOf(reference).length;
  }

  itemAt(reference: Reference, index: number): Reference {
    const item = this.itemsOf(reference)[index];
    if (item === undefined) throw new Fault("wrong-value", `index ${index} of ${this.lengthOf(reference)}`);
    return item;
  }

  itemsOf(reference: Reference): readonly Reference[] {
    return (this.heap.as(reference, "list") ?? this.#need(reference, "tuple")).items;
  }

  newTuple(items: readonly Reference[]): Reference {
    return this.heap.allocate({ type: "tuple", items });
  }

  newList(items: readonly Reference[]): Reference {
    return this.heap.allocate({ type: "list", items: [...items] });
  }

  replaceItem(list: Reference, index: number, value: Reference): Reference {
    const { items } = this.#need(list, "list");
    const former = items[index];
    if (former === undefined) throw new Fault("wrong-value", `index ${index} of ${items.length}`);
    items[index] = value;
    return former;
  }

  appendItem(list: Reference, value: Reference): void {
    this.#need(list, "list").items.push(value);
  }

  newCell(value: Reference): Reference {
    return this.heap.allocate({ type: "cell", value });
  }

  cellValue(cell: Reference): Reference {
    return this.#need(cell, "cell").value;
  }

  replaceCellValue(cell: Reference, value: Reference): Reference {
    const content = this.#need(cell, "cell");
    const former = content.value;
    content.value = value;
    return former;
  }

  // Iterators

  hasNext(iterator: Reference): boolean {
    const range = this.heap.as(iterator, "range_iterator");
    if (range !== undefined) return range.remaining > 0;
    const { sequence, index } = this.#sequenceIterator(iterator);
    return sequence !== nullReference && index < this.itemsOf(sequence).length;
  }

  next(iterator: Reference): Reference {
    const range = this.heap.as(iterator, "range_iterator");
    if (range !== undefined) {
      const value = range.next;
      range.next += range.step;
      range.remaining--;
      return this.newInt(value);
    }
    const content = this.#sequenceIterator(iterator);
    const item = this.itemsOf(content.sequence)[content.index];
    if (item === undefined) throw new Fault("wrong-value", "the iterator is exhausted");
    content.index++;
    this.increment(item);
    return item;
  }

  exhaust(iterator: Reference): void {
    if (this.heap.as(iterator, "range_iterator") !== undefined) return;
    const content = this.#sequenceIterator(iterator);
    const { sequence } = content;
    content.sequence = nullReference;
    if (sequence !== nullReference) this.decrement(sequence);
  }

  #sequenceIterator(reference: Reference): Extract<Content, { readonly type: "list_iterator" | "tuple_iterator" }> {
    return this.heap.as(reference, "list_iterator") ?? this.#need(reference, "tuple_iterator");
  }

  // Names

  isOfClass(reference: Reference): boolean {
    return this.heap.as(reference, "object") !== undefined;
  }

  typeVersion(reference: Reference): number {
    if (isTagged(reference)) return 0;
    const instance = this.heap.as(reference, "object");
    return instance === undefined ? 0 : this.#need(instance.class, "type").version;
  }

  classVersion(reference: Reference): number | undefined {
    return this.heap.as(reference, "type")?.version;
  }

  hasInlineValues(instance: Reference): boolean {
    // Generated code reads a field of the object without asking what it is: a guard must have.
    return this.#need(instance, "object").values.length > 0;
  }

  inlineValue(instance: Reference, offset: number): Reference {
    return this.#need(instance, "object").values[offset]?.value ?? nullReference;
  }

  /** Its instances have room for all of their attributes from the start. */
  acceptsInlineValue(instance: Reference): boolean {
    return this.hasInlineValues(instance);
  }

  replaceInlineValue(instance: Reference, offset: number, value: Reference): Reference {
    const binding = this.#need(instance, "object").values[offset];
    if (binding === undefined) throw new Fault("wrong-value", `no attribute at ${offset}`);
    const former = binding.value;
    binding.value = value;
    return former;
  }

  replaceSlot(instance: Reference, offset: number, value: Reference): Reference {
    return this.replaceInlineValue(instance, offset, value);
  }

  globalsVersion(): number {
    return this.globals.version;
  }

  builtinsVersion(): number {
    return this.builtins.version;
  }

  globalsEntry(_frame: FrameHandle, index: number): Reference {
    return this.globals.entries[index]?.value ?? nullReference;
  }

  builtinsEntry(_frame: FrameHandle, index: number): Reference {
    return this.builtins.entries[index]?.value ?? nullReference;
  }

  moduleVersion(module: Reference): number | undefined {
    return this.heap.as(module, "module")?.version;
  }

  moduleEntry(module: Reference, index: number): Reference {
    return this.#need(module, "module").entries[index]?.value ?? nullReference;
  }

  // Callables and frames

  callableKind(reference: Reference): CallableKind {
    if (reference === nullReference || isTagged(reference)) return "other";
    switch (this.heap.content(reference).type) {
      case "function":
        return "function";
      case "method":
        return "method";
      case "builtin_function":
        return "builtin";
      case "method_descriptor":
        return "method-descriptor";
      case "type":
        return "class";
      default:
        return "other";
    }
  }

  isBuiltin(reference: Reference, name: string): boolean {
    const content = this.heap.as(reference, "builtin_function") ?? this.heap.as(reference, "method_descriptor");
    return content?.name === name;
  }

  functionVersion(reference: Reference): number | undefined {
    return this.heap.as(reference, "function")?.version;
  }

  parameterCount(callable: Reference): number {
    return this.#need(callable, "function").code.parameterCount;
  }

  methodParts(method: Reference): { readonly function: Reference; readonly self: Reference } {
    return this.#need(method, "method");
  }

  initializerOf(type: Reference): Reference {
    const binding = this.#need(type, "type").attributes.find(({ name }) => name === "__init__");
    if (binding === undefined) throw new Fault("wrong-value", "the class has no __init__");
    return binding.value;
  }

  newInstance(type: Reference): Reference {
    this.increment(type);
    const label = `instance of ${this.#need(type, "type").name}`;
    return this.heap.allocate({
      type: "object",
      class: type,
      label,
      values: [
        { name: "a", value: 0 },
        { name: "b", value: 0 },
      ],
    });
  }

  createFrame(
    callable: Reference,
    locals: readonly Reference[],
    owner: "call" | "initializer" | "operator",
  ): FrameHandle {
    return this.frames.create(this.#need(callable, "function").code, callable, locals, owner);
  }

  startOfCallable(reference: Reference): number | undefined {
    const isMethod = this.callableKind(reference) === "method";
    const target = isMethod ? this.methodParts(reference).function : reference;
    return this.callableKind(target) === "function" ? this.#need(target, "function").code.id : undefined;
  }

  /** There are no defaults: the number of arguments must be right. */
  bindFrame(
    [callable = nullReference, self = nullReference, ...rest]: readonly Reference[],
    _frame: FrameHandle,
    form: CallForm,
  ): FrameHandle | "raised" {
    if (form !== "plain") return this.raise("TypeError", "only plain calls are simulated");
    const locals = self === nullReference ? rest : [self, ...rest];
    if (this.heap.as(callable, "function")?.code.parameterCount !== locals.length) {
      return this.raise("TypeError", "wrong number of arguments");
    }
    for (const reference of [callable, ...locals]) this.increment(reference);
    return this.createFrame(callable, locals, "call");
  }

  hasStackSpace(): boolean {
    return this.canRecurse();
  }

  canRecurse(): boolean {
    return this.frames.depth < this.recursionLimit;
  }

  currentFrame(): FrameHandle {
    return this.frames.current();
  }

  callerOf(frame: FrameHandle): FrameHandle {
    return this.frames.below(frame);
  }

  ownerOf(frame: FrameHandle): FrameOwner {
    return this.frames.get(frame).owner;
  }

  pushFrame(frame: FrameHandle): void {
    const generator = this.#generators.get(frame);
    if (generator !== undefined) generator.state = "running";
    this.frames.push(frame);
  }

  popFrame(): void {
    const generator = this.#generators.get(this.frames.current());
    if (generator !== undefined) generator.state = "done";
    const frame = this.frames.pop();
    if (frame.stack.length > 0) throw new Fault("stack-effect", "values left on a frame that returns");
    for (const value of frame.locals.splice(0)) this.decrement(value);
    this.decrement(frame.callable);
  }

  localOf(frame: FrameHandle, index: number): Reference {
    return this.#local(frame, index).locals[index] ?? nullReference;
  }

  setLocal(frame: FrameHandle, index: number, value: Reference): void {
    this.#local(frame, index).locals[index] = value;
  }

  #local(handle: FrameHandle, index: number): SimulatedFrame {
    const frame = this.frames.get(handle);
    if (index >= frame.locals.length) throw new Fault("wrong-local", `${index} of ${frame.locals.length}`);
    return frame;
  }

  copyFreeVariables(handle: FrameHandle, count: number): void {
    const frame = this.frames.get(handle);
    const closure = this.heap.as(frame.callable, "function")?.closure ?? [];
    for (let index = 0; index < count; index++) {
      const cell = closure[index] ?? nullReference;
      this.increment(cell);
      frame.locals[frame.locals.length - count + index] = cell;
    }
  }

  stackOf(frame: FrameHandle): readonly Reference[] {
    return this.frames.get(frame).stack;
  }

  setStack(frame: FrameHandle, stack: readonly Reference[]): void {
    this.frames.get(frame).stack = stack;
  }

  codeConstant(frame: FrameHandle, index: number): Reference {
    return this.frames.get(frame).code.constants[index] ?? this.none;
  }

  codeOf(frame: FrameHandle): number {
    return this.frames.get(frame).code.id;
  }

  setInstructionPointer(frame: FrameHandle, address: number): void {
    this.frames.get(frame).instructionPointer = address;
  }

  setReturnOffset(frame: FrameHandle, bytes: number): void {
    this.frames.get(frame).returnOffset = bytes;
  }

  continuation(frame: FrameHandle): number {
    const { instructionPointer, returnOffset } = this.frames.get(frame);
    return instructionPointer + returnOffset;
  }

  // Generators

  suspendedFrame(reference: Reference): FrameHandle | undefined {
    const content = this.heap.as(reference, "generator");
    return content?.state === "suspended" ? content.handle : undefined;
  }

  isResumed(frame: FrameHandle): boolean {
    return this.#generators.has(frame);
  }

  instructionPointer(frame: FrameHandle): number {
    return this.frames.get(frame).instructionPointer;
  }

  resumption(): number {
    return this.frames.get(this.frames.below(this.frames.current())).instructionPointer + resumingSize;
  }

  makeGenerator(): Reference {
    const frame = this.frames.get(this.frames.current());
    this.increment(frame.callable);
    const generator = this.newGenerator(frame.code, frame.callable, [...frame.locals]);
    frame.locals.fill(nullReference);
    return generator;
  }

  /** A generator that has not started; takes over the function and the locals. */
  newGenerator(code: SimulatedCode, callable: Reference, locals: readonly Reference[]): Reference {
    const handle = this.frames.create(code, callable, locals, "other");
    const content = {
      type: "generator",
      handle,
      frame: this.frames.get(handle),
      state: "suspended" as GeneratorState,
    } as const;
    this.#generators.set(handle, content);
    return this.heap.allocate(content);
  }

  suspendFrame(): void {
    const generator = this.#generators.get(this.frames.current());
    if (generator !== undefined) generator.state = "suspended";
    this.frames.pop();
  }

  hasReturned(): boolean {
    return false;
  }

  // Runtime

  periodic(): boolean {
    this.breaker--;
    return this.breaker <= 0;
  }

  isTraceValid(): boolean {
    return this.isValid;
  }

  /** Nobody drops its traces. */
  makeWarm(): void {
    return undefined;
  }

  replaceHandled(exception: Reference): Reference {
    const former = this.handled;
    this.handled = exception;
    return former;
  }

  raiseUnbound(_frame: FrameHandle, index: number): void {
    this.raise("UnboundLocalError", `local ${index}`);
  }

  perform(uop: string, inputs: readonly Reference[], operands: Operands, frame: FrameHandle): Performed {
    const operation = operations[uop];
    if (operation === undefined) return this.raise("TypeError", `${uop} is not simulated`);
    return operation(this, inputs, operands, frame);
  }

  #need<Type extends Content["type"]>(reference: Reference, type: Type): Extract<Content, { type: Type }> {
    const content = this.heap.as(reference, type);
    if (content === undefined) throw new Fault("wrong-type", `not ${type}`);
    return content;
  }
}

function describeValue(value: FoldableValue): string {
  return Object.is(value, -0) ? "-0" : `${typeof value} ${String(value)}`;
}
