// One stencil as a Wasm function: parameters are the frame and the inputs that are in registers, holes are imported globals, every way
// out is an imported function that is given the registers' values.
//
//   _ADD_r12   left in memory, right in r0          (fp, r0) ->
//                                                      left = load(fp + hole stack-8)
//                                                      call way "continue fp r0 r1"(fp, left + r0, left)
//
// Passing values to the ways out is what keeps them alive: Binaryen may reuse a parameter's local as soon as nobody needs it.

import type { StackItem, UopDefinition } from "@tjit/ir";
import { BuilderError } from "../builder/builder-error.ts";
import { type CalleeSet, CodeBuilder } from "../builder/code-builder.ts";
import type { Expression, F64, Field, I32, I64, UopBody, UopBuilder, ValueType } from "../builder/language.ts";
import type { HoleKind } from "../holes.ts";
import { checkOutputNames } from "../builder/check-outputs.ts";
import { asExpression, type Node, nodeOf } from "../builder/node.ts";
import { type FunctionCode, Recorder } from "../builder/recorder.ts";
import { Opcode } from "../wasm/opcodes.ts";
import { localTypeOf, registerClassOf } from "../registers.ts";
import type { Variant } from "../variants.ts";
import { type LinearOffset, noOffset, type Place, type Places, placesOf, sameOffset, sizeOf } from "./places.ts";
import {
  foldedOffset,
  holeName,
  type HoleValue,
  type Register,
  stencilName,
  type Way,
  wayName,
} from "./stencil-names.ts";

const slot: Field<"i32"> = { name: "stack slot", offset: 0, type: "i32", width: "i32" };

/** The hole in an access's offset for a hole that is added to its address. */
const offsetKinds: Readonly<Partial<Record<HoleKind, HoleKind>>> = {
  oparg: "oparg-offset",
  stack: "stack-offset",
  operand0: "operand0-offset",
  operand1: "operand1-offset",
};

/** What stencils of one set have in common while they are recorded. */
export class StencilNames {
  readonly callees: CalleeSet = new Map();
  readonly ways = new Map<string, Way>();
  readonly holes = new Map<string, { readonly value: HoleValue; readonly type: ValueType }>();
  /** Holes folded into offsets, by number. */
  readonly folded: HoleValue[] = [];
  readonly #foldedNumbers = new Map<string, number>();

  foldedNumber(hole: HoleValue): number {
    const name = holeName(hole);
    const known = this.#foldedNumbers.get(name);
    if (known !== undefined) return known;
    const number = this.folded.push(hole) - 1;
    if (number >= foldedOffset.limit) throw new BuilderError("too many different holes in offsets");
    this.#foldedNumbers.set(name, number);
    return number;
  }
}

/** A recorded stencil. */
export interface RecordedStencil {
  readonly code: FunctionCode;
  /** The register of each parameter. */
  readonly parameters: readonly Register[];
}

/** Records a variant. @throws BuilderError naming the stencil. */
export function recordStencil(
  definition: UopDefinition,
  body: UopBody,
  variant: Variant,
  names: StencilNames,
): RecordedStencil {
  const name = stencilName(definition.name, variant.inputs, variant.outputs);
  const places = placesOf(definition, variant);
  const parameters: Register[] = ["fp", ...places.inputs.flatMap((place) => place.register ?? [])];
  const types = parameters.map((register) => (register === "fp" ? "i32" : localTypeOf(register.class)));
  const recorder = new Recorder(name, types, definition.flags.has("terminal") ? "i32" : "void");
  try {
    new StencilBuilder(recorder, names, definition, places, parameters).record(body);
  } catch (error) {
    if (error instanceof BuilderError) throw new BuilderError(`stencil ${name}: ${error.message}`, { cause: error });
    throw error;
  }
  return { code: recorder.finish(), parameters };
}

class StencilBuilder extends CodeBuilder implements UopBuilder {
  readonly #names: StencilNames;
  readonly #definition: UopDefinition;
  readonly #places: Places;
  readonly #parameters: readonly Register[];
  readonly #values = new Map<string, Node>();
  #switchedTo: I32 | undefined;

  constructor(
    recorder: Recorder,
    names: StencilNames,
    definition: UopDefinition,
    places: Places,
    parameters: readonly Register[],
  ) {
    super(recorder, names.callees);
    this.#names = names;
    this.#definition = definition;
    this.#places = places;
    this.#parameters = parameters;
  }

  record(body: UopBody): void {
    const bindings: Record<string, Expression> = {};
    let parameter = 1;
    for (const { item, offset, register } of this.#places.inputs) {
      if (item.array !== undefined) {
        bindings[item.name] = this.#slotAddress(offset);
        continue;
      }
      const value =
        register === undefined
          ? nodeOf(this.load(slot, this.#slotAddress(offset)), this.recorder)
          : this.recorder.parameter(parameter++);
      this.#values.set(item.name, value);
      bindings[item.name] = value;
    }
    for (const { item, offset } of this.#places.outputs) {
      if (item.array !== undefined && !(item.name in bindings)) bindings[item.name] = this.#slotAddress(offset);
    }
    const made = body(bindings, this) ?? {};
    if (!this.#isTerminal) this.#continue(made);
  }

  get oparg(): I32 {
    return this.opargScaled(1);
  }

  get operand0(): I32 {
    return asExpression<"i32">(this.#hole("operand0"));
  }

  get operand1(): I32 {
    return asExpression<"i32">(this.#hole("operand1"));
  }

  get operand0I64(): I64 {
    return asExpression<"i64">(this.#hole("operand0-i64", noOffset, "i64"));
  }

  get operand1I64(): I64 {
    return asExpression<"i64">(this.#hole("operand1-i64", noOffset, "i64"));
  }

  get operand0F64(): F64 {
    return asExpression<"f64">(this.#hole("operand0-f64", noOffset, "f64"));
  }

  get operand1F64(): F64 {
    return asExpression<"f64">(this.#hole("operand1-f64", noOffset, "f64"));
  }

  get fp(): I32 {
    return asExpression<"i32">(this.recorder.parameter(0));
  }

  get pc(): I32 {
    return asExpression<"i32">(this.#hole("pc"));
  }

  get nextPc(): I32 {
    return asExpression<"i32">(this.#hole("next-pc"));
  }

  get sp(): I32 {
    const { flags, effect } = this.#definition;
    const hasArray = [...effect.inputs, ...effect.outputs].some((item) => item.array !== undefined);
    if (!flags.has("syncs") && !hasArray) throw new BuilderError("sp in a uop that is not flagged syncs");
    // A body that wants the pointer wants what it points to.
    for (const { item, offset, register } of this.#places.inputs) {
      const value = this.#values.get(item.name);
      if (register !== undefined && value !== undefined) this.#storeSlot(offset, value, item);
    }
    return this.#slotAddress(noOffset);
  }

  get bottom(): I32 {
    return this.#slotAddress(this.#places.bottom);
  }

  opargScaled(scale: number, base = 0): I32 {
    return asExpression<"i32">(this.#hole("oparg", { base, scale, mask: -1 }));
  }

  exitIf(condition: I32): void {
    this.#guard(condition, "exit");
  }

  deoptIf(condition: I32): void {
    this.#guard(condition, "deopt");
  }

  errorIf(condition: I32): void {
    if (!this.#definition.flags.has("error")) throw new BuilderError("errorIf in a uop that is not flagged error");
    this.#leaveIf(condition, "error");
  }

  switchFrame({ fp }: { readonly fp: I32; readonly sp: I32; readonly pc: I32 }): void {
    if (!this.recorder.isAtRoot) throw new BuilderError("switchFrame inside a branch");
    if (!this.#definition.flags.has("syncs")) throw new BuilderError("switchFrame in a uop that is not flagged syncs");
    this.#switchedTo = fp;
  }

  jumpIf(): void {
    throw new BuilderError("jumpIf: a trace has guards instead");
  }

  jumpToTop(): void {
    if (!this.#isTerminal) throw new BuilderError("jumpToTop in a uop that is not flagged terminal");
    this.#leave("loop");
  }

  dispatchAt(): void {
    throw new BuilderError("dispatchAt: a trace leaves through its exits");
  }

  enterSlot(target: I32 | number, pc: I32, sp: I32, fp: I32, oparg: I32 | number): void {
    if (!this.#isTerminal) throw new BuilderError("enterSlot in a uop that is not flagged terminal");
    const state = [pc, sp, fp, oparg].map((value) => this.operand("i32", value));
    this.recorder.add({ kind: "return-call-indirect", slot: this.operand("i32", target), arguments: state });
  }

  leave(status: I32): void {
    if (!this.#isTerminal) throw new BuilderError("leave in a uop that is not flagged terminal");
    this.recorder.add({ kind: "return", value: this.operand("i32", status) });
  }

  /** Folds a hole that is added to a base into the access's offset, where it costs nothing. */
  protected override address(base: Node, offset: number): { readonly base: Node; readonly offset: number } {
    const sum = this.#splitAddress(base);
    if (sum === undefined) return { base, offset };
    const { base: rest, hole } = sum;
    const number = this.#names.foldedNumber({ ...hole, kind: offsetKinds[hole.kind] ?? hole.kind });
    if (offset >= foldedOffset.stride) throw new BuilderError("a field's offset is too large");
    return { base: rest, offset: foldedOffset.first + number * foldedOffset.stride + offset };
  }

  /** `base + hole ± constants`, taken apart; `undefined` when the address has no such hole, or nothing besides. */
  #splitAddress(node: Node): { readonly base: Node; readonly hole: HoleValue } | undefined {
    const { shape } = node;
    if (shape.kind !== "pure") return undefined;
    const [left, right] = shape.operands;
    if (left === undefined || right === undefined) return undefined;
    const constant = right.shape.kind === "constant" ? Number(right.shape.value) : undefined;
    if (constant !== undefined && (shape.opcode === Opcode.i32Add || shape.opcode === Opcode.i32Sub)) {
      const sum = this.#splitAddress(left);
      if (sum === undefined) return undefined;
      const change = shape.opcode === Opcode.i32Add ? constant : -constant;
      return { base: sum.base, hole: { ...sum.hole, base: sum.hole.base + change } };
    }
    if (shape.opcode !== Opcode.i32Add) return undefined;
    const rightHole = this.#foldable(right);
    if (rightHole !== undefined && left.shape.kind !== "constant") return { base: left, hole: rightHole };
    const leftHole = this.#foldable(left);
    return leftHole === undefined ? undefined : { base: right, hole: leftHole };
  }

  #foldable({ shape }: Node): HoleValue | undefined {
    if (shape.kind !== "global") return undefined;
    const hole = this.#names.holes.get(shape.name)?.value;
    return hole !== undefined && this.#isDistance(hole.kind) ? hole : undefined;
  }

  /** Whether a hole's value is never negative and small, so that adding it to an address cannot wrap around. */
  #isDistance(kind: HoleKind): boolean {
    if (kind === "operand0") return this.#definition.operand0 === "offset";
    if (kind === "operand1") return this.#definition.operand1 === "offset";
    return kind === "oparg" || kind === "stack";
  }

  get #isTerminal(): boolean {
    return this.#definition.flags.has("terminal");
  }

  #hole(kind: HoleValue["kind"], offset: LinearOffset = noOffset, type: ValueType = "i32"): Node {
    const value = { kind, ...offset };
    const name = holeName(value);
    this.#names.holes.set(name, { value, type });
    return this.recorder.global(type, name);
  }

  #slotAddress(offset: LinearOffset): I32 {
    return this.fp.add(asExpression<"i32">(this.#hole("stack", offset)));
  }

  #storeSlot(offset: LinearOffset, value: Node, { name, representation }: StackItem): void {
    if (value.type !== "i32") throw new BuilderError(`${name} is ${representation} and cannot go to memory`);
    this.store(slot, this.#slotAddress(offset), asExpression<"i32">(value));
  }

  #guard(condition: I32, flag: "exit" | "deopt"): void {
    const { flags } = this.#definition;
    if (!flags.has(flag) && !flags.has("periodic"))
      throw new BuilderError(`a guard in a uop that is not flagged ${flag}`);
    this.#leaveIf(condition, "exit");
  }

  #leaveIf(condition: I32, kind: "exit" | "error"): void {
    const { shape } = this.operand("i32", condition);
    if (shape.kind === "constant" && shape.value !== 0) this.#leave(kind);
    else this.if(condition, () => this.#leave(kind));
  }

  /** The registers are as the stencil found them. */
  #leave(kind: "exit" | "error" | "loop"): void {
    const values = this.#parameters.map((_, index) => this.recorder.parameter(index));
    this.#callWay({ kind, registers: [...this.#parameters].reverse() }, values.reverse());
    this.recorder.add({ kind: "unreachable" });
  }

  #continue(made: Readonly<Record<string, Expression>>): void {
    checkOutputNames(this.#definition.effect.outputs, made);
    // What is in its register already comes last, the frame at the very end: so its local is needed to the end and is not reused.
    const moved: [Register, Node][] = [];
    const inPlace: [Register, Node][] = [];
    for (const place of this.#places.outputs) {
      if (place.item.array !== undefined) {
        this.#moveArray(place);
        continue;
      }
      const value = this.#outputValue(place.item, made[place.item.name]);
      if (place.register !== undefined) {
        (this.#isInRegister(place) ? inPlace : moved).push([place.register, value]);
      } else if (this.#switchedTo !== undefined) {
        throw new BuilderError(`output ${place.item.name} of a uop that switches frames is not in a register`);
      } else if (!this.#isInPlace(place)) {
        this.#storeSlot(place.offset, value, place.item);
      }
    }
    const frame: [Register, Node] = ["fp", nodeOf(this.#switchedTo ?? this.fp, this.recorder)];
    const results = [...moved, ...inPlace, frame];
    this.#callWay(
      { kind: "continue", registers: results.map(([register]) => register) },
      results.map(([, value]) => value),
    );
  }

  /** Whether an output is an input in the same register. */
  #isInRegister({ item, register }: Place): boolean {
    const before = this.#places.inputs.find((input) => input.item.name === item.name);
    return before?.register !== undefined && before.register.number === register?.number;
  }

  #outputValue(item: StackItem, made: Expression | undefined): Node {
    const input = item.isNull ? undefined : this.#values.get(item.name);
    if (input !== undefined) {
      if (made !== undefined && made !== input)
        throw new BuilderError(`output ${item.name} is the input, the body gives another value`);
      return input;
    }
    if (item.isNull) return this.recorder.constant("i32", 0);
    if (made === undefined) throw new BuilderError(`the body gives no ${item.name}`);
    return this.operand(localTypeOf(registerClassOf(item.representation)), made);
  }

  /** Whether memory holds an output already: it is an input that was there and stays. */
  #isInPlace({ item, offset }: Place): boolean {
    const before = this.#places.inputs.find((input) => input.item.name === item.name);
    return before !== undefined && !item.isNull && before.register === undefined && sameOffset(before.offset, offset);
  }

  #moveArray({ item, offset }: Place): void {
    const before = this.#places.inputs.find((input) => input.item.name === item.name);
    if (before === undefined || sameOffset(before.offset, offset)) return;
    const bytes = asExpression<"i32">(this.#hole("oparg", sizeOf(item)));
    this.copyMemory(this.#slotAddress(offset), this.#slotAddress(before.offset), bytes);
  }

  #callWay(way: Way, values: readonly Node[]): void {
    const name = wayName(way);
    this.#names.ways.set(name, way);
    this.recorder.add({
      kind: "call",
      name,
      arguments: values.map((value) => this.recorder.checkScope(value)),
      result: "void",
    });
  }
}
