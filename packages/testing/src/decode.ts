// Traces of the Python dialect from a flat list of small records, totally: every list is a trace, and a shorter list a shorter
// trace. Each record is a bytecode of `snippets.ts`, one of those that fit the stack as a recorder would have seen it, rather one
// that needs certain types; one in eight does not look at types, so that guards fail. Bytecodes come with validity check and place, as the tracer emits them.

import {
  type DialectIndex,
  type Exit,
  type ExitId,
  type FrameId,
  noExit,
  type Trace,
  type TraceConstant,
  type Uop,
} from "@tjit/ir";
import { type Snippet, snippets } from "./snippets.ts";
import {
  calleeCode,
  calleeLocals,
  localTypes,
  makeWorld,
  rootCode,
  rootLocals,
  stackTypes,
  type WorldRecipe,
} from "./world-recipe.ts";

/** One bytecode: any numbers will do. */
export interface BytecodeRecord {
  readonly snippet: number;
  readonly local: number;
  readonly number: number;
  /** One in eight ignores types. */
  readonly aim: number;
}

/** How a decoded trace ends. */
export type Ending = "loop" | "exit";

/** What a record looks for first: rows for the types on the stack, for types of locals, or any row. */
const aims = ["any", "stack", "stack", "any", "local", "stack", "any", "stack"] as const;

/** Deepest stack that the decoder makes. */
const deepest = 6;

/** The trace of these records, as recorded in the world of the recipe. */
export function decodePython(
  records: readonly BytecodeRecord[],
  recipe: WorldRecipe,
  ending: Ending,
  index: DialectIndex,
): Trace {
  const decoder = new Decoder(recipe, index);
  decoder.start(ending);
  for (const record of records) decoder.record(record);
  return decoder.finish(ending);
}

/** Constants of every decoded trace: immortal ones first, then objects of the fixed part of the world. */
export function constantsOf(recipe: WorldRecipe): readonly TraceConstant[] {
  const { machine, fixed } = makeWorld(recipe);
  const object = (name: string): number => fixed.get(name) ?? 0;
  return [
    { type: "NoneType", value: null, reference: machine.none, isImmortal: true },
    { type: "bool", value: true, reference: machine.boolean(true), isImmortal: true },
    { type: "smallint", value: 3, reference: machine.newInt(3n), isImmortal: true },
    { type: "float", value: 2.5, reference: object("float"), isImmortal: false },
    { type: "str", value: "k", reference: object("str"), isImmortal: false },
    { type: "tuple", value: undefined, reference: object("tuple"), isImmortal: false },
  ];
}

const immortalConstants = 3;

interface DecodedFrame {
  readonly id: FrameId;
  readonly types: string[];
  readonly stack: string[];
  readonly codeStart: number;
}

class Decoder {
  readonly #index: DialectIndex;
  readonly #constants: readonly TraceConstant[];
  readonly #entryDepth: number;
  readonly #uops: Uop[] = [];
  readonly #exits: Exit[] = [];
  readonly #frames: Trace["frames"][number][] = [];
  readonly #open: DecodedFrame[] = [];
  #offset = 0;
  #loopHead = 0;

  constructor(recipe: WorldRecipe, index: DialectIndex) {
    this.#index = index;
    this.#constants = constantsOf(recipe);
    this.#entryDepth = stackTypes(recipe).length;
    const codeStart = 1000;
    this.#frames.push({
      parent: -1,
      name: rootCode.name,
      code: rootCode.id,
      codeStart,
      localCount: rootLocals,
      frameSize: 128,
    });
    this.#open.push({ id: 0 as FrameId, types: [...localTypes(recipe)], stack: [...stackTypes(recipe)], codeStart });
  }

  start(ending: Ending): void {
    this.#emit("_START_EXECUTOR", {});
    this.#emit("_MAKE_WARM", {});
    this.#loopHead = this.#uops.length;
    if (ending === "loop") this.#emit("_CHECK_PERIODIC", {});
  }

  record(record: BytecodeRecord): void {
    const frame = this.#top();
    const ignoresTypes = record.aim % 8 === 7;
    const local = record.local % frame.types.length;
    const fitting = snippets.filter((snippet) => this.#fits(snippet, frame, local, ignoresTypes));
    // What works on types is what passes work on.
    const wanted = aims[record.aim % aims.length];
    const typed = fitting.filter(
      ({ takes, localType }) =>
        (wanted === "stack" && takes.some((type) => type !== "any")) || (wanted === "local" && localType !== undefined),
    );
    const choice = typed.length > 0 ? typed : fitting;
    const snippet = choice[mix(record, this.#offset) % Math.max(1, choice.length)];
    if (snippet !== undefined) this.#play(snippet, frame, this.#localOf(snippet, frame, local), record.number);
  }

  finish(ending: Ending): Trace {
    while (this.#open.length > 1) {
      if (this.#top().stack.length === 0) this.#bytecode(["_LOAD_FAST_BORROW=0"], 0, 0);
      this.#keepOne();
      this.#bytecode(["_GUARD_RETURN_OWNER", "_RETURN_VALUE"], 0, 0);
      this.#open.pop();
      this.#top().stack.push("any");
    }
    // A loop's head finds the depth that the trace was entered with.
    for (let extra = this.#top().stack.length - this.#entryDepth; extra > 0; extra--)
      this.#bytecode(["_POP_TOP"], 0, 0);
    for (let missing = this.#entryDepth - this.#top().stack.length; missing > 0; missing--) {
      this.#bytecode(["_LOAD_CONST_INLINE/c"], 0, missing + 2);
    }
    this.#offset += 2;
    this.#emit(ending === "loop" ? "_JUMP_TO_TOP" : "_EXIT_TRACE", {});
    return {
      dialect: "python",
      name: "decoded",
      frames: this.#frames,
      entryDepth: this.#entryDepth,
      uops: this.#uops,
      exits: this.#exits,
      constants: this.#constants,
      dependencies: [],
      loopHead: this.#loopHead,
    };
  }

  #top(): DecodedFrame {
    const frame = this.#open.at(-1);
    if (frame === undefined) throw new RangeError("no frame");
    return frame;
  }

  #fits(snippet: Snippet, frame: DecodedFrame, local: number, ignoresTypes: boolean): boolean {
    const { stack } = frame;
    const { takes, gives, special } = snippet;
    if (special === "return" && (this.#open.length === 1 || stack.length !== 1)) return false;
    if (special === "call" && this.#open.length > 2) return false;
    const isRead = special !== "store" && snippet.uops.includes("=L");
    if (isRead && frame.types[this.#localOf(snippet, frame, local)] === "NULL") return false;
    // A callee keeps at most one value, so that it can return at any time.
    const room = this.#open.length > 1 ? 2 : deepest;
    if (stack.length < takes.length || stack.length - takes.length + gives.length > room) return false;
    if (ignoresTypes) return true;
    if (snippet.localType !== undefined && !frame.types.includes(snippet.localType)) return false;
    return takes.every((type, at) => type === "any" || stack[stack.length - takes.length + at] === type);
  }

  /** The local that the row reads or writes: the next one of the type that it wants. */
  #localOf({ localType }: Snippet, { types }: DecodedFrame, local: number): number {
    for (let step = 0; step < types.length && localType !== undefined; step++) {
      const at = (local + step) % types.length;
      if (types[at] === localType) return at;
    }
    return local;
  }

  #play(snippet: Snippet, frame: DecodedFrame, local: number, number: number): void {
    const taken = frame.stack.splice(frame.stack.length - snippet.takes.length, snippet.takes.length);
    const constant = snippet.uops.includes("/i") ? number % immortalConstants : number % this.#constants.length;
    for (const bytecode of snippet.uops.split(" | ")) this.#bytecode(bytecode.split(" "), local, number);
    const given = snippet.gives.map((type) => {
      if (type === "same1") return taken.at(-1) ?? "any";
      if (type === "same2") return taken.at(-2) ?? "any";
      if (type === "local") return frame.types[local] ?? "any";
      return type === "constant" ? (this.#constants[constant]?.type ?? "any") : type;
    });
    if (snippet.special === "store") frame.types[local] = taken.at(-1) ?? "any";
    if (snippet.special === "call") this.#enter(frame, frame.types[local] ?? "any");
    else if (snippet.special === "return") {
      this.#open.pop();
      this.#top().stack.push(...given);
    } else frame.stack.push(...given);
    if (this.#open.length > 1) this.#keepOne();
  }

  /** A frame that returns has nothing below its value. */
  #keepOne(): void {
    const { stack } = this.#top();
    while (stack.length > 1) {
      this.#bytecode(["_SWAP_2"], 0, 0);
      this.#bytecode(["_POP_TOP"], 0, 0);
      stack.splice(-2, 1);
    }
  }

  #enter(caller: DecodedFrame, argument: string): void {
    const types = Array.from({ length: calleeLocals }, (_, index) => (index === 0 ? argument : "NULL"));
    const codeStart = 3000;
    const id = this.#frames.length as FrameId;
    this.#frames.push({
      parent: caller.id,
      name: calleeCode.name,
      code: calleeCode.id,
      codeStart,
      localCount: calleeLocals,
      frameSize: 64,
    });
    this.#open.push({ id, types, stack: [], codeStart });
  }

  #bytecode(words: readonly string[], local: number, number: number): void {
    this.#offset += 2;
    this.#emit("_CHECK_VALIDITY", {});
    this.#emit("_SET_IP", { operand0: this.#top().codeStart + 2 * this.#offset });
    for (const word of words) {
      const parts = /^(?<name>\w+)(?:=(?<oparg>\w+))?(?:\/(?<operand>\w+))?(?<behind>!)?$/.exec(word)?.groups;
      if (parts === undefined) throw new SyntaxError(`not a uop: ${word}`);
      const oparg = this.#oparg(parts["oparg"], local, number);
      this.#emit(parts["name"] ?? "", {
        oparg,
        operand0: this.#operand(parts["name"], parts["operand"], number),
        isBehind: parts["behind"] !== undefined,
      });
    }
  }

  #oparg(text: string | undefined, local: number, number: number): number {
    if (text === "L") return local;
    if (text === "N") return number % 8;
    if (text === "S") return number % 3;
    if (text !== "K") return Number(text ?? 0);
    const { types } = this.#top();
    const alike = types.flatMap((type, at) => (type === types[local] ? [at] : []));
    return alike[number % Math.max(1, alike.length)] ?? local;
  }

  #operand(name: string | undefined, text: string | undefined, number: number): number {
    if (name === "_PUSH_FRAME") return this.#frames.length;
    if (text === "c") return number % this.#constants.length;
    if (text === "i") return number % immortalConstants;
    return text === "a" ? number % 2 : Number(text ?? 0);
  }

  #emit(
    name: string,
    fields: { readonly oparg?: number; readonly operand0?: number; readonly isBehind?: boolean },
  ): void {
    const op = this.#index.id(name);
    const { flags } = this.#index.definition(op);
    const { id } = this.#top();
    const leave = (kind: Exit["kind"], isControlFlow: boolean): ExitId => {
      const target = isControlFlow ? this.#offset + 5000 : this.#offset;
      this.#exits.push({ kind, frame: id, target, isControlFlow, recovery: [] });
      return (this.#exits.length - 1) as ExitId;
    };
    const kind = flags.has("periodic")
      ? "periodic"
      : flags.has("exit")
        ? "side"
        : flags.has("deopt")
          ? "deopt"
          : undefined;
    this.#uops.push({
      op,
      oparg: fields.oparg ?? 0,
      operand0: fields.operand0 ?? 0,
      operand1: 0,
      exit: kind === undefined ? noExit : leave(kind, fields.isBehind === true),
      error: flags.has("error") ? leave("error", false) : noExit,
      origin: { frame: id, offset: this.#offset, from: "trace" },
    });
  }
}

/** Spreads records over the rows: arbitraries like small numbers. */
function mix({ snippet, local, number }: BytecodeRecord, place: number): number {
  return Math.imul(snippet * 1009 + local * 131 + number * 17 + place, 0x9e3779b1) >>> 12;
}
