// One machine with one program: memory, interpreter, specializer and JIT, wired. Everything that belongs to it is in here or in its
// memory, so there can be many.

import type { Specializer } from "@tjit/specializer";
import { StencilSet } from "@tjit/stencils";
import type { AbacusCode } from "./code.ts";
import type { AbacusListener } from "./events.ts";
import { Heap } from "./heap.ts";
import { Jit } from "./jit/jit.ts";
import { Frame, keyAddress, keyCount, SharedSlot, State, Status } from "./layout.ts";
import { clearFrame, loadProgram, type LoadedProgram, resetFrame } from "./loaded-program.ts";
import { calculate, operators } from "./operators.ts";
import type { Program } from "./program.ts";
import { makeSpecializer, type Operands } from "./specialization.ts";
import { type AbacusTuning, defaultTuning } from "./tuning.ts";
import type { AbacusValue } from "./values.ts";

/** How to make a machine. */
export interface MachineOptions {
  readonly tuning?: AbacusTuning;
  /** Gets what programs show. */
  readonly show?: (value: AbacusValue) => void;
  readonly listener?: AbacusListener;
}

/** What became of a run. */
export type Outcome =
  | { readonly kind: "halted"; readonly value: AbacusValue }
  | { readonly kind: "failed"; readonly message: string }
  /** The fuel is used up; {@link Machine.resume} goes on. */
  | { readonly kind: "paused" };

/** The interpreter's exports that are not kernel functions. */
interface InterpreterExports extends WebAssembly.ModuleImports {
  readonly enter: (pc: number, sp: number, fp: number) => number;
  readonly dispatch_base: WebAssembly.Global;
}

const spareSlots = 64;
const endless = 0x7fffffff;

/** A machine that runs one program, as often as one likes. */
export class Machine {
  readonly heap = new Heap();
  readonly table: WebAssembly.Table = new WebAssembly.Table({
    element: "anyfunc",
    initial: SharedSlot.firstTrace + spareSlots,
  });
  readonly jit: Jit;
  readonly program: LoadedProgram;
  readonly #exports: InterpreterExports;
  readonly #specializer: Specializer<Operands>;
  readonly #show: (value: AbacusValue) => void;
  #message = "";

  constructor(code: AbacusCode, program: Program, options: MachineOptions = {}) {
    const { tuning = defaultTuning, show = () => undefined, listener } = options;
    const { heap, table } = this;
    const vm = { memory: heap.memory, table };
    const runtime = this.#hostFunctions();
    this.#show = show;
    this.#specializer = makeSpecializer(heap, tuning, listener);
    this.program = loadProgram(heap, program, tuning);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(code.interpreter), { vm, runtime });
    // The interpreter generator says what it exports.
    this.#exports = instance.exports as InterpreterExports;
    this.jit = new Jit({
      heap,
      program: this.program,
      imports: { vm, kernel: this.#exports, runtime },
      stencils: StencilSet.load(code.stencils),
      dispatchBase: this.#exports.dispatch_base,
      specializer: this.#specializer,
      tuning,
      listener,
    });
  }

  /** Runs the program from its beginning. A unit of fuel is one round of a loop. */
  run(fuel: number = endless): Outcome {
    resetFrame(this.heap, this.program);
    return this.resume(fuel);
  }

  /** Goes on where the program paused. */
  resume(fuel: number = endless): Outcome {
    const { heap } = this;
    const { frame } = this.program;
    heap.store(State.fuel.offset, fuel);
    const status = this.#exports.enter(heap.load(frame + Frame.pc.offset), heap.load(frame + Frame.sp.offset), frame);
    this.jit.left();
    if (status === Status.paused) return { kind: "paused" };
    clearFrame(heap, this.program);
    if (status === Status.failed) return { kind: "failed", message: this.#message };
    const result = heap.load(State.result.offset);
    const value = heap.valueOf(result);
    heap.release(result);
    return { kind: "halted", value };
  }

  /** What a key holds. @throws RangeError when there is no such key. */
  key(key: number): AbacusValue {
    return this.heap.valueOf(this.heap.load(addressOfKey(key)));
  }

  /** Makes a key hold something else, also while the program runs. @throws RangeError when there is no such key. */
  setKey(key: number, value: AbacusValue): void {
    this.#keep(addressOfKey(key), this.heap.referenceTo(value));
  }

  /** Takes over a count of the reference. */
  #keep(address: number, reference: number): void {
    const former = this.heap.load(address);
    this.heap.store(address, reference);
    this.jit.keyChanged(address);
    this.heap.release(former);
  }

  /** What bodies call, by the names that they give. */
  #hostFunctions(): Readonly<Record<string, (...args: number[]) => number | undefined>> {
    const { heap } = this;
    return {
      more_floats: () => heap.moreFloats(),
      calculate: (operator = 0, left = 0, right = 0) => this.#calculate(operator, left, right),
      not_a_flag: () => {
        this.#message = "only a flag decides";
        return undefined;
      },
      keep: (key = 0, reference = 0) => {
        this.#keep(keyAddress(key), reference);
        return undefined;
      },
      show: (reference = 0) => {
        this.#show(heap.valueOf(reference));
        return undefined;
      },
      specialize: (pc = 0, sp = 0) => {
        this.#specializer.specialize(pc, 0, { sp });
        return undefined;
      },
      hot_repeat: (pc = 0, sp = 0, fp = 0) => {
        this.jit.hotRepeat(pc, sp, fp);
        return undefined;
      },
      hot_exit: (pc = 0, sp = 0, fp = 0, record = 0) => {
        this.jit.hotExit(pc, sp, fp, record);
        return undefined;
      },
      trace_record: (pc = 0, sp = 0, fp = 0, oparg = 0) => this.jit.record(pc, sp, fp, oparg),
    };
  }

  #calculate(operator: number, left: number, right: number): number {
    const definition = operators[operator];
    const result =
      definition === undefined ? undefined : calculate(definition, this.heap.valueOf(left), this.heap.valueOf(right));
    if (result !== undefined) return this.heap.referenceTo(result);
    this.#message = "flags are no numbers";
    return 0;
  }
}

function addressOfKey(key: number): number {
  if (!Number.isInteger(key) || key < 0 || key >= keyCount) throw new RangeError(`there is no key ${key}`);
  return keyAddress(key);
}
