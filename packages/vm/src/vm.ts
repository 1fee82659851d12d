// A Python virtual machine: one memory, one interpreter, one JIT. Everything it reaches outside of itself is in its options.

import { type CodeObject, type UnitReader, opcodeNamed, opcodes } from "@tjit/bytecode";
import {
  CodeObjectLayout,
  type Host,
  Periodic,
  type Runtime,
  VmState,
  createRuntime,
  decref,
  dictGet,
  dictSet,
  exitRequest,
  callExceptHook,
  collectCycles,
  maybeCollectCycles,
  unprobedDepth,
  clearMethodCache,
  familyCaches,
  fetchError,
  finishProgram,
  formatException,
  formatExceptionOnly,
  hostFunctions,
  importModule,
  incref,
  exceptionMatches,
  moduleDict,
  namedCharacter,
  newCode,
  newFunction,
  newModule,
  newStr,
  raiseSyntaxError,
  readFile,
  runCode,
  runMainModule,
  setErrorNone,
  specializationRules,
  storedImage,
  typeName,
  unwind,
  vmStateAddress,
  warnOfSource,
} from "@tjit/runtime";
import type { ParseMode } from "@tjit/parser";
import { Specializer, specializationOff } from "@tjit/specializer";
import { hostValue, type HostValue } from "./convert.ts";
import { WasmEngine, createMemory, largestMemoryLimit, leastMemoryLimit, runtimeEngine } from "./engine.ts";
import { PythonError, PythonExit, PythonSyntaxError } from "./errors.ts";
import { fullOparg } from "./code-units.ts";
import { restartEntryCounter, restartJumpCounter } from "./jit/counters.ts";
import type { JitListener } from "./jit/events.ts";
import { Governor } from "./jit/governor.ts";
import type { Jit } from "./jit/jit.ts";
import type { JitView } from "./jit/jit-view.ts";
import { type JitTuning, defaultTuning, specializingTuning } from "./jit/tuning.ts";
import type { Parts } from "./parts.ts";
import { Quickener } from "./quicken.ts";
import type { SourceWarning } from "./source-warning.ts";
import { type CompileCaution, compileSource, compileTree, parseSource } from "./source.ts";

/** What a VM may reach and how it runs. Without options a program can compute and nothing else. */
export interface VMOptions extends Partial<Host> {
  /** Whether hot code is compiled: on (the default), off, or with other thresholds. */
  readonly jit?: boolean | JitTuning;
  /** Told what the JIT does. */
  readonly onEvent?: JitListener;
  /** Milliseconds from some origin, for the times in events. The JIT budgets its own time by the engine's clock, which programs never see. */
  readonly clock?: () => number;
  /** Told of warnings about sources, such as invalid escape sequences. Without it they are printed as Python prints them. */
  readonly onWarning?: (warning: SourceWarning) => void;
  /** Check memory on every allocation and release: slow, for tests. */
  readonly debugHeap?: boolean;
  /** Keep code objects after they ran, so that {@link VM.codeUnits} can show them; else those that nobody refers to are gone. */
  readonly keepCode?: boolean;
  /**
   * Asked while a program runs, every millisecond or so, long builtins included: true raises KeyboardInterrupt in the program. It is asked again
   * when the program goes on. An error that it throws ends the run at once, whatever the program would catch; the VM cannot be used any more then.
   */
  readonly interrupt?: () => boolean;
  /**
   * Bytes of memory that objects may take; close to 2 GiB unless given. Who needs more gets a MemoryError, at once for a single large
   * object, else at the next call or jump back. Texts, bytes and large ints are the host's, of which only single ones are held against it.
   */
  readonly memoryLimit?: number;
  /** Python calls that may nest; 1000 unless given. */
  readonly recursionLimit?: number;
}

/** How a source is run. */
export interface RunOptions {
  /** What tracebacks call it; `<string>` unless given. */
  readonly filename?: string;
}

/** How a module is run. */
export interface RunModuleOptions {
  /** Whether the path of the module takes the first place in `sys.argv`, which it does unless told otherwise. */
  readonly argv?: "replace" | "keep";
}

/** Back edges and calls between two looks at what is pending. */
const evalInterval = 20000;
/** Work of builtins between two such looks, in nanoseconds or so. */
const workInterval = 1e6;
const evalBreaker = vmStateAddress + VmState.evalBreaker.offset;
const hostDepthLimit = vmStateAddress + VmState.hostDepthLimit.offset;

/** What rules look at besides the instruction. */
interface Site {
  readonly sp: number;
  readonly fp: number;
}
type SiteSpecializer = Specializer<Site>;

/** A Python virtual machine, with its parts given. */
export class VM {
  readonly #rt: Runtime;
  readonly #engine: WasmEngine;
  /** Made when the first code is hot: most programs end before. */
  #jit: Jit | undefined;
  readonly #makeJit: () => Jit;
  readonly #governor: Governor;
  readonly #quickener: Quickener;
  readonly #options: VMOptions;
  /** Namespace of `__main__`, owned. */
  readonly #globals: number;
  /** Sources that were run, by file name, for tracebacks. */
  readonly #sources = new Map<string, string>();
  /** Code objects in memory of what the last run compiled, by their description. */
  readonly #codes = new Map<CodeObject, number>();
  #depth = 0;
  /** Work of builtins since the embedder was last asked whether to go on. */
  #work = 0;
  #isStopped = false;
  /** Memory has grown past its limit since the program was last asked. */
  #isPastLimit = false;

  /** @internal */
  constructor(options: VMOptions, parts: Parts) {
    this.#options = options;
    const tuning = tuningOf(options.jit);
    const limit = memoryLimitOf(options);
    const memory = createMemory(limit);
    this.#rt = createRuntime(memory, this.#host(options), {
      image: parts.image ?? storedImage(),
      debugHeap: options.debugHeap ?? false,
      ...(options.recursionLimit === undefined ? {} : { recursionLimit: options.recursionLimit }),
    });
    const rt = this.#rt;
    this.#governor = new Governor(tuning.governor, parts.milliseconds);
    this.#quickener = new Quickener(rt, tuning);
    let specializer: SiteSpecializer | undefined;
    // Made at the first code that is warm: most programs end before.
    const theSpecializer = (): SiteSpecializer => (specializer ??= makeSpecializer(rt, tuning));
    const jit = (): Jit => this.#theJit();
    // Making the JIT takes time, too.
    const isWorthwhile = (): boolean => this.#jit !== undefined || this.#governor.permitsFirst;
    const functions = hostFunctions(rt);
    this.#engine = new WasmEngine(memory, {
      ...functions,
      unwind: (pc: number, sp: number, fp: number) => {
        this.#jit?.exceptionRaised();
        return unwind(rt, pc, sp, fp);
      },
      left_run: () => this.#jit?.leave(0),
      periodic: () => this.#periodic(),
      specialize: (pc: number, sp: number, fp: number) =>
        void theSpecializer().specialize(pc, fullOparg(rt, pc), { sp, fp }),
      quicken_jump: (pc: number) => {
        const jump = tuning.trace === "on" ? "JUMP_BACKWARD_JIT" : "JUMP_BACKWARD_NO_JIT";
        rt.heap.storeU16(pc, (rt.heap.loadU16(pc) & 0xff00) | opcodeNamed(jump).opcode);
      },
      hot_loop: (pc: number, sp: number, fp: number) => {
        restartJumpCounter(rt, pc, theSpecializer().tuning.restart);
        if (isWorthwhile()) jit().hotLoop(pc, sp, fp);
      },
      hot_entry: (pc: number, sp: number, fp: number) => {
        restartEntryCounter(rt, fp, theSpecializer().tuning.restart);
        if (isWorthwhile()) jit().hotEntry(pc, sp, fp);
      },
      hot_exit: (pc: number, sp: number, fp: number, exit: number) => {
        jit().hotExit(pc, sp, fp, exit);
      },
      trace_record: (pc: number, sp: number, fp: number, oparg: number) => jit().traceRecord(pc, sp, fp, oparg),
    });
    this.#makeJit = () =>
      parts.createJit({
        rt,
        imports: this.#engine.imports,
        dispatchBase: this.#engine.dispatchBase,
        specializer: theSpecializer(),
        tuning,
        governor: this.#governor,
        listener: options.onEvent,
        clock: options.clock,
        traceHost: parts.traceHost?.({ rt, imports: this.#engine.imports }),
      });
    rt.engine = runtimeEngine(rt, this.#engine, {
      enter: () => {
        if (this.#depth++ === 0) {
          this.#governor.runStarts();
          rt.builtinLevels = 0;
        }
        return this.#jit?.enter() ?? 0;
      },
      leave: (before) => {
        if (--this.#depth === 0) this.#governor.runEnds();
        this.#jit?.leave(before);
      },
    });
    rt.heap.store(evalBreaker, evalInterval);
    rt.heap.store(hostDepthLimit, unprobedDepth);
    rt.heap.limit = limit;
    rt.heap.onLimit = () => {
      this.#isPastLimit = true;
      rt.heap.store(evalBreaker, 1);
    };
    rt.hooks.reserve = (bytes) => {
      if (rt.heap.occupiedBytes + bytes <= limit) return 0;
      setErrorNone(rt, rt.types.MemoryError);
      return -1;
    };
    if (options.interrupt !== undefined) {
      rt.hooks.spend = (units) => this.#spend(units);
      rt.hooks.charge = (units) => {
        this.#work += units;
        if (this.#work >= workInterval) rt.heap.store(evalBreaker, 1);
      };
    }
    rt.hooks.loadCode = (description) => {
      const code = newCode(rt, description);
      this.#quickener.quicken(code, ignore);
      return code;
    };
    rt.hooks.compile = (source, filename, mode, flags) =>
      this.#inside(() => {
        const compiled = compileSource(source, {
          filename,
          mode: mode === "eval" || mode === "single" ? mode : "exec",
          resolveCharacterName: this.#resolveCharacterName,
          ...flags,
        });
        return this.#warnOfAll(compiled.warnings) < 0 ? 0 : this.#load(compiled.code);
      }) ?? 0;
    rt.hooks.parse = (source, filename, mode) =>
      this.#inside(() => {
        const parsed = parseSource(source, filename, mode as ParseMode, this.#resolveCharacterName);
        return this.#warnOfAll(parsed.warnings) < 0 ? null : parsed;
      });
    rt.hooks.compileTree = (parsed, filename, flags) =>
      this.#inside(() => {
        const compiled = compileTree(parsed, filename, flags);
        return this.#warnOfAll(compiled.warnings) < 0 ? 0 : this.#load(compiled.code);
      }) ?? 0;
    this.#globals = this.#makeMain();
    if ((options.warnOptions ?? []).length > 0) this.#readWarnOptions();
  }

  /** The JIT, for people who look into it. */
  get jit(): JitView {
    return this.#theJit();
  }

  #theJit(): Jit {
    if (this.#jit !== undefined) return this.#jit;
    const start = this.#governor.now;
    this.#jit = this.#makeJit();
    this.#governor.chargePreparation(start);
    return this.#jit;
  }

  /**
   * Runs a program in the namespace of `__main__`, which stays for the next one.
   * @throws PythonSyntaxError when it is not Python.
   * @throws PythonExit when it calls `sys.exit`.
   * @throws PythonError when it does not catch an exception.
   */
  run(source: string | Uint8Array, { filename = "<string>" }: RunOptions = {}): void {
    decref(this.#rt, this.#execute(source, filename, "exec"));
  }

  /**
   * Runs a module as the program, as `python -m` does: found on `sys.path`, a package by its `__main__`.
   * @throws as {@link run}; PythonExit also when there is no such module.
   */
  runModule(name: string, { argv = "replace" }: RunModuleOptions = {}): void {
    this.#assertUsable();
    const outcome = runMainModule(this.#rt, name, this.#globals, argv);
    if (this.#depth === 0) this.#jit?.collect();
    if (outcome.kind === "raised") throw this.#takeError();
    if (outcome.kind === "refused") throw new PythonExit(1, `${outcome.message}\n`, "");
  }

  /**
   * The value of an expression, as the host's: None, bool, int, float, str, and lists, tuples and dicts of them; anything else as its repr.
   * @throws as {@link run}.
   */
  evaluate(expression: string, { filename = "<string>" }: RunOptions = {}): HostValue {
    const reference = this.#execute(expression, filename, "eval");
    const value = hostValue(this.#rt, reference);
    decref(this.#rt, reference);
    return value;
  }

  /**
   * Ends the program: runs what it registered with `atexit`, finalizes what is left in `__main__`, writes what its open files still hold. For
   * embedders that run programs as the `python` command does; afterwards the VM should not be used any more.
   */
  finish(): void {
    this.#assertUsable();
    finishProgram(this.#rt, this.#globals);
  }

  /** Binds a name in `__main__` to a string: what little a program is told besides `sys.argv`. */
  setString(name: string, value: string): void {
    this.#bind(name, newStr(this.#rt, value));
  }

  /** Reads the live code units of a compiled code object; `undefined` for one that was not loaded. */
  codeUnits(code: CodeObject): UnitReader | undefined {
    const reference = this.#codes.get(code);
    if (reference === undefined) return undefined;
    const start = this.#rt.heap.load(reference + CodeObjectLayout.start.offset);
    return (offset) => this.#rt.heap.loadU16(start + 2 * offset);
  }

  /** Code objects that were loaded, outermost first. */
  get loadedCode(): readonly CodeObject[] {
    return [...this.#codes.keys()];
  }

  /** Objects alive, for leak checks: call before and after. Traces are dropped first, since they own constants. */
  liveObjects(): number {
    this.#jit?.dropAll();
    // It keeps names alive.
    clearMethodCache(this.#rt);
    let count = 0;
    this.#rt.heap.forEachObject(() => count++);
    return count;
  }

  #host(options: VMOptions): Host {
    const { stdout = ignore, stderr = ignore } = options;
    return {
      ...options,
      stdout,
      stderr,
      readSource: (path) => this.#sources.get(path) ?? options.readSource?.(path) ?? this.#fileText(path),
    };
  }

  /** Text of a file that modules come from. */
  #fileText(path: string): string | undefined {
    const bytes = readFile(this.#rt, path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  readonly #resolveCharacterName = (name: string): string | undefined => namedCharacter(this.#rt, name);

  #execute(source: string | Uint8Array, filename: string, mode: "exec" | "eval"): number {
    this.#assertUsable();
    const { code, text, warnings } = compileSource(source, {
      filename,
      mode,
      resolveCharacterName: this.#resolveCharacterName,
    });
    this.#sources.set(filename, text);
    if (this.#warnOfAll(warnings) < 0) throw this.#takeError();
    const result = this.#runCode(code);
    if (result === 0) throw this.#takeError();
    return result;
  }

  #runCode(description: CodeObject): number {
    const rt = this.#rt;
    const code = this.#load(description);
    const fn = newFunction(rt, code, this.#globals);
    decref(rt, code);
    const result = runCode(rt, fn, this.#globals);
    decref(rt, fn);
    if (this.#depth === 0) this.#jit?.collect();
    return result;
  }

  /** A new reference to a code object that is ready to run. */
  #load(description: CodeObject): number {
    const code = newCode(this.#rt, description);
    this.#quickener.quicken(code, (loaded, reference) => {
      this.#codes.set(loaded, reference);
      if (this.#options.keepCode === true) incref(this.#rt, reference);
    });
    return code;
  }

  /** What a program has done with sources; null with a SyntaxError set. */
  #inside<Result>(work: () => Result): Result | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
      raiseSyntaxError(this.#rt, error.diagnostic);
      return null;
    }
  }

  #warnOfAll(warnings: readonly CompileCaution[]): number {
    return warnings.every((warning) => this.#warn(warning) === 0) ? 0 : -1;
  }

  /** The exception that left the program, as the host's. */
  #takeError(): PythonError {
    const rt = this.#rt;
    const exception = fetchError(rt);
    try {
      const isExit = exceptionMatches(rt, exception, rt.types.SystemExit);
      const isReported = !isExit && callExceptHook(rt, exception);
      const traceback = isReported ? "" : formatException(rt, exception);
      if (isExit) {
        const { code, message } = exitRequest(rt, exception);
        return new PythonExit(code, message, traceback);
      }
      const last = formatExceptionOnly(rt, exception).trimEnd();
      const type = typeName(rt, exception);
      return new PythonError(type, last.startsWith(`${type}: `) ? last.slice(type.length + 2) : last, traceback);
    } finally {
      decref(rt, exception);
    }
  }

  #periodic(): number {
    this.#rt.heap.store(evalBreaker, evalInterval);
    if (this.#rt.hostDepth === 1) this.#jit?.collect();
    maybeCollectCycles(this.#rt);
    if (this.#isInterrupted()) return Periodic.ERROR;
    if (!this.#isPastLimit) return Periodic.CONTINUE;
    this.#isPastLimit = false;
    return this.#isWithinLimit() ? Periodic.CONTINUE : Periodic.ERROR;
  }

  /** Whether the embedder wants the program to stop; true with KeyboardInterrupt set. */
  #isInterrupted(): boolean {
    const { interrupt } = this.#options;
    if (interrupt === undefined) return false;
    this.#work = 0;
    // What it throws leaves frames and references as they are.
    this.#isStopped = true;
    const isInterrupted = interrupt();
    this.#isStopped = false;
    if (isInterrupted) setErrorNone(this.#rt, this.#rt.types.KeyboardInterrupt);
    return isInterrupted;
  }

  /** Pays for work of builtins, in nanoseconds or so. Status. */
  #spend(units: number): number {
    this.#work += units;
    return this.#work >= workInterval && this.#isInterrupted() ? -1 : 0;
  }

  #assertUsable(): void {
    if (this.#isStopped) throw new Error("the VM was stopped in the middle of a program");
  }

  /** Whether objects take no more memory than they may, after garbage went if need be; false with MemoryError set. */
  #isWithinLimit(): boolean {
    const rt = this.#rt;
    const { heap } = rt;
    if (heap.occupiedBytes <= heap.limit) return true;
    collectCycles(rt);
    if (heap.occupiedBytes <= heap.limit) return true;
    setErrorNone(rt, rt.types.MemoryError);
    return false;
  }

  #makeMain(): number {
    const rt = this.#rt;
    // `print` and tracebacks look for the streams in it, imported or not.
    decref(rt, importModule(rt, "sys"));
    const main = newModule(rt, "__main__");
    const globals = moduleDict(rt, main);
    const builtins = rt.names.__builtins__;
    const name = newStr(rt, "builtins");
    dictSet(rt, globals, builtins, dictGet(rt, rt.modules, name));
    decref(rt, name);
    const key = newStr(rt, "__main__");
    dictSet(rt, rt.modules, key, main);
    decref(rt, key);
    decref(rt, main);
    return globals;
  }

  /** The library's `warnings` makes filters of them; without it there are none. */
  #readWarnOptions(): void {
    const module = importModule(this.#rt, "warnings");
    decref(this.#rt, module === 0 ? fetchError(this.#rt) : module);
  }

  #bind(name: string, value: number): void {
    const key = newStr(this.#rt, name);
    dictSet(this.#rt, this.#globals, key, value);
    decref(this.#rt, key);
    decref(this.#rt, value);
  }

  /** Tells the embedder, or the program's filters. Status. */
  #warn(caution: CompileCaution): number {
    if (this.#options.onWarning === undefined) return warnOfSource(this.#rt, caution);
    const { type, message, filename, lineno } = caution;
    this.#options.onWarning({ category: type, message, filename, line: lineno });
    return 0;
  }
}

function makeSpecializer(rt: Runtime, tuning: JitTuning): SiteSpecializer {
  return new Specializer<Site>({
    memory: {
      readUnit: (address) => rt.heap.loadU16(address),
      writeUnit: (address, unit) => void rt.heap.storeU16(address, unit),
    },
    instructions: opcodes,
    families: familyCaches,
    rules: specializationRules(rt),
    tuning: tuning.specialize === "on" ? tuning.specializer : specializationOff,
  });
}

function tuningOf(jit: VMOptions["jit"]): JitTuning {
  if (jit === undefined || jit === true) return defaultTuning;
  return jit === false ? specializingTuning : jit;
}

function memoryLimitOf({ memoryLimit = largestMemoryLimit }: VMOptions): number {
  if (memoryLimit >= leastMemoryLimit && memoryLimit <= largestMemoryLimit) return memoryLimit;
  throw new RangeError(
    `memoryLimit is ${memoryLimit}, must be from ${leastMemoryLimit} to ${largestMemoryLimit} bytes`,
  );
}

function ignore(): void {
  // Output that nobody asked for.
}
