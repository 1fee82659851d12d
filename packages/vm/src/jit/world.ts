// What the VM can promise the optimizer: values of globals and constants, and what types and functions have a version.

import type { Dependency, DialectIndex, Trace, TraceConstant, Uop, World } from "@tjit/ir";
import {
  CodeObjectLayout,
  DictEntry,
  DictObject,
  FunctionObject,
  type Runtime,
  TypeObject,
  watchDict,
} from "@tjit/runtime";
import { constantOf, typeNameOf } from "./constants.ts";

/** What a recording came by, where versions alone do not tell the object. */
export interface SeenObjects {
  /** Globals and builtins, by the version of their keys. */
  readonly dictionaries: ReadonlyMap<number, number>;
  readonly types: ReadonlySet<number>;
  readonly functions: ReadonlySet<number>;
}

/** How often a name may be rebound before it is not taken for a constant any more. CPython's limits for dicts. */
const allowedChanges = { globals: 6, builtins: 3 } as const;

type Promise = { readonly constant: TraceConstant; readonly dependencies: readonly Dependency[] };

/** The uops that the world can answer for. */
interface AnsweredUops {
  readonly loadConst: number;
  readonly loadGlobalModule: number;
  readonly loadGlobalBuiltins: number;
  readonly guardGlobals: number;
  readonly guardBuiltins: number;
}

/** The world of one VM. */
export class PythonWorld implements World {
  readonly #rt: Runtime;
  readonly #seen: SeenObjects;
  /** How often names were rebound that traces took for constants. */
  readonly #changes: ReadonlyMap<number, number>;
  readonly #uops: AnsweredUops;
  /** Versions that guards check, of the trace that was asked about last. */
  readonly #guards = new Map<string, number>();
  #guardedTrace: Trace | undefined;

  constructor(rt: Runtime, index: DialectIndex, seen: SeenObjects, changes: ReadonlyMap<number, number>) {
    this.#rt = rt;
    this.#uops = {
      loadConst: index.id("_LOAD_CONST"),
      loadGlobalModule: index.id("_LOAD_GLOBAL_MODULE"),
      loadGlobalBuiltins: index.id("_LOAD_GLOBAL_BUILTINS"),
      guardGlobals: index.id("_GUARD_GLOBALS_VERSION"),
      guardBuiltins: index.id("_GUARD_BUILTINS_VERSION"),
    };
    this.#seen = seen;
    this.#changes = changes;
  }

  resolve(uop: Uop, trace: Trace): Promise | undefined {
    switch (uop.op) {
      case this.#uops.loadConst:
        return this.#codeConstant(uop, trace);
      case this.#uops.loadGlobalModule:
        return this.#global(uop, trace);
      case this.#uops.loadGlobalBuiltins:
        return this.#builtin(uop, trace);
      default:
        return undefined;
    }
  }

  typeOfVersion(version: number): { readonly type: string; readonly reference: number } | undefined {
    for (const type of this.#seen.types) {
      if (this.#rt.heap.load(type + TypeObject.version.offset) === version)
        return { type: typeNameOf(type), reference: type };
    }
    return undefined;
  }

  functionOfVersion(version: number): { readonly reference: number } | undefined {
    for (const reference of this.#seen.functions) {
      if (this.#rt.heap.load(reference + FunctionObject.version.offset) === version) return { reference };
    }
    return undefined;
  }

  /** Constants live as long as their code, on which the trace depends. */
  #codeConstant({ oparg, origin }: Uop, trace: Trace): Promise | undefined {
    const frame = trace.frames[origin.frame];
    if (frame === undefined) return undefined;
    const consts = this.#rt.heap.load(frame.code + CodeObjectLayout.consts.offset);
    return { constant: constantOf(this.#rt, this.#rt.heap.load(consts + 4 * oparg)), dependencies: [] };
  }

  #global(uop: Uop, trace: Trace): Promise | undefined {
    const globals = this.#guarded(uop, trace, this.#uops.guardGlobals);
    return globals === undefined ? undefined : this.#entry(globals, uop, trace, [globals], allowedChanges.globals);
  }

  /** A builtin stays visible as long as the globals do not hide it. */
  #builtin(uop: Uop, trace: Trace): Promise | undefined {
    const globals = this.#guarded(uop, trace, this.#uops.guardGlobals);
    const builtins = this.#guarded(uop, trace, this.#uops.guardBuiltins);
    if (globals === undefined || builtins === undefined) return undefined;
    return this.#entry(builtins, uop, trace, [globals, builtins], allowedChanges.builtins);
  }

  /** The dict whose keys version a guard of the same bytecode checks. */
  #guarded({ origin }: Uop, trace: Trace, guard: number): number | undefined {
    if (this.#guardedTrace !== trace) this.#findGuards(trace);
    const version = this.#guards.get(guardKey(guard, origin.frame, origin.offset));
    return version === undefined ? undefined : this.#seen.dictionaries.get(version);
  }

  /** A trace is asked about once for each global in it: its guards are looked for once. */
  #findGuards(trace: Trace): void {
    const { guardGlobals, guardBuiltins } = this.#uops;
    this.#guardedTrace = trace;
    this.#guards.clear();
    for (const { op, origin, operand0 } of trace.uops) {
      if (op !== guardGlobals && op !== guardBuiltins) continue;
      const key = guardKey(op, origin.frame, origin.offset);
      if (!this.#guards.has(key)) this.#guards.set(key, operand0);
    }
  }

  #entry(dict: number, uop: Uop, trace: Trace, watched: readonly number[], limit: number): Promise | undefined {
    const { heap } = this.#rt;
    const frame = trace.frames[uop.origin.frame];
    if (frame === undefined) return undefined;
    const name = heap.load(heap.load(frame.code + CodeObjectLayout.names.offset) + 4 * (uop.oparg >>> 1));
    if ((this.#changes.get(name) ?? 0) >= limit) return undefined;
    if (uop.operand0 >= heap.load(dict + DictObject.entryCount.offset)) return undefined;
    const entry = heap.load(dict + DictObject.entries.offset) + uop.operand0 * DictEntry.size;
    const value = heap.load(entry + DictEntry.value.offset);
    if (value === 0 || heap.load(entry + DictEntry.key.offset) !== name) return undefined;
    for (const it of watched) watchDict(this.#rt, it);
    return {
      constant: constantOf(this.#rt, value),
      // A change of the name in either dict, or of all of one.
      dependencies: [{ kind: "name", reference: name }, ...watched.map((reference) => ({ kind: "dict", reference }))],
    };
  }
}

function guardKey(op: number, frame: number, offset: number): string {
  return `${op}:${frame}:${offset}`;
}
