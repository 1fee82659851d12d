// One instruction's handler: the bodies of its uops, one after the other, with the values between them in locals.
//
//   BINARY_ADD = _GUARD_BOTH _ADD _POP _POP        handler(pc, sp, fp, oparg):
//                                                    l = load(sp - 8); r = load(sp - 4)
//                                                    if (!guard(l, r)) return_call generic(pc, sp, fp, oparg)
//                                                    res = l + r
//                                                    store(sp - 8, res)
//                                                    return_call_indirect table[dispatch_base + next opcode](…)
//
// Invariants: memory is untouched until a flush (a `syncs` uop, an array, a way out, the end); a guard sees the stack at the depth of
// the instruction's start; on an error the stack is as it was before the uop that raised.

import { sizeOfItem, type StackItem, type UopDefinition } from "@tjit/ir";
import { BuilderError } from "../builder/builder-error.ts";
import { checkOutputNames } from "../builder/check-outputs.ts";
import type { CalleeSet } from "../builder/code-builder.ts";
import type { Expression, F64, Field, I32, I64, UopBody, UopBuilder } from "../builder/language.ts";
import { asExpression, type Node, nodeOf } from "../builder/node.ts";
import type { FunctionCode, Recorder } from "../builder/recorder.ts";
import { AbstractStack, type CachedItem, type StackSnapshot, typeOfRepresentation } from "./abstract-stack.ts";
import type { CacheSlice, InstructionDescription, InstructionPart } from "./description.ts";
import { handlerFunctionName, handlerRecorder, TransferCodeBuilder } from "./handler-builder.ts";
import {
  addPositions,
  extentOf,
  origin,
  type Position,
  samePosition,
  slotsBelow,
  subtractPositions,
} from "./position.ts";

const slot: Field<"i32"> = { name: "stack slot", offset: 0, type: "i32", width: "i32" };

/** What a handler needs of the interpreter around it. */
export interface HandlerEnvironment {
  readonly definitions: ReadonlyMap<string, UopDefinition>;
  readonly bodies: Readonly<Record<string, UopBody>>;
  readonly errorHandler: string;
  readonly instructionPointer: Field<"i32">;
  readonly callees: CalleeSet;
}

/** Records the handler of an instruction. @throws BuilderError when a body does what it may not, naming instruction and uop. */
export function recordInstruction(instruction: InstructionDescription, environment: HandlerEnvironment): FunctionCode {
  const recorder = handlerRecorder(instruction.name);
  const builder = new InstructionBuilder(recorder, instruction, environment);
  let current = "";
  try {
    for (const part of instruction.parts) {
      current = part.uop;
      builder.uop(part);
    }
    builder.finish();
  } catch (error) {
    if (error instanceof BuilderError)
      throw new BuilderError(`${instruction.name}, ${current}: ${error.message}`, { cause: error });
    throw error;
  }
  return recorder.finish();
}

/** The values of one uop while its body runs. */
interface RunningUop {
  readonly definition: UopDefinition;
  readonly part: InstructionPart;
  readonly before: StackSnapshot;
  /** Where the deepest input is: what is left when the inputs are taken. */
  readonly bottom: Position;
  /** The stack of a path that jumps: inputs that stay are on it, new outputs are not. */
  readonly jumping: StackSnapshot | undefined;
  /** Frame to go on in after the body. */
  switchTo: FrameSwitch | undefined;
}

interface FrameSwitch {
  readonly fp: I32;
  readonly sp: I32;
  readonly pc: I32;
}

class InstructionBuilder extends TransferCodeBuilder implements UopBuilder {
  readonly #instruction: InstructionDescription;
  readonly #environment: HandlerEnvironment;
  readonly #stack: AbstractStack;
  #running: RunningUop | undefined;
  #hasEnded = false;
  #hasSavedPc = false;

  constructor(recorder: Recorder, instruction: InstructionDescription, environment: HandlerEnvironment) {
    super(recorder, environment.callees);
    this.#instruction = instruction;
    this.#environment = environment;
    this.#stack = new AbstractStack({
      load: (position) => nodeOf(this.load(slot, this.#addressOf(position)), recorder),
      store: (position, value) => this.store(slot, this.#addressOf(position), asExpression<"i32">(value)),
    });
  }

  /** Appends a uop. What follows a uop that never falls through is left out. */
  uop(part: InstructionPart): void {
    const definition = this.#environment.definitions.get(part.uop);
    if (definition === undefined) throw new BuilderError("no such uop");
    if (this.#hasEnded || definition.flags.has("records")) return;
    const body = this.#environment.bodies[part.uop];
    if (body === undefined) throw new BuilderError("the uop has no body");
    this.#savePc(definition);
    const { inputs, outputs } = definition.effect;
    if (definition.flags.has("syncs")) this.#stack.flush();
    if ([...inputs, ...outputs].some((item) => item.array !== undefined)) this.#stack.spill();

    const values = new Map<string, CachedItem>();
    const arrays = new Map<string, Position>();
    const bottom = this.#popInputs(part, inputs, values, arrays);
    const below = this.#stack.snapshot();
    const before = this.#snapshotWith(part, inputs, values);
    const jumping = this.#snapshotOfKept(definition, below, values);
    const running: RunningUop = { definition, part, before, bottom, jumping, switchTo: undefined };
    const given = this.#bindings(part, inputs, outputs, values, arrays, bottom);

    this.#running = running;
    const made = body(given, this) ?? {};
    this.#running = undefined;

    if (running.switchTo === undefined) this.#pushOutputs(part, definition, values, arrays, made);
    else this.#enterFrame(running.switchTo, definition, values, made);
  }

  /** Goes on to the next instruction. */
  finish(): void {
    if (!this.#hasEnded) this.#endAt(this.nextPc);
  }

  get oparg(): I32 {
    const source = this.#current.part.oparg ?? "same";
    switch (source) {
      case "same":
        return this.entryOparg;
      case "top":
        return this.entryOparg.shrU(4);
      case "bottom":
        return this.entryOparg.and(15);
      case "size":
        return this.i32(this.#size);
      default:
        return this.i32(source);
    }
  }

  get operand0(): I32 {
    return asExpression<"i32">(this.#operand(this.#current.part.operand0, "i32"));
  }

  get operand1(): I32 {
    return asExpression<"i32">(this.#operand(this.#current.part.operand1, "i32"));
  }

  get operand0I64(): I64 {
    return asExpression<"i64">(this.#operand(this.#current.part.operand0, "i64"));
  }

  get operand1I64(): I64 {
    return asExpression<"i64">(this.#operand(this.#current.part.operand1, "i64"));
  }

  get operand0F64(): F64 {
    return asExpression<"f64">(this.#operand(this.#current.part.operand0, "f64"));
  }

  get operand1F64(): F64 {
    return asExpression<"f64">(this.#operand(this.#current.part.operand1, "f64"));
  }

  get nextPc(): I32 {
    return this.pc.add(this.#size);
  }

  get sp(): I32 {
    const { before } = this.#current;
    // A body that wants the pointer wants what it points to.
    this.#stack.store(before);
    return this.#addressOf(before.top);
  }

  get bottom(): I32 {
    return this.#addressOf(this.#current.bottom);
  }

  opargScaled(scale: number, base = 0): I32 {
    return this.oparg.mul(scale).add(base);
  }

  exitIf(condition: I32): void {
    this.#guard(condition, "exit");
  }

  deoptIf(condition: I32): void {
    this.#guard(condition, "deopt");
  }

  errorIf(condition: I32): void {
    const { before, definition } = this.#current;
    if (!definition.flags.has("error")) throw new BuilderError("errorIf in a uop that is not flagged error");
    const target = handlerFunctionName(this.#environment.errorHandler);
    this.if(condition, () => {
      this.#stack.store(before);
      this.tailCall(target, [this.pc, this.#addressOf(before.top), this.fp, 0]);
    });
  }

  switchFrame(to: FrameSwitch): void {
    if (!this.recorder.isAtRoot) throw new BuilderError("switchFrame inside a branch: dispatchAt may stand there");
    if (!this.#current.definition.flags.has("syncs"))
      throw new BuilderError("switchFrame in a uop that is not flagged syncs");
    this.#current.switchTo = to;
    this.#hasEnded = true;
  }

  jumpIf(condition: I32, units: I32): void {
    const { jumping } = this.#current;
    if (jumping === undefined) throw new BuilderError("jumpIf in a uop that puts new outputs below inputs that stay");
    this.if(condition, () => this.#endAt(this.nextPc.add(units.shl(1)), jumping));
  }

  jumpToTop(): void {
    throw new BuilderError("jumpToTop: only traces have a top");
  }

  protected override transferred(): void {
    if (this.recorder.isAtRoot) this.#hasEnded = true;
  }

  get #size(): number {
    return 2 * (1 + this.#instruction.cacheWords);
  }

  get #current(): RunningUop {
    if (this.#running === undefined) throw new BuilderError("the builder is used after the body returned");
    return this.#running;
  }

  #guard(condition: I32, flag: "exit" | "deopt"): void {
    const { before, definition } = this.#current;
    if (!definition.flags.has(flag)) throw new BuilderError(`a guard in a uop that is not flagged ${flag}`);
    const { generic, name } = this.#instruction;
    if (generic === undefined || generic === name)
      throw new BuilderError("a guard in an instruction without a generic form");
    if (!samePosition(before.top, origin))
      throw new BuilderError("a guard at another depth than the instruction's start");
    this.if(condition, () => {
      this.#stack.store(before);
      this.tailCall(handlerFunctionName(generic), [this.pc, this.entrySp, this.fp, this.entryOparg]);
    });
  }

  #savePc({ flags }: UopDefinition): void {
    if (this.#hasSavedPc || !(flags.has("error") || flags.has("escapes"))) return;
    this.store(this.#environment.instructionPointer, this.fp, this.pc);
    this.#hasSavedPc = true;
  }

  #popInputs(
    part: InstructionPart,
    inputs: readonly StackItem[],
    values: Map<string, CachedItem>,
    arrays: Map<string, Position>,
  ): Position {
    for (const item of [...inputs].reverse()) {
      if (item.array === undefined) {
        values.set(item.name, this.#stack.pop(item.representation));
      } else {
        this.#stack.moveTop(subtractPositions(this.#stack.top, this.#extentOf(part, item)));
        arrays.set(item.name, this.#stack.top);
      }
    }
    return this.#stack.top;
  }

  /** The stack as it was before the inputs were taken. With arrays everything is in memory already. */
  #snapshotWith(
    part: InstructionPart,
    inputs: readonly StackItem[],
    values: ReadonlyMap<string, CachedItem>,
  ): StackSnapshot {
    const { top, items } = this.#stack.snapshot();
    const before = inputs.reduce((position, item) => addPositions(position, this.#extentOf(part, item)), top);
    if (inputs.some((item) => item.array !== undefined)) return { top: before, items: [] };
    const taken = inputs.flatMap((item) => values.get(item.name) ?? []);
    return { top: before, items: [...items, ...taken] };
  }

  /** The stack with the inputs that are outputs too; `undefined` when a new output is below one of them. */
  #snapshotOfKept(
    { effect: { outputs } }: UopDefinition,
    below: StackSnapshot,
    values: ReadonlyMap<string, CachedItem>,
  ): StackSnapshot | undefined {
    const kept = outputs.flatMap((item) => values.get(item.name) ?? []);
    if (outputs.slice(0, kept.length).some((item) => !values.has(item.name))) return undefined;
    return { top: slotsBelow(below.top, -kept.length), items: [...below.items, ...kept] };
  }

  #bindings(
    part: InstructionPart,
    inputs: readonly StackItem[],
    outputs: readonly StackItem[],
    values: ReadonlyMap<string, CachedItem>,
    arrays: ReadonlyMap<string, Position>,
    bottom: Position,
  ): Record<string, Expression> {
    const bindings: Record<string, Expression> = {};
    for (const { name } of inputs) {
      const value = values.get(name);
      const array = arrays.get(name);
      if (value !== undefined) bindings[name] = value.node;
      if (array !== undefined) bindings[name] = this.#addressOf(array);
    }
    let place = bottom;
    for (const item of outputs) {
      if (item.array !== undefined && !(item.name in bindings)) bindings[item.name] = this.#addressOf(place);
      place = addPositions(place, this.#extentOf(part, item));
    }
    return bindings;
  }

  #pushOutputs(
    part: InstructionPart,
    { effect: { inputs, outputs } }: UopDefinition,
    values: ReadonlyMap<string, CachedItem>,
    arrays: ReadonlyMap<string, Position>,
    made: Readonly<Record<string, Expression>>,
  ): void {
    if (this.#hasEnded) return;
    checkOutputNames(outputs, made);
    for (const item of outputs) {
      if (item.array === undefined) {
        const isInput = inputs.some(({ name }) => name === item.name) && !item.isNull;
        this.#stack.push(this.#output(item, isInput ? values.get(item.name) : undefined, made[item.name]));
        continue;
      }
      this.#stack.spill();
      this.#moveArray(part, item, arrays.get(item.name));
      this.#stack.moveTop(addPositions(this.#stack.top, this.#extentOf(part, item)));
    }
  }

  /** Outputs of a uop that switches frames go on the new frame's stack. */
  #enterFrame(
    to: FrameSwitch,
    { effect: { outputs } }: UopDefinition,
    values: ReadonlyMap<string, CachedItem>,
    made: Readonly<Record<string, Expression>>,
  ): void {
    checkOutputNames(outputs, made);
    outputs.forEach((item, index) => {
      if (item.array !== undefined) throw new BuilderError("a uop that switches frames has an array among its outputs");
      const { node } = this.#output(item, values.get(item.name), made[item.name]);
      this.store({ ...slot, offset: 4 * index }, to.sp, asExpression<"i32">(node));
    });
    this.dispatchAt(to.pc, to.sp.add(4 * outputs.length), to.fp);
  }

  #output(item: StackItem, input: CachedItem | undefined, made: Expression | undefined): CachedItem {
    const { representation, name } = item;
    if (input !== undefined) {
      if (made !== undefined && made !== input.node)
        throw new BuilderError(`output ${name} is the input, the body gives another value`);
      return input;
    }
    if (item.isNull) return { node: this.recorder.constant("i32", 0), representation, home: undefined };
    if (made === undefined) throw new BuilderError(`the body gives no ${name}`);
    return { node: this.operand(typeOfRepresentation(representation), made), representation, home: undefined };
  }

  /** An array that stays on the stack but not in its place is moved there. */
  #moveArray(part: InstructionPart, item: StackItem, from: Position | undefined): void {
    const to = this.#stack.top;
    if (from === undefined || samePosition(from, to)) return;
    this.copyMemory(this.#addressOf(to), this.#addressOf(from), this.#bytesOf(this.#extentOf(part, item)));
  }

  /** Leaves memory as the truth and dispatches. */
  #endAt(pc: I32, stack: StackSnapshot = this.#stack.snapshot()): void {
    this.#stack.store(stack);
    this.dispatchAt(pc, this.#addressOf(stack.top), this.fp);
  }

  /** An item's size in terms of the instruction's oparg, which is not always the uop's. */
  #extentOf({ oparg = "same" }: InstructionPart, item: StackItem): Position {
    const extent = extentOf(item);
    if (extent.terms.length === 0 || oparg === "same") return extent;
    if (oparg === "top" || oparg === "bottom")
      throw new BuilderError(`the size of ${item.name} depends on half an oparg`);
    return { constant: sizeOfItem(item, oparg === "size" ? this.#size : oparg), terms: [] };
  }

  #addressOf({ constant, terms }: Position): I32 {
    const dynamic = terms.length === 0 ? this.entrySp : this.entrySp.add(this.#bytesOf({ constant: 0, terms }));
    return constant === 0 ? dynamic : dynamic.add(4 * constant);
  }

  #bytesOf({ constant, terms }: Position): I32 {
    return terms.reduce(
      (sum, { mask, scale }) => {
        const masked = mask === -1 ? this.entryOparg : this.entryOparg.and(mask);
        return sum.add(masked.mul(4 * scale));
      },
      this.i32(4 * constant),
    );
  }

  #operand(slice: CacheSlice | undefined, type: "i32" | "i64" | "f64"): Node {
    if (slice === undefined) throw new BuilderError("the body uses an operand that no cache word feeds");
    if (type !== "i32" && slice.size !== 4) throw new BuilderError("a 64-bit operand wants four cache words");
    const place = { name: "operand", offset: 2 * (1 + slice.offset) };
    return nodeOf(this.load(operandField(type, slice.size, place), this.pc), this.recorder);
  }
}

function operandField(type: "i32" | "i64" | "f64", size: 1 | 2 | 4, place: Pick<Field, "name" | "offset">): Field {
  if (type === "i32") return { ...place, type, width: size === 1 ? "u16" : "i32" };
  return { ...place, type, width: type };
}
