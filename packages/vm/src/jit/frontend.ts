// The running VM as the tracer sees it: code units, frames, counters and the values that recordings need.

import { ENTER_EXECUTOR, expandedInstructions, opcodeAt, opcodeNamed } from "@tjit/bytecode";
import type { TraceConstant } from "@tjit/ir";
import {
  CodeObjectLayout,
  DictObject,
  FixedType,
  Frame,
  FrameOwner,
  MethodObject,
  type Runtime,
  codeInfo,
  isSmallInt,
  isType,
  typeOf,
} from "@tjit/runtime";
import type { Specializer } from "@tjit/specializer";
import type { DecodedInstruction, ExecutorTable, FrameIdentity, Frontend } from "@tjit/tracer";
import { constantOf } from "./constants.ts";
import { RETURN_VALUE_GENERATOR, RETURN_VALUE_INIT, RETURN_VALUE_OPERATOR, unitSize } from "./traced-language.ts";

/** What is remembered of an instruction that is about to run. */
export interface SavedInstruction {
  readonly pc: number;
}

const yieldValue = opcodeNamed("YIELD_VALUE").opcode;
const returnValue = opcodeNamed("RETURN_VALUE").opcode;
const loadGlobal = opcodeNamed("LOAD_GLOBAL").opcode;
const loadAttr = opcodeNamed("LOAD_ATTR").opcode;
const storeAttr = opcodeNamed("STORE_ATTR").opcode;
const toBool = opcodeNamed("TO_BOOL").opcode;
const call = opcodeNamed("CALL").opcode;
const slotSize = 4;
const unconditionalForward: ReadonlySet<number> = opcodeSet(["JUMP_FORWARD"]);
const backward: ReadonlySet<number> = opcodeSet([
  "JUMP_BACKWARD",
  "JUMP_BACKWARD_JIT",
  "JUMP_BACKWARD_NO_JIT",
  "JUMP_BACKWARD_NO_INTERRUPT",
]);
const conditional: ReadonlySet<number> = opcodeSet([
  "POP_JUMP_IF_TRUE",
  "POP_JUMP_IF_FALSE",
  "POP_JUMP_IF_NONE",
  "POP_JUMP_IF_NOT_NONE",
  "FOR_ITER",
  "SEND",
]);
/** These jump over the END_FOR; the generic form jumps to it, because it has a NULL to drop. */
const overEndFor: ReadonlySet<number> = opcodeSet(["FOR_ITER_RANGE", "FOR_ITER_LIST", "FOR_ITER_TUPLE"]);

function opcodeSet(names: readonly string[]): ReadonlySet<number> {
  return new Set(names.map((name) => opcodeNamed(name).opcode));
}

/** What stands for a return in a trace, by the owner of the frame. */
const specialReturns: ReadonlyMap<number, number> = new Map([
  [FrameOwner.INIT, RETURN_VALUE_INIT],
  [FrameOwner.OPERATOR, RETURN_VALUE_OPERATOR],
  [FrameOwner.GENERATOR, RETURN_VALUE_GENERATOR],
]);

/** Where in the cache each uop finds its constant, in bytes from the instruction. */
function findConstantPlaces(): ReadonlyMap<string, number> {
  return new Map(
    expandedInstructions.flatMap(({ parts }) =>
      parts.flatMap(({ uop, operand0 }) =>
        operand0 !== undefined && uop.endsWith("_CONSTANT") ? [[uop, unitSize * (1 + operand0.offset)] as const] : [],
      ),
    ),
  );
}

/** The frontend over one runtime. */
export class PythonFrontend implements Frontend<SavedInstruction> {
  readonly #rt: Runtime;
  readonly #specializer: Specializer<{ readonly sp: number; readonly fp: number }>;
  readonly #executors: () => Pick<ExecutorTable<unknown>, "entryAt" | "startingAt">;
  #constantPlaces: ReadonlyMap<string, number> | undefined;
  /** Where a return is about to run, and what stands for it: it leaves an `__init__` that a class called, or a generator. */
  #specialReturn = 0;
  #specialOpcode = 0;
  /** Globals and builtins that the recording has seen, by the version of their keys. */
  readonly dictionaries = new Map<number, number>();
  /** Types of attribute owners and classes that were called; functions that were called. */
  readonly types = new Set<number>();
  readonly functions = new Set<number>();

  constructor(
    rt: Runtime,
    specializer: Specializer<{ readonly sp: number; readonly fp: number }>,
    executors: () => Pick<ExecutorTable<unknown>, "entryAt" | "startingAt">,
  ) {
    this.#rt = rt;
    this.#specializer = specializer;
    this.#executors = executors;
  }

  /** The code unit that runs at `pc`: what an executor's entry replaced, if there is one. */
  unitAt(pc: number): number {
    const unit = this.#rt.heap.loadU16(pc);
    if ((unit & 0xff) !== ENTER_EXECUTOR) return unit;
    return this.#executors().entryAt(pc)?.entry.saved ?? unit;
  }

  decode(pc: number, oparg: number): DecodedInstruction {
    const isExecutorEntry = (this.#rt.heap.loadU16(pc) & 0xff) === ENTER_EXECUTOR;
    const unit = this.unitAt(pc);
    const opcode = unit & 0xff;
    const fullOparg = isExecutorEntry ? (oparg & ~0xff) | (unit >>> 8) : oparg;
    const length = 1 + (opcodeAt(opcode)?.cacheEntries ?? 0);
    const next = pc + unitSize * length;
    return {
      opcode: opcode === returnValue && this.#specialReturn === pc ? this.#specialOpcode : opcode,
      length,
      jumpTarget: jumpTarget(opcode, next, fullOparg),
      isExecutorEntry,
    };
  }

  readUnit(address: number): number {
    return this.#rt.heap.loadU16(address);
  }

  executorStartsAt(pc: number): boolean {
    return this.#executors().startingAt(pc) !== undefined;
  }

  frame(fp: number): FrameIdentity {
    const { heap } = this.#rt;
    const code = heap.load(fp + Frame.code.offset);
    return {
      code,
      name: codeInfo(this.#rt, code).code.qualname,
      codeStart: heap.load(code + CodeObjectLayout.start.offset),
      codeVersion: heap.load(code + CodeObjectLayout.version.offset),
      localCount: heap.load(code + CodeObjectLayout.localCount.offset),
      frameSize: heap.load(code + CodeObjectLayout.frameSize.offset),
      isTraceable: true,
    };
  }

  stackDepth(sp: number, fp: number): number {
    const { heap } = this.#rt;
    const code = heap.load(fp + Frame.code.offset);
    const base = fp + Frame.size + 4 * heap.load(code + CodeObjectLayout.localCount.offset);
    return (sp - base) >>> 2;
  }

  leavesRun(opcode: number, fp: number): boolean {
    return opcode === yieldValue && this.#rt.heap.loadU8(fp + Frame.owner.offset) === FrameOwner.GENERATOR_ENTRY;
  }

  hasten(pc: number): void {
    this.#specializer.hasten(pc);
  }

  missed(pc: number): boolean {
    return this.#specializer.missed(pc);
  }

  /** A new recording has seen nothing yet. */
  forget(): void {
    this.dictionaries.clear();
    this.types.clear();
    this.functions.clear();
  }

  save(opcode: number, oparg: number, pc: number, sp: number, fp: number): SavedInstruction {
    const { heap } = this.#rt;
    const special = opcode === returnValue ? specialReturns.get(heap.loadU8(fp + Frame.owner.offset)) : undefined;
    this.#specialReturn = special === undefined ? 0 : pc;
    this.#specialOpcode = special ?? 0;
    switch (opcodeAt(opcode)?.generic) {
      case loadGlobal:
        this.#rememberDictionary(heap.load(fp + Frame.globals.offset));
        this.#rememberDictionary(heap.load(fp + Frame.builtins.offset));
        break;
      case loadAttr:
      case storeAttr:
      case toBool:
        this.#rememberOwner(heap.load(sp - slotSize));
        break;
      case call:
        this.#rememberCallable(heap.load(sp - slotSize * (oparg + 2)));
        break;
      default:
    }
    return { pc };
  }

  recorded({ pc }: SavedInstruction, uop: string): TraceConstant | undefined {
    this.#constantPlaces ??= findConstantPlaces();
    const place = this.#constantPlaces.get(uop);
    if (place === undefined) return undefined;
    const { heap } = this.#rt;
    return constantOf(this.#rt, heap.loadU16(pc + place) | (heap.loadU16(pc + place + unitSize) << 16));
  }

  /** The owner's type; a class that is the owner itself, whose own version is checked. */
  #rememberOwner(owner: number): void {
    this.types.add(typeOf(this.#rt, owner));
    if (isType(this.#rt, owner)) this.types.add(owner);
  }

  #rememberCallable(callable: number): void {
    if (isSmallInt(callable)) return;
    if (isType(this.#rt, callable)) this.types.add(callable);
    const type = typeOf(this.#rt, callable);
    const target = type === FixedType.method ? this.#rt.heap.load(callable + MethodObject.function.offset) : callable;
    if (!isSmallInt(target) && typeOf(this.#rt, target) === FixedType.function) this.functions.add(target);
  }

  #rememberDictionary(dict: number): void {
    // LOAD_GLOBAL specializes when it runs, which may give the dict its version: 0 is no key, and the dict is met again then.
    const version = this.#rt.heap.load(dict + DictObject.keysVersion.offset);
    if (version !== 0) this.dictionaries.set(version, dict);
  }
}

function jumpTarget(opcode: number, next: number, oparg: number): number | undefined {
  if (backward.has(opcode)) return next - unitSize * oparg;
  if (conditional.has(opcode) || unconditionalForward.has(opcode)) return next + unitSize * oparg;
  return overEndFor.has(opcode) ? next + unitSize * (oparg + 1) : undefined;
}
