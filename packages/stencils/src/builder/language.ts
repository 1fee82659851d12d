// The builder language: how the semantics of a uop, and of kernel functions, is written once.
//
// A body is a TypeScript function that is run at build time. It receives its inputs as expressions and a `Builder`, and
// what it calls on them is recorded; nothing of it exists at run time. Two rules make the order of effects plain:
// - loads, stores, calls and control happen in the order in which the body asks for them;
// - arithmetic is pure and may be written, used and used again freely (division of integers can trap, so it happens
//   where it is written, like an effect).
// A value may be used where it was made and in blocks inside; to bring one out of a block, use a variable or `choose`.
//
// From one body are made: the uop's share of a tier-1 instruction handler, and its stencils. What differs between
// them (where inputs live, what an exit is, whether `oparg` is a parameter or a hole) is behind the Builder.

/** The Wasm types that the language knows. */
export type ValueType = "i32" | "i64" | "f64";

/** A pure expression, or the result of an effect that already happened. */
export interface Expression<T extends ValueType = ValueType> {
  readonly type: T;
}

/** 32 bits: a reference, an address, a truth value or a number. */
export interface I32 extends Expression<"i32"> {
  add(other: I32 | number): I32;
  sub(other: I32 | number): I32;
  mul(other: I32 | number): I32;
  divS(other: I32 | number): I32;
  remS(other: I32 | number): I32;
  and(other: I32 | number): I32;
  or(other: I32 | number): I32;
  xor(other: I32 | number): I32;
  shl(other: I32 | number): I32;
  shrS(other: I32 | number): I32;
  shrU(other: I32 | number): I32;
  eq(other: I32 | number): I32;
  ne(other: I32 | number): I32;
  ltS(other: I32 | number): I32;
  leS(other: I32 | number): I32;
  gtS(other: I32 | number): I32;
  geS(other: I32 | number): I32;
  ltU(other: I32 | number): I32;
  leU(other: I32 | number): I32;
  gtU(other: I32 | number): I32;
  geU(other: I32 | number): I32;
  divU(other: I32 | number): I32;
  remU(other: I32 | number): I32;
  rotl(other: I32 | number): I32;
  eqz(): I32;
  clz(): I32;
  ctz(): I32;
  popcnt(): I32;
  /** The low 8 or 16 bits, sign-extended. */
  extend8S(): I32;
  extend16S(): I32;
  toI64S(): I64;
  toI64U(): I64;
  toF64S(): F64;
  toF64U(): F64;
}

/** 64 bits. */
export interface I64 extends Expression<"i64"> {
  add(other: I64 | bigint): I64;
  sub(other: I64 | bigint): I64;
  mul(other: I64 | bigint): I64;
  divS(other: I64 | bigint): I64;
  remS(other: I64 | bigint): I64;
  and(other: I64 | bigint): I64;
  or(other: I64 | bigint): I64;
  xor(other: I64 | bigint): I64;
  shl(other: I64 | bigint): I64;
  shrS(other: I64 | bigint): I64;
  shrU(other: I64 | bigint): I64;
  eq(other: I64 | bigint): I32;
  ne(other: I64 | bigint): I32;
  ltS(other: I64 | bigint): I32;
  leS(other: I64 | bigint): I32;
  gtS(other: I64 | bigint): I32;
  geS(other: I64 | bigint): I32;
  divU(other: I64 | bigint): I64;
  remU(other: I64 | bigint): I64;
  ltU(other: I64 | bigint): I32;
  leU(other: I64 | bigint): I32;
  gtU(other: I64 | bigint): I32;
  geU(other: I64 | bigint): I32;
  rotl(other: I64 | bigint): I64;
  eqz(): I32;
  clz(): I64;
  ctz(): I64;
  popcnt(): I64;
  /** The low 32 bits, sign-extended. */
  extend32S(): I64;
  toI32(): I32;
  toF64S(): F64;
  toF64U(): F64;
  /** The double with these bits. */
  reinterpretF64(): F64;
}

/** A double. */
export interface F64 extends Expression<"f64"> {
  add(other: F64 | number): F64;
  sub(other: F64 | number): F64;
  mul(other: F64 | number): F64;
  div(other: F64 | number): F64;
  neg(): F64;
  abs(): F64;
  sqrt(): F64;
  floor(): F64;
  ceil(): F64;
  /** Toward zero. */
  trunc(): F64;
  /** To the nearest integer, ties to even. */
  nearest(): F64;
  min(other: F64 | number): F64;
  max(other: F64 | number): F64;
  copysign(other: F64 | number): F64;
  eq(other: F64 | number): I32;
  ne(other: F64 | number): I32;
  lt(other: F64 | number): I32;
  le(other: F64 | number): I32;
  gt(other: F64 | number): I32;
  ge(other: F64 | number): I32;
  /** Saturating truncation toward zero. */
  truncToI32(): I32;
  truncToI64(): I64;
  /** The bits. */
  reinterpretI64(): I64;
}

/** The expression interface of a Wasm type. */
export type ExpressionOf<T extends ValueType> = T extends "i32" ? I32 : T extends "i64" ? I64 : F64;

/** A mutable local: read it with `get`, write it with `Builder.assign`. */
export interface Variable<T extends ValueType> {
  readonly type: T;
  get(): ExpressionOf<T>;
}

/** A field of a memory layout. `width` is what is in memory; loads extend to `type`. */
export interface Field<T extends ValueType = ValueType> {
  readonly name: string;
  readonly offset: number;
  readonly type: T;
  readonly width: "i8" | "u8" | "i16" | "u16" | "i32" | "i64" | "f64";
}

/** A function that bodies may call: a kernel function (Wasm) or a function of the runtime (host). */
export interface Callable<
  P extends readonly ValueType[] = readonly ValueType[],
  R extends ValueType | "void" = ValueType | "void",
> {
  readonly kind: "kernel" | "runtime";
  readonly name: string;
  readonly parameters: P;
  readonly result: R;
}

/** Maps a parameter list to the arguments of a call; plain numbers stand for constants. */
export type ArgumentsOf<P extends readonly ValueType[]> = {
  readonly [K in keyof P]: P[K] extends ValueType ? ExpressionOf<P[K]> | (P[K] extends "i64" ? bigint : number) : never;
};

/** The two ways on from inside a loop. */
export interface LoopControl {
  /** Runs the body again from its start. */
  readonly again: () => void;
  /** Goes on behind the loop. */
  readonly leave: () => void;
}

/** What every body can do: kernel functions and uops alike. */
export interface Builder {
  i32(value: number): I32;
  i64(value: bigint): I64;
  f64(value: number): F64;

  load<T extends ValueType>(field: Field<T>, base: I32 | number): ExpressionOf<T>;
  store<T extends ValueType>(
    field: Field<T>,
    base: I32 | number,
    value: ExpressionOf<T> | (T extends "i64" ? bigint : number),
  ): void;

  /** A fresh mutable local. */
  variable<T extends ValueType>(type: T, initial: ExpressionOf<T> | (T extends "i64" ? bigint : number)): Variable<T>;
  assign<T extends ValueType>(
    variable: Variable<T>,
    value: ExpressionOf<T> | (T extends "i64" ? bigint : number),
  ): void;
  /** Evaluates once, here; use the result freely. */
  let<T extends ValueType>(value: Expression<T>): ExpressionOf<T>;

  if(condition: I32, then: () => void, otherwise?: () => void): void;
  /** Both branches give a value of one type; only one of them runs. */
  choose<E extends I32 | I64 | F64>(condition: I32, then: () => E, otherwise: () => E): E;
  /** Both values are computed; no branch. */
  select<E extends I32 | I64 | F64>(condition: I32, then: E, otherwise: E): E;
  /** Repeats `body` until it calls `leave` or the body's end is reached without `again`. */
  loop(body: (control: LoopControl) => void): void;
  /** Says which way a condition usually goes: rare paths are placed out of the way where the target can. */
  unlikely(condition: I32): I32;

  call<P extends readonly ValueType[], R extends ValueType | "void">(
    callee: Callable<P, R>,
    ...args: ArgumentsOf<P>
  ): R extends ValueType ? ExpressionOf<R> : void;
  unreachable(): void;

  /** Copies `bytes` bytes; the ranges may overlap. */
  copyMemory(to: I32, from: I32, bytes: I32 | number): void;
  /** Sets `bytes` bytes to the low 8 bits of `value`. */
  fillMemory(at: I32, value: I32 | number, bytes: I32 | number): void;
}

/** The body of a kernel function returns through this. */
export interface KernelBuilder extends Builder {
  return(value?: Expression): void;
}

/** How {@link TransferBuilder.dispatchAt} finds the handler and what it hands on. */
export interface DispatchOptions {
  /** `current` (the default) follows `dispatch_base`, so a recording sees the instruction; `base` never records. */
  readonly half?: "current" | "base";
  /** Absent: the low byte of the code unit at `pc`. */
  readonly opcode?: I32 | number;
  /** Absent: the high byte of the code unit at `pc`. */
  readonly oparg?: I32 | number;
}

/** Leaving a handler for another function of the one type `(pc, sp, fp, oparg) -> i32`. Nothing may follow. */
export interface TransferBuilder extends Builder {
  /** Runs the instruction at `pc`. Tier 1 and special handlers only. */
  dispatchAt(pc: I32, sp: I32, fp: I32, options?: DispatchOptions): void;
  /** Runs the function in a slot of the shared table: a trace, or a shared entry. Allowed in stencils of terminal uops. */
  enterSlot(slot: I32 | number, pc: I32, sp: I32, fp: I32, oparg: I32 | number): void;
  /** Returns from the interpreter to the host with a status word. Tier 1 and stencils of terminal uops. */
  leave(status: I32): void;
}

/** The body of a handler that is not made of uops: error dispatch, cold exit, extended argument. */
export interface HandlerBuilder extends TransferBuilder {
  readonly pc: I32;
  readonly sp: I32;
  readonly fp: I32;
  readonly oparg: I32;
  /** Runs another handler of the module: an instruction's or a special one, by name. */
  enterHandler(name: string, pc: I32, sp: I32, fp: I32, oparg: I32 | number): void;
}

/** A handler written out: it must end in a transfer on every path. */
export type HandlerBody = (k: HandlerBuilder) => void;

/** What the body of a uop can do besides. */
export interface UopBuilder extends TransferBuilder {
  /** The instruction's argument: a parameter in tier 1, a hole in a stencil. */
  readonly oparg: I32;
  /** Operands: inline cache words in tier 1, holes in a stencil. */
  readonly operand0: I32;
  readonly operand1: I32;
  /** The same operands as 64-bit values; in tier 1 only where four cache words feed them. */
  readonly operand0I64: I64;
  readonly operand1I64: I64;
  readonly operand0F64: F64;
  readonly operand1F64: F64;
  /** The current frame. */
  readonly fp: I32;
  /** Address of the instruction being executed. */
  readonly pc: I32;
  /** Address just above the topmost input, in memory. Only for uops flagged `syncs`, or with an array in their effect. */
  readonly sp: I32;
  /** Address of the deepest input's slot: the stack pointer when the inputs are taken, where the first output goes. */
  readonly bottom: I32;
  /** Size of the instruction with its caches, in bytes: where the next one starts, from `pc`. Tier 1 and holes. */
  readonly nextPc: I32;

  /** `base + scale * oparg`, which in a stencil is one constant. */
  opargScaled(scale: number, base?: number): I32;

  /** Leaves by the uop's side exit when the condition holds. Before any effect. */
  exitIf(condition: I32): void;
  /** Leaves to the interpreter for good when the condition holds. Before any effect. */
  deoptIf(condition: I32): void;
  /** Goes to exception dispatch when the condition holds; the stack is as it was before the uop. */
  errorIf(condition: I32): void;

  /**
   * Continues in another frame when the body is done. The stack of the new frame is in memory, its top at `sp`, its next instruction at
   * `pc`; the uop's outputs are pushed on it. Only at the outermost level of the body of a uop flagged `syncs`.
   */
  switchFrame(to: { readonly fp: I32; readonly sp: I32; readonly pc: I32 }): void;
  /**
   * Makes `nextPc + 2 * units` the next instruction when the condition holds. The stack is then what inputs that stay leave: outputs that
   * repeat an input are on it, new outputs are not. Tier 1 only: traces have guards instead.
   */
  jumpIf(condition: I32, units: I32): void;
  /** Continues at the loop's head. Stencils of terminal uops only. */
  jumpToTop(): void;
}

/**
 * Inputs by name: an expression, or for an array the address of its first item (deepest) in memory. Output arrays that are not inputs
 * are here too: the address that the body writes the items to.
 */
export type UopInputs = Readonly<Record<string, Expression>>;

/** Outputs by name. Outputs that repeat an input's name may be left out; arrays are written to memory by the body. */
export type UopOutputs = Readonly<Record<string, Expression>>;

/** The semantics of one uop. {@link uopBody} makes one whose inputs have types. */
export type UopBody = (inputs: UopInputs, k: UopBuilder) => UopOutputs | undefined | void;

/** A function of the kernel: allocation, release, probing. Compiled into the interpreter's module and exported. */
export interface KernelFunction<
  P extends readonly ValueType[] = readonly ValueType[],
  R extends ValueType | "void" = ValueType | "void",
> extends Callable<P, R> {
  readonly kind: "kernel";
  readonly body: (
    args: { readonly [K in keyof P]: P[K] extends ValueType ? ExpressionOf<P[K]> : never },
    k: KernelBuilder,
  ) => void;
}

/** Declares a kernel function. */
export function kernelFunction<const P extends readonly ValueType[], const R extends ValueType | "void">(
  name: string,
  parameters: P,
  result: R,
  body: KernelFunction<P, R>["body"],
): KernelFunction<P, R> {
  return { kind: "kernel", name, parameters, result, body };
}

/**
 * The interpreter's entry, (pc, sp, fp) -> status: a kernel function may run code to its end. Its body is no kernel function's, so it is known by
 * being this one.
 */
export const interpreterEntry: Callable<readonly ["i32", "i32", "i32"], "i32"> = {
  kind: "kernel",
  name: "enter",
  parameters: ["i32", "i32", "i32"],
  result: "i32",
};

/** Declares a function of the runtime, written in TypeScript and imported by handlers and traces. */
export function runtimeFunction<const P extends readonly ValueType[], const R extends ValueType | "void">(
  name: string,
  parameters: P,
  result: R,
): Callable<P, R> {
  return { kind: "runtime", name, parameters, result };
}
