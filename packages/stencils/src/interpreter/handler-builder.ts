// Handlers of tier 1: functions (pc, sp, fp, oparg) -> i32. This file has what every handler can do (its parameters, dispatch), and
// the builder that written-out handlers get.

import { CodeBuilder } from "../builder/code-builder.ts";
import type { DispatchOptions, Expression, Field, HandlerBuilder, I32, TransferBuilder } from "../builder/language.ts";
import { asExpression, type Node } from "../builder/node.ts";
import { Recorder } from "../builder/recorder.ts";

/** Name of the mutable global that chooses the half of the dispatch table. */
export const dispatchBaseName = "dispatch_base";

/** Slot of the base handlers' first entry, and of the recording half's. */
export const baseHalf = 0;
export const recordingHalf = 256;
/** First slot after both halves. */
export const firstFreeSlot = 512;

/** How a handler's function is named in the module. */
export function handlerFunctionName(handler: string): string {
  return `handler:${handler}`;
}

const codeUnit: Field<"i32"> = { name: "code unit", offset: 0, type: "i32", width: "u16" };

/** Starts recording a handler. */
export function handlerRecorder(name: string): Recorder {
  return new Recorder(handlerFunctionName(name), ["i32", "i32", "i32", "i32"], "i32");
}

/** A builder with the four parameters and the ways on to the next handler. */
export class TransferCodeBuilder extends CodeBuilder implements TransferBuilder {
  get pc(): I32 {
    return this.#parameter(0);
  }

  get fp(): I32 {
    return this.#parameter(2);
  }

  protected get entrySp(): I32 {
    return this.#parameter(1);
  }

  protected get entryOparg(): I32 {
    return this.#parameter(3);
  }

  dispatchAt(pc: I32, sp: I32, fp: I32, options: DispatchOptions = {}): void {
    // One load serves both halves of the unit; it is dropped when both are given.
    const unit = this.load(codeUnit, pc);
    const opcode = options.opcode === undefined ? unit.and(0xff) : this.#number(options.opcode);
    const oparg = options.oparg ?? unit.shrU(8);
    const slot = options.half === "base" ? opcode.add(baseHalf) : opcode.add(this.#dispatchBase());
    this.#transfer(slot, [pc, sp, fp, oparg]);
  }

  enterSlot(slot: I32 | number, pc: I32, sp: I32, fp: I32, oparg: I32 | number): void {
    this.#transfer(this.#number(slot), [pc, sp, fp, oparg]);
  }

  leave(status: I32): void {
    this.recorder.add({ kind: "return", value: this.operand("i32", status) });
    this.transferred();
  }

  /** A tail call to a function of the module. */
  protected tailCall(functionName: string, state: readonly (Expression | number)[]): void {
    this.recorder.add({ kind: "return-call", name: functionName, arguments: this.#state(state) });
    this.transferred();
  }

  /** Control has left the handler at this place. */
  protected transferred(): void {
    // Handlers made of uops want to know; others do not.
  }

  #transfer(slot: I32, state: readonly (Expression | number)[]): void {
    this.recorder.add({
      kind: "return-call-indirect",
      slot: this.operand("i32", slot),
      arguments: this.#state(state),
    });
    this.transferred();
  }

  #state(state: readonly (Expression | number)[]): Node[] {
    return state.map((value) => this.operand("i32", value));
  }

  #parameter(index: number): I32 {
    return asExpression<"i32">(this.recorder.parameter(index));
  }

  #number(value: I32 | number): I32 {
    return typeof value === "number" ? this.i32(value) : value;
  }

  #dispatchBase(): I32 {
    return asExpression<"i32">(this.temporary("i32", { kind: "global", name: dispatchBaseName }));
  }
}

/** {@link HandlerBuilder}. */
export class HandlerCodeBuilder extends TransferCodeBuilder implements HandlerBuilder {
  get sp(): I32 {
    return this.entrySp;
  }

  get oparg(): I32 {
    return this.entryOparg;
  }

  enterHandler(name: string, pc: I32, sp: I32, fp: I32, oparg: I32 | number): void {
    this.tailCall(handlerFunctionName(name), [pc, sp, fp, oparg]);
  }
}
