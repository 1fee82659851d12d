// A VM to run single uops in: a pool with values of every sort, and a frame of a function on top of another frame.
//
//   base frame   of `below`,  stack [None]      what a return goes back to
//   root frame   of `target`, locals and stack from the pool

import { type FrameHandle, type Machine, type Reference, createPythonIndex } from "@tjit/reference";
import type { DialectIndex } from "@tjit/ir";
import {
  type Runtime,
  Singleton,
  clearError,
  decref,
  dictGet,
  dictKeysVersion,
  dictNext,
  dictPosition,
  entryKey,
  entryValue,
  functionVersion,
  importModule,
  incref,
  moduleDict,
  newStr,
  strValue,
  typeVersion,
  exchangeHandled,
} from "@tjit/runtime";
import {
  CodeObjectLayout,
  ExecutorRecord,
  Frame,
  FunctionObject,
  TypeObject,
  VmState,
  vmStateAddress,
} from "@tjit/runtime/layout";
import type { TraceImports } from "@tjit/stencils";
import { completeParts } from "../../../src/complete-vm.ts";
import { interpreterTuning } from "../../../src/index.ts";
import { VM } from "../../../src/vm.ts";
import { stackBase } from "../reference/frames.ts";
import { makeLinearMachine } from "../reference/linear-machine.ts";

/** The pool's values by name, and what else the VM needs; nothing of it has an address that changes from VM to VM. */
const prelude = `
import math
class C:
    k = 4
    def __init__(self, a=1):
        self.a = a
        self.b = 2.5
    def m(self, x=None): return (self.a, x)
    def __bool__(self): return self.a != 1
    def __enter__(self): return self
    def __exit__(self, *rest): return False
    def __iter__(self): return iter([self.a])
class D(C): pass
class E(ValueError): pass
def callee(x): return x
def defaults(x, y=2, *z): return (x, y, z)
def outer():
    v = 1.5
    def inner(x): return (v, x)
    return inner
def empty():
    if 0: v = 1
    def inner(): return v
    return inner
def below(p, q): return len(p, q)
def target(p, q, r, s):
    def inner(): return p
    return len(q.a, q.b, q.m, q.zz, g, print, unknown, 1.5, "k", (1, 2), None, 8, 9, q, r, s, math.pi)
g = 1.25
spent = iter(range(0))
spentlist = iter([])
for _ in spentlist: pass
made = C(3)
dressed = C(2)
vars(dressed)["c"] = 1
pool = {
    "one": 1, "three": 3, "zero": 0, "negative": -7, "largest": 1073741823, "smallest": -1073741824, "big": 2**40, "huge": 2**70,
    "half": 0.5, "nothing": 0.0, "minus": -2.5, "nan": math.nan, "infinity": math.inf,
    "text": "ab", "empty": "", "letter": "b", "astral": "a\\U0001f600b", "name": "k",
    "pair": (1.5, "ab"), "triple": (1, 2, 3), "unit": (), "list": [5, 1.5, "x"], "nolist": [],
    "dict": {1: 1.5, "k": 2}, "nodict": {}, "set": {1, "k"}, "slice": slice(1, None),
    "range": iter(range(3, 3000, 2)), "spent": spent, "listiter": iter([1.5, 2, "z"] * 40), "tupleiter": iter((1, 2.5) * 40), "spentlist": spentlist,
    "cell": outer().__closure__[0], "nocell": empty().__closure__[0],
    "function": callee, "defaults": defaults, "closure": outer(), "method": made.m, "instance": made, "falsy": C(), "dressed": dressed, "class": C, "derived": D, "child": D(5), "super": super, "int": int, "E": E,
    "len": len, "isinstance": isinstance, "abs": abs, "append": list.append, "upper": str.upper, "module": math, "code": target.__code__,
    "error": E("e"), "names": ("k",), "keyword": ("y",), "namespace": {"len": 1, "a": 2.5, "b": "x"}, "initializer": C.__init__, "none": None, "other": NotImplemented, "true": True, "false": False,
}
`;

/** A VM with its pool. */
export interface BodyWorld {
  readonly rt: Runtime;
  readonly imports: TraceImports;
  readonly index: DialectIndex;
  readonly machine: Machine;
  /** Address of the executor record that traces here have. */
  readonly record: number;
  /** Borrowed; NULL is in it. */
  readonly pool: ReadonlyMap<string, Reference>;
  readonly base: FrameHandle;
  readonly functionOf: (name: FunctionName) => Reference;
  readonly codeOf: (name: FunctionName) => Reference;
  /** Versions that guards may ask for. */
  readonly versions: Readonly<Record<"type" | "class" | "function" | "globals" | "builtins" | "module", number>>;
}

/** Functions that frames here are of. */
export type FunctionName = "below" | "target" | "function" | "defaults" | "initializer";

/** Room for the record of an executor and those of its exits. */
const recordBytes = 256;

/** Makes a VM in which the base frame runs. Two of them are equal in everything but the identity of JavaScript objects. */
export function makeBodyWorld(): BodyWorld {
  let parts: { readonly rt: Runtime; readonly imports: TraceImports } | undefined;
  const vm = new VM(
    { jit: interpreterTuning },
    {
      ...completeParts,
      traceHost: (given) => {
        parts = given;
        return () => undefined;
      },
    },
  );
  vm.run(prelude);
  void vm.jit;
  if (parts === undefined) throw new Error("the JIT was made, and nobody was told");
  const { rt, imports } = parts;
  const record = rt.heap.allocateBlock(recordBytes);
  rt.heap.store(record + ExecutorRecord.valid.offset, 1);
  const machine = makeLinearMachine({ rt, runtime: imports.runtime, record });
  const main = importModule(rt, "__main__");
  const globals = moduleDict(rt, main);
  const pool = readDict(rt, lookUp(rt, globals, "pool"));
  pool.set("NULL", 0);
  const named = (name: string): Reference => pool.get(name) ?? lookUp(rt, globals, name);
  const type = named("class");
  const initializer = lookUp(rt, rt.heap.load(type + TypeObject.dict.offset), "__init__");
  rt.heap.store(type + TypeObject.cachedInit.offset, initializer);
  const versions = {
    type: typeVersion(rt, type),
    class: typeVersion(rt, type),
    function: functionVersion(rt, named("function")),
    globals: dictKeysVersion(rt, globals),
    builtins: dictKeysVersion(rt, rt.builtins),
    module: dictKeysVersion(rt, moduleDict(rt, named("module"))),
  };
  const base = pushFrame(rt, machine, named("below"), [Singleton.None, Singleton.None]);
  machine.setStack(base, [Singleton.None]);
  const codeOf = (name: FunctionName): Reference => rt.heap.load(named(name) + FunctionObject.code.offset);
  return { rt, imports, index: createPythonIndex(), machine, record, pool, base, functionOf: named, codeOf, versions };
}

/** Makes a function's frame the one on top, as a call would; locals are borrowed. */
export function pushFrame(
  rt: Runtime,
  machine: Machine,
  callable: Reference,
  locals: readonly Reference[],
  owner: "call" | "initializer" | "operator" = "call",
): FrameHandle {
  for (const reference of [callable, ...locals]) if (reference !== 0) incref(rt, reference);
  const frame = machine.createFrame(callable, locals, owner);
  machine.pushFrame(frame);
  return frame;
}

/** Takes everything off that a uop has left: frames above the base frame, exceptions, the state of the eval breaker. */
export function tidy({ rt, machine, base }: BodyWorld): void {
  while (machine.currentFrame() !== base) {
    const frame = machine.currentFrame();
    releaseStack(machine, frame);
    machine.popFrame();
  }
  releaseStack(machine, base);
  machine.setStack(base, [Singleton.None]);
  machine.setInstructionPointer(base, rt.heap.load(machine.codeOf(base) + CodeObjectLayout.start.offset));
  machine.setReturnOffset(base, 0);
  clearError(rt);
  rt.skipTraceback = false;
  const handled = exchangeHandled(rt, 0);
  if (handled !== 0) decref(rt, handled);
}

function releaseStack(machine: Machine, frame: FrameHandle): void {
  const stack = machine.stackOf(frame);
  machine.setStack(frame, []);
  for (const reference of [...stack].reverse()) if (reference !== 0) machine.decrement(reference);
}

/** What is left to a run. */
export interface Limits {
  /** Checks of the eval breaker until it asks to leave. */
  readonly checks: number;
  /** Whether one more frame fits. */
  readonly depth: "room" | "full";
}

/** Sets what is left; the function that it gives puts back what was. */
export function setLimits({ rt: { heap } }: BodyWorld, { checks, depth }: Limits): () => void {
  const at = vmStateAddress;
  heap.store(at + VmState.evalBreaker.offset, checks);
  if (depth === "room") return () => undefined;
  const [recursion, limit] = [VmState.recursionRemaining, VmState.stackLimit].map(({ offset }) => at + offset) as [
    number,
    number,
  ];
  const before = { recursion: heap.load(recursion), limit: heap.load(limit) };
  heap.store(recursion, 1);
  heap.store(limit, heap.load(at + VmState.stackTop.offset));
  return () => {
    heap.store(recursion, heap.load(recursion) - 1 + before.recursion);
    heap.store(limit, before.limit);
  };
}

/** What of the VM's state a uop may change, besides values. */
export function describeState({ rt: { heap }, base }: BodyWorld): string {
  const word = (offset: number): number => heap.load(vmStateAddress + offset);
  const frames: string[] = [];
  for (
    let frame = word(VmState.currentFrame.offset);
    frame !== base;
    frame = heap.load(frame + Frame.previous.offset)
  ) {
    const instruction = heap.load(frame + Frame.instrPtr.offset);
    const start = heap.load(heap.load(frame + Frame.code.offset) + CodeObjectLayout.start.offset);
    const owner = heap.loadU8(frame + Frame.owner.offset);
    // Where a frame goes on behind a call, nobody has said of a frame that has not called yet.
    const isNew = heap.load(frame + Frame.previous.offset) !== base;
    const offset = isNew ? "" : ` + ${heap.loadU16(frame + Frame.returnOffset.offset)}`;
    frames.push(`frame at base+${frame - base} owner ${owner} at ${instruction - start}${offset}`);
  }
  return [
    ...frames,
    `stack top base+${word(VmState.stackTop.offset) - base}`,
    `recursion ${word(VmState.recursionRemaining.offset)}`,
    `breaker ${word(VmState.evalBreaker.offset)}`,
  ].join("\n");
}

/** The stack that frames in memory have, the top frame's up to `sp`. */
export function closeStack({ rt }: BodyWorld, frame: FrameHandle, sp: number): void {
  if (sp < stackBase(rt, frame)) throw new RangeError("the stack pointer is below the stack");
  rt.heap.store(frame + Frame.sp.offset, sp);
}

function lookUp(rt: Runtime, dict: Reference, name: string): Reference {
  const key = newStr(rt, name);
  const found = dictGet(rt, dict, key);
  decref(rt, key);
  if (found === 0) throw new RangeError(`there is no ${name}`);
  return found;
}

function readDict(rt: Runtime, dict: Reference): Map<string, Reference> {
  const found = new Map<string, Reference>();
  for (let entry = dictNext(rt, dict, 0); entry !== 0; entry = dictNext(rt, dict, dictPosition(rt, dict, entry) + 1)) {
    found.set(strValue(rt, entryKey(rt, entry)), entryValue(rt, entry));
  }
  return found;
}
