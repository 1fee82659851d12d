// Traces of calc that look like a compiler made them: a list of small records, each one statement over a few locals, totally decoded.
// Chance hardly ever makes `x = x * y * z`; here it is one record in a few, so rules that need such sequences fire often.

import type { DialectIndex } from "../dialect.ts";
import { elementAt } from "../element.ts";
import {
  type Exit,
  type ExitId,
  type FrameId,
  type Trace,
  type TraceConstant,
  type TraceFrame,
  type Uop,
  noExit,
} from "../trace.ts";

/** One statement: any numbers will do. */
export interface StatementRecord {
  readonly kind: number;
  readonly target: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * The trace of these statements, a loop. Locals 0 and 1 are floats as a rule, 2 is an int, 3 anything; of the constants, 1 and 5 are
 * floats and 4 is a function.
 */
export function decodeProgram(
  records: readonly StatementRecord[],
  index: DialectIndex,
  constants: readonly TraceConstant[],
): Trace {
  const writer = new ProgramWriter(index);
  for (const record of records) {
    writer.statement(record.c % 2 === 0 ? "checked once" : "checked often");
    elementAt(statements, record.kind % statements.length)(writer, record);
  }
  return writer.finish(constants);
}

type Statement = (writer: ProgramWriter, record: StatementRecord) => unknown;

const statements: readonly Statement[] = [
  // x = a * b
  (writer, { target, a, b }) =>
    writer
      .operand(a)
      .operand(b)
      .multiply()
      .store(target % 2),
  // x = x * b
  (writer, { target, b }) =>
    writer
      .load(target % 2)
      .operand(b)
      .multiply()
      .store(target % 2),
  // x = a * b * c
  (writer, { target, a, b, c }) =>
    writer
      .operand(a)
      .operand(b)
      .multiply()
      .operand(c)
      .multiply()
      .store(target % 2),
  // x = a * (b * c)
  (writer, { target, a, b, c }) =>
    writer
      .operand(a)
      .operand(b)
      .operand(c)
      .multiply()
      .multiply()
      .store(target % 2),
  // i = i + 1
  (writer, { a }) =>
    writer
      .load(2)
      .emit("_LOAD_INT", { oparg: a % 5 })
      .addInts()
      .store(2),
  // if a < b
  (writer, { a, b, c }) =>
    writer
      .operand(a)
      .operand(b)
      .branch(c % 2 === 0),
  // x = host(a, b)
  (writer, { a, b, target }) =>
    writer
      .operand(a)
      .operand(b)
      .emit("_CALL_HOST", { oparg: 2 })
      .store(target % 4),
  // y = box(a)
  (writer, { a }) => writer.operand(a).emit("_NEW_BOX").store(3),
  // x = a
  (writer, { target, a }) => writer.operand(a).store(target % 4),
  // x = f(a, b)
  (writer, { target, a, b }) => writer.call(a, b).store(target % 2),
  // x = a + b, of whatever types
  (writer, { target, a, b }) =>
    writer
      .operand(a)
      .operand(b)
      .emit("_ADD")
      .emit("_POP")
      .emit("_POP")
      .store(target % 2),
];

class ProgramWriter {
  readonly #index: DialectIndex;
  readonly #uops: Uop[] = [];
  readonly #exits: Exit[] = [];
  readonly #frames: TraceFrame[] = [{ parent: -1, name: "main", code: 0, codeStart: 0, localCount: 4, frameSize: 64 }];
  #frame: FrameId = 0 as FrameId;
  #offset = 0;
  #checks: "checked once" | "checked often" = "checked often";

  constructor(index: DialectIndex) {
    this.#index = index;
  }

  /** Begins a statement: with a validity check in front of it, or of each of its bytecodes. */
  statement(checks: "checked once" | "checked often"): void {
    this.#checks = checks;
    if (checks === "checked once") this.emit("_CHECK_VALIDITY");
  }

  finish(constants: readonly TraceConstant[]): Trace {
    this.emit("_JUMP");
    const { dialect } = this.#index;
    const base = {
      dialect: dialect.name,
      name: "program",
      frames: this.#frames,
      entryDepth: 0,
      constants,
      dependencies: [],
      loopHead: 0,
    };
    return { ...base, uops: this.#uops, exits: this.#exits };
  }

  emit(
    name: string,
    fields: { readonly oparg?: number; readonly operand0?: number } = {},
    isControlFlow: "flow" | "again" = "again",
  ): this {
    const op = this.#index.id(name);
    const { flags, operand0 } = this.#index.definition(op);
    const kind = flags.has("deopt") ? "deopt" : flags.has("exit") ? "side" : undefined;
    const exit = kind === undefined ? noExit : this.#exit(kind, isControlFlow === "flow");
    const error = flags.has("error") ? this.#exit("error", false) : noExit;
    const origin = { frame: this.#frame, offset: this.#offset, from: "trace" };
    const place = operand0 === "pc" ? this.#offset : 0;
    this.#uops.push({
      op,
      oparg: fields.oparg ?? 0,
      operand0: fields.operand0 ?? place,
      operand1: 0,
      exit,
      error,
      origin,
    });
    return this;
  }

  load(local: number): this {
    this.#start();
    this.emit("_LOAD_LOCAL", { oparg: local });
    return this;
  }

  /** A local three times in four, else a constant. */
  operand(number: number): this {
    if (number % 4 !== 3) this.load(number % 2);
    else {
      this.#start();
      this.emit("_LOAD_CONSTANT", { operand0: number % 8 === 3 ? 1 : 5 });
    }
    return this;
  }

  multiply(): this {
    this.#start();
    for (const name of ["_GUARD_TOP_FLOAT", "_GUARD_NEXT_FLOAT", "_MULTIPLY_FLOAT", "_POP", "_POP"]) this.emit(name);
    return this;
  }

  addInts(): this {
    this.#start();
    for (const name of ["_GUARD_TOP_INT", "_GUARD_NEXT_INT", "_ADD_INT", "_POP", "_POP"]) this.emit(name);
    return this;
  }

  branch(isTrue: boolean): this {
    this.#start();
    for (const name of ["_GUARD_TOP_FLOAT", "_GUARD_NEXT_FLOAT", "_LESS_FLOAT", "_POP", "_POP"]) this.emit(name);
    this.#start();
    this.emit(isTrue ? "_GUARD_TRUE_POP" : "_GUARD_FALSE_POP", {}, "flow");
    return this;
  }

  store(local: number): this {
    this.#start();
    this.emit("_SWAP_LOCAL", { oparg: local });
    this.emit("_POP");
    return this;
  }

  /** `f(a, b)`, which multiplies. */
  call(a: number, b: number): this {
    this.#start();
    this.emit("_LOAD_CONSTANT", { operand0: 4 });
    this.emit("_PUSH_NULL");
    this.operand(a);
    this.operand(b);
    this.#start();
    const caller = this.#frame;
    const callee = this.#frames.push({ ...elementAt(this.#frames, 0), parent: caller, name: "f" }) - 1;
    this.emit("_MAKE_FRAME", { oparg: 2, operand0: callee });
    this.emit("_PUSH_FRAME");
    this.#frame = callee as FrameId;
    this.load(0);
    this.load(1);
    this.multiply();
    this.#start();
    this.emit("_RETURN");
    this.#frame = caller;
    return this;
  }

  #start(): void {
    this.#offset++;
    if (this.#checks === "checked often") this.emit("_CHECK_VALIDITY");
    this.emit("_SET_IP");
  }

  #exit(kind: Exit["kind"], isControlFlow: boolean): ExitId {
    const target = this.#uops.length * 2 + (isControlFlow ? 1 : 0);
    return (this.#exits.push({ kind, frame: this.#frame, target, isControlFlow, recovery: [] }) - 1) as ExitId;
  }
}
