// Runs traces of "calc" directly, uop by uop, on JavaScript objects with explicit counts. It shares no code with the abstract stack
// machine. What it returns is everything that an optimization must not change: the exit taken, every frame's locals and stack,
// the log of host calls and finalizers, and how many boxes are alive. Boxes and functions have an identity; floats are compared by
// value, since folding makes them constants. Counts are held against a census of all references instead.
//
// It throws on what no input may cause: use of a dead object, a count below zero, an in-place update of a shared object.

import type { FoldableValue } from "../plain-values.ts";
import { elementAt } from "../element.ts";
import { type Exit, type Trace, type TraceConstant, type Uop, noExit } from "../trace.ts";
import type { DialectIndex } from "../dialect.ts";
import { calcIntLimit } from "./calc.ts";

/** A value to start with: NULL, an int, a float, a constant, a box around another value. */
export type CalcValue =
  | { readonly kind: "null" | "true" | "false" | "nothing" | "function" }
  | { readonly kind: "int" | "float"; readonly value: number }
  | { readonly kind: "box"; readonly content: CalcValue }
  /** The same object as local `local` of the root frame, if that is an earlier one. */
  | { readonly kind: "alias"; readonly local: number };

/** What a trace runs on. */
export interface CalcInput {
  readonly locals: readonly CalcValue[];
  readonly stack: readonly CalcValue[];
  readonly globals: readonly CalcValue[];
  /** The number of the host call that raises; -1 for none. */
  readonly raiseAt: number;
  /** The number of the host call that changes every version; -1 for none. */
  readonly bumpAt: number;
  /** How often the loop may jump back. */
  readonly rounds: number;
}

/** What can be observed after a run. */
export interface CalcOutcome {
  readonly how: string;
  /** Frames from the root to the top one, each with locals and stack in text, objects named in the order of their appearance. */
  readonly frames: readonly string[];
  readonly log: readonly string[];
  /** Boxes and functions alive, reachable or not. */
  readonly alive: number;
  /** Objects whose count is not the number of references to them: leaks, and deaths to come. Always empty. */
  readonly miscounted: readonly string[];
}

interface CalcObject {
  readonly type: string;
  count: number;
  value: number;
  content: Reference;
  isDead: boolean;
}

type Reference =
  | { readonly kind: "null" }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "immortal"; readonly name: "True" | "False" | "Nothing" }
  | { readonly kind: "object"; readonly object: CalcObject }
  | { readonly kind: "frame"; readonly frame: CalcFrame };

interface CalcFrame {
  readonly id: number;
  readonly locals: Reference[];
  readonly stack: Reference[];
  ip: number;
}

const nullReference: Reference = { kind: "null" };
/** The version that every type, function and the globals start with. */
export const calcVersion = 7;

/** Called before each uop with what is on the stack, for checking facts against values. */
export type CalcObserver = (at: number, frame: number, stack: readonly string[]) => void;

/** Runs a trace until it leaves or has jumped back often enough. */
export function evaluateCalc(trace: Trace, index: DialectIndex, input: CalcInput, observe?: CalcObserver): CalcOutcome {
  return new CalcMachine(trace, index, input, observe).run();
}

/** The type that the evaluator gives a value, in the words of the dialect; `null` for NULL. */
function typeName(reference: Reference): string {
  switch (reference.kind) {
    case "null":
    case "int":
    case "frame":
      return reference.kind;
    case "immortal":
      return reference.name === "Nothing" ? "nothing" : "bool";
    case "object":
      return reference.object.type;
  }
}

class CalcMachine {
  readonly #trace: Trace;
  readonly #index: DialectIndex;
  readonly #input: CalcInput;
  readonly #observe: CalcObserver | undefined;
  readonly #frames: CalcFrame[];
  readonly #constants: Reference[];
  readonly #globals: Reference[];
  readonly #log: string[] = [];
  readonly #objects: CalcObject[] = [];
  #hostCalls = 0;
  #version = calcVersion;
  #isInvalid = false;

  constructor(trace: Trace, index: DialectIndex, input: CalcInput, observe: CalcObserver | undefined) {
    this.#trace = trace;
    this.#index = index;
    this.#input = input;
    this.#observe = observe;
    this.#constants = trace.constants.map((constant) => this.#makeConstant(constant));
    const locals: Reference[] = [];
    const count = trace.frames[0]?.localCount ?? 0;
    for (let local = 0; local < count; local++) locals.push(this.#make(input.locals[local], locals));
    const stack = Array.from({ length: trace.entryDepth }, (_, slot) => this.#make(input.stack[slot], locals));
    this.#globals = input.globals.map((value) => this.#make(value, locals));
    this.#frames = [{ id: 0, locals, stack, ip: -1 }];
  }

  run(): CalcOutcome {
    let rounds = 0;
    for (let at = 0; ; at++) {
      const uop = elementAt(this.#trace.uops, at);
      const { id, stack } = this.#top;
      this.#observe?.(at, id, stack.map(typeName));
      const next = this.#step(uop);
      if (next === "continue") continue;
      if (next === "jump") {
        if (rounds++ >= this.#input.rounds) return this.#outcome("rounds");
        at = this.#trace.loopHead - 1;
        continue;
      }
      const exit = elementAt(this.#trace.exits, next === "exit" ? uop.exit : uop.error);
      this.#recover(exit);
      return this.#outcome(
        `${exit.kind} frame ${exit.frame} target ${exit.target}${next === "error" ? ` ip ${this.#top.ip}` : ""}`,
      );
    }
  }

  get #top(): CalcFrame {
    return elementAt(this.#frames, this.#frames.length - 1);
  }

  #step(uop: Uop): "continue" | "jump" | "exit" | "error" {
    const name = this.#index.definition(uop.op).name;
    const { stack, locals } = this.#top;
    const peek = (down: number): Reference => elementAt(stack, stack.length - 1 - down);
    const pop = (): Reference => {
      const popped = stack.pop();
      if (popped === undefined) throw new Error(`${name}: the stack is empty`);
      return popped;
    };
    const local = locals[uop.oparg] ?? nullReference;
    const binary = (compute: (left: number, right: number) => Reference): "continue" => {
      const res = compute(this.#number(peek(1)), this.#number(peek(0)));
      stack.splice(stack.length - 2, 0, res);
      return "continue";
    };
    const require = (down: number, type: string): void => {
      if (typeName(peek(down)) !== type) throw new Error(`${name} requires ${type}, found ${typeName(peek(down))}`);
    };
    switch (name) {
      case "_NOP":
      case "_PERIODIC":
      case "_SPILL":
      case "_RECORD_TOP":
        return "continue";
      case "_SET_IP":
        this.#top.ip = uop.operand0;
        return "continue";
      case "_START":
      case "_CHECK_VALIDITY":
        return this.#isInvalid ? "exit" : "continue";
      case "_JUMP":
        return "jump";
      case "_EXIT":
      case "_DEOPT":
        return "exit";
      case "_LOAD_LOCAL":
        stack.push(this.#count(local));
        return "continue";
      case "_BORROW_LOCAL":
        stack.push(local);
        return "continue";
      case "_SWAP_LOCAL":
        locals[uop.oparg] = pop();
        stack.push(local);
        return "continue";
      case "_CLEAR_LOCAL":
        locals[uop.oparg] = nullReference;
        stack.push(local);
        return "continue";
      case "_LOAD_CONSTANT":
        stack.push(this.#count(elementAt(this.#constants, uop.operand0)));
        return "continue";
      case "_BORROW_CONSTANT":
        stack.push(elementAt(this.#constants, uop.operand0));
        return "continue";
      case "_LOAD_INT":
        stack.push({ kind: "int", value: uop.oparg });
        return "continue";
      case "_LOAD_GLOBAL": {
        const value = this.#globals[uop.oparg % Math.max(1, this.#globals.length)] ?? nullReference;
        if (value.kind === "null") return "exit";
        stack.push(this.#count(value));
        return "continue";
      }
      case "_PUSH_NULL":
        stack.push(nullReference);
        return "continue";
      case "_COPY":
        stack.push(this.#count(peek(uop.oparg - 1)));
        return "continue";
      case "_BORROW_COPY":
        stack.push(peek(uop.oparg - 1));
        return "continue";
      case "_SWAP": {
        const deep = stack.length - uop.oparg;
        [stack[deep], stack[stack.length - 1]] = [peek(0), elementAt(stack, deep)];
        return "continue";
      }
      case "_POP":
        this.#release(pop());
        return "continue";
      case "_POP_FLOAT":
        require(0, "float");
        this.#release(pop());
        return "continue";
      case "_POP_NOP":
        pop();
        return "continue";
      case "_GUARD_TOP_INT":
        return this.#guard(peek(0), ["int"]);
      case "_GUARD_TOP_FLOAT":
        return this.#guard(peek(0), ["float"]);
      case "_GUARD_TOP_NUMBER":
        return this.#guard(peek(0), ["int", "float"]);
      case "_GUARD_TOP_BOOL":
        return this.#guard(peek(0), ["bool"]);
      case "_GUARD_TOP_BOX":
        return this.#guard(peek(0), ["box"]);
      case "_GUARD_NEXT_INT":
        return this.#guard(peek(1), ["int"]);
      case "_GUARD_NEXT_FLOAT":
        return this.#guard(peek(1), ["float"]);
      case "_GUARD_NOT_NULL":
        return peek(0).kind === "null" ? "exit" : "continue";
      case "_GUARD_NOT_NOTHING":
        return typeName(peek(0)) === "nothing" ? "exit" : "continue";
      case "_GUARD_TRUE_POP":
        return this.#guardPop(pop(), "True", uop);
      case "_GUARD_FALSE_POP":
        return this.#guardPop(pop(), "False", uop);
      case "_GUARD_TYPE_VERSION":
        return peek(0).kind !== "null" && typeName(peek(0)) === "box" && uop.operand0 === this.#version
          ? "continue"
          : "exit";
      case "_GUARD_FUNCTION_VERSION":
        return typeName(peek(1)) === "function" && uop.operand0 === this.#version ? "continue" : "exit";
      case "_GUARD_GLOBALS_VERSION":
        return uop.operand0 === this.#version ? "continue" : "exit";
      case "_ADD_INT": {
        require(0, "int");
        require(1, "int");
        const sum = this.#number(peek(1)) + this.#number(peek(0));
        if (Math.abs(sum) >= calcIntLimit) return "exit";
        return binary(() => ({ kind: "int", value: sum }));
      }
      case "_LESS_INT":
        require(0, "int");
        require(1, "int");
        return binary((left, right) => bool(left < right));
      case "_LESS_FLOAT":
        require(0, "float");
        require(1, "float");
        return binary((left, right) => bool(left < right));
      case "_MULTIPLY_FLOAT":
        require(0, "float");
        require(1, "float");
        return binary((left, right) => this.#float(left * right));
      case "_ADD_FLOAT":
        require(0, "float");
        require(1, "float");
        return binary((left, right) => this.#float(left + right));
      case "_MULTIPLY_FLOAT_INPLACE":
        this.#overwrite(stack, 1);
        return "continue";
      case "_MULTIPLY_FLOAT_INPLACE_RIGHT":
        this.#overwrite(stack, 0);
        return "continue";
      case "_MULTIPLY_FLOAT_INPLACE_LOCAL": {
        require(0, "float");
        require(1, "float");
        const product = this.#number(peek(1)) * this.#number(peek(0));
        if (local.kind !== "object" || peek(1) !== local) throw new Error(`${name}: left is not the local`);
        if (local.object.count === 1) local.object.value = product;
        else {
          locals[uop.oparg] = this.#float(product);
          this.#release(local);
        }
        stack.splice(stack.length - 2, 1);
        return "continue";
      }
      case "_ADD": {
        const isNumber = (reference: Reference): boolean => ["int", "float"].includes(typeName(reference));
        if (!isNumber(peek(0)) || !isNumber(peek(1))) return "error";
        const isFloat = typeName(peek(0)) === "float" || typeName(peek(1)) === "float";
        return binary((left, right) => (isFloat ? this.#float(left + right) : { kind: "int", value: left + right }));
      }
      case "_TRUTH": {
        const value = peek(0);
        const isFalse =
          value.kind === "null" ||
          (value.kind === "immortal" && value.name !== "True") ||
          (["int", "float"].includes(typeName(value)) && this.#number(value) === 0);
        stack.splice(stack.length - 1, 0, bool(!isFalse));
        return "continue";
      }
      case "_NOT": {
        require(0, "bool");
        const value = pop();
        stack.push(bool(value.kind === "immortal" && value.name === "False"));
        return "continue";
      }
      case "_NEW_BOX": {
        const box = this.#object("box");
        box.content = pop();
        stack.push({ kind: "object", object: box });
        return "continue";
      }
      case "_GET": {
        require(0, "box");
        const box = this.#objectOf(peek(0));
        if (box.content.kind === "null") return "exit";
        stack.splice(stack.length - 1, 0, this.#count(box.content));
        return "continue";
      }
      case "_CALL_HOST": {
        const values = stack.slice(stack.length - uop.oparg);
        const number = this.#hostCalls++;
        this.#log.push(`call ${values.map((value) => this.#describe(value)).join(" ")} ip ${this.#top.ip}`);
        if (number === this.#input.raiseAt) return "error";
        if (number === this.#input.bumpAt) this.#bump();
        stack.length -= uop.oparg;
        for (const value of values) this.#release(value);
        stack.push(this.#float(number));
        return "continue";
      }
      case "_MAKE_FRAME": {
        const values = stack.splice(stack.length - uop.oparg - 2, uop.oparg + 2);
        const [callee, receiver, ...rest] = values;
        const count = this.#trace.frames[uop.operand0]?.localCount ?? 0;
        const first = receiver === undefined || receiver.kind === "null" ? rest : [receiver, ...rest];
        const filled = Array.from({ length: Math.max(count, first.length) }, (_, at) => first[at] ?? nullReference);
        stack.push({ kind: "frame", frame: { id: uop.operand0, locals: filled, stack: [], ip: -1 } });
        this.#release(callee ?? nullReference);
        return "continue";
      }
      case "_PUSH_FRAME": {
        const frame = pop();
        if (frame.kind !== "frame") throw new Error("not a frame");
        this.#frames.push(frame.frame);
        return "continue";
      }
      case "_RETURN": {
        const value = pop();
        this.#frames.pop();
        for (const held of [...stack, ...locals]) this.#release(held);
        this.#top.stack.push(value);
        return "continue";
      }
      default:
        throw new Error(`calc has no meaning for ${name}`);
    }
  }

  #guard(reference: Reference, types: readonly string[]): "continue" | "exit" {
    return types.includes(typeName(reference)) ? "continue" : "exit";
  }

  /** A branch pops its flag on both ways; only a control-flow exit leaves after the pop. */
  #guardPop(flag: Reference, wanted: "True" | "False", uop: Uop): "continue" | "exit" {
    if (flag.kind === "immortal" && flag.name === wanted) return "continue";
    if (uop.exit !== noExit && !elementAt(this.#trace.exits, uop.exit).isControlFlow) this.#top.stack.push(flag);
    else this.#release(flag);
    return "exit";
  }

  #overwrite(stack: Reference[], down: number): void {
    const position = stack.length - 1 - down;
    const target = this.#objectOf(elementAt(stack, position));
    if (target.count !== 1) throw new Error(`in-place update of an object with count ${target.count}`);
    const product = this.#number(elementAt(stack, stack.length - 2)) * this.#number(elementAt(stack, stack.length - 1));
    target.value = product;
    stack[position] = nullReference;
    stack.splice(stack.length - 2, 0, { kind: "object", object: target });
  }

  #recover(exit: Exit): void {
    const { stack } = this.#top;
    for (const recovery of exit.recovery) {
      if (recovery.how === "own") this.#count(elementAt(stack, recovery.slot));
      else if (recovery.how === "constant")
        stack[recovery.slot] = this.#count(elementAt(this.#constants, recovery.constant));
      else throw new Error(`calc has no ${recovery.how}`);
    }
  }

  #bump(): void {
    this.#version++;
    // Whoever depends on anything is told.
    if (this.#trace.dependencies.length > 0) this.#isInvalid = true;
  }

  #count(reference: Reference): Reference {
    if (reference.kind === "object") this.#objectOf(reference).count++;
    return reference;
  }

  #release(reference: Reference): void {
    if (reference.kind !== "object") return;
    const object = this.#objectOf(reference);
    if (--object.count > 0) return;
    object.isDead = true;
    if (object.type !== "box") return;
    this.#log.push(`finalize ${this.#describe(object.content)}`);
    this.#release(object.content);
  }

  #objectOf(reference: Reference): CalcObject {
    if (reference.kind !== "object") throw new Error(`not an object: ${reference.kind}`);
    if (reference.object.isDead) throw new Error(`use of a dead ${reference.object.type}`);
    return reference.object;
  }

  #number(reference: Reference): number {
    return reference.kind === "int" ? reference.value : this.#objectOf(reference).value;
  }

  #object(type: string): CalcObject {
    const object: CalcObject = { type, count: 1, value: 0, content: nullReference, isDead: false };
    this.#objects.push(object);
    return object;
  }

  #float(value: number): Reference {
    const object = this.#object("float");
    object.value = value;
    return { kind: "object", object };
  }

  #make(value: CalcValue | undefined, locals: readonly Reference[]): Reference {
    switch (value?.kind) {
      case "int":
        return { kind: "int", value: value.value };
      case "float":
        return this.#float(value.value);
      case "true":
      case "false":
        return bool(value.kind === "true");
      case "nothing":
        return { kind: "immortal", name: "Nothing" };
      case "function":
        return { kind: "object", object: this.#object("function") };
      case "box": {
        const box = this.#object("box");
        box.content = this.#make(value.content, locals);
        return { kind: "object", object: box };
      }
      case "alias":
        return this.#count(locals[value.local] ?? nullReference);
      case "null":
      case undefined:
        return nullReference;
    }
  }

  #makeConstant(constant: TraceConstant): Reference {
    const value: FoldableValue | undefined = constant.value;
    if (constant.type === "int" && typeof value === "number") return { kind: "int", value };
    if (constant.type === "float" && typeof value === "number") return this.#float(value);
    if (constant.type === "bool") return bool(value === true);
    if (constant.type === "nothing") return { kind: "immortal", name: "Nothing" };
    return { kind: "object", object: this.#object(constant.type) };
  }

  #describe(reference: Reference): string {
    switch (reference.kind) {
      case "null":
      case "frame":
        return reference.kind;
      case "int":
        return String(reference.value);
      case "immortal":
        return reference.name;
      case "object": {
        const object = this.#objectOf(reference);
        if (object.type === "float") return `${object.value}f`;
        return object.type === "box" ? `box(${this.#describe(object.content)})` : object.type;
      }
    }
  }

  #outcome(how: string): CalcOutcome {
    const names = new Map<CalcObject, string>();
    const show = (reference: Reference): string => {
      if (reference.kind !== "object" || reference.object.type === "float") return this.#describe(reference);
      const object = this.#objectOf(reference);
      const name = names.get(object) ?? `o${names.size}`;
      names.set(object, name);
      return `${name}=${this.#describe(reference)}`;
    };
    const frames = this.#frames.map(
      (frame) =>
        `frame ${frame.id} locals ${frame.locals.map(show).join(" ")} stack ${frame.stack.map(show).join(" ")}`,
    );
    const alive = this.#objects.filter((object) => !object.isDead && object.type !== "float").length;
    return { how, frames, log: this.#log, alive, miscounted: this.#takeCensus() };
  }

  #takeCensus(): string[] {
    const found = new Map<CalcObject, number>();
    const note = (reference: Reference): void => {
      if (reference.kind === "frame")
        for (const held of [...reference.frame.locals, ...reference.frame.stack]) note(held);
      if (reference.kind === "object") found.set(reference.object, (found.get(reference.object) ?? 0) + 1);
    };
    this.#constants.forEach(note);
    this.#globals.forEach(note);
    for (const frame of this.#frames) for (const held of [...frame.locals, ...frame.stack]) note(held);
    for (const object of this.#objects) if (!object.isDead) note(object.content);
    return this.#objects
      .filter((object) => object.count !== (found.get(object) ?? 0))
      .map(
        (object) => `${object.type} ${object.value} has count ${object.count}, ${found.get(object) ?? 0} references`,
      );
  }
}

function bool(value: boolean): Reference {
  return { kind: "immortal", name: value ? "True" : "False" };
}
