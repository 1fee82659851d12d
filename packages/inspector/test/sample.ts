// A log of one traced loop, as a virtual machine would have written it.

import { applyEdits, DialectIndex, parseTrace, type Remark, type Trace } from "@tjit/ir";
import { pythonDialect } from "@tjit/bytecode";
import { type CompileEvent, EventLog, type LoggedEvent } from "../src/index.ts";

export const index: DialectIndex = new DialectIndex(pythonDialect);

export const recorded: Trace = parseTrace(
  `trace "<main>" dialect python entry 0
   frame 0 "main" parent - code 40 start 1000 locals 2 size 64
   constant 0 float 2.5 reference 80
   exit 0 periodic frame 0 target 0
   exit 1 side frame 0 target 2
   exit 2 side frame 0 target 2
   loop:
     _CHECK_PERIODIC exit=0
     _LOAD_FAST oparg=0                   @0:2
     _LOAD_CONST_INLINE operand0=c0
     _GUARD_TOS_FLOAT exit=1
     _GUARD_NOS_FLOAT exit=2
     _BINARY_OP_MULTIPLY_FLOAT
     _POP_TOP_FLOAT
     _POP_TOP_FLOAT
     _SWAP_FAST oparg=0                   @0:4
     _POP_TOP
     _JUMP_TO_TOP                         @0:6`,
  index,
);

const remarks: readonly Remark[] = [{ pass: "type-inference", rule: "known-guard", at: 3, fact: "the top is a float" }];
const optimized = applyEdits(recorded, {
  edits: [{ at: 3, remove: 1, insert: [] }],
  exits: new Map(),
  constants: [],
  dependencies: [],
});

export const compileEvent: CompileEvent = {
  kind: "compile",
  name: "<main>",
  recorded,
  log: [{ pass: "type-inference", trace: optimized }],
  optimized,
  remarks,
  stats: [{ pass: "type-inference", firings: 1, uopsBefore: 11, uopsAfter: 10, milliseconds: 0.5 }],
  moduleBytes: 300,
  codeBytes: 200,
  timings: {
    recording: 1,
    passes: [{ pass: "type-inference", milliseconds: 0.5 }],
    allocation: 0.25,
    assembly: 0.25,
    engine: 1,
    total: 2,
  },
};

/** The log; its clock advances by one at each event. */
export function makeLog(): readonly LoggedEvent[] {
  let now = 0;
  const log = new EventLog({ clock: () => now++ });
  const source = { kind: "backward-jump", entry: 1000 } as const;
  log.listener({ kind: "start", source, pc: 1000, name: "<main>" });
  log.listener({ kind: "record", instruction: "LOAD_FAST", pc: 1004, from: 1, to: 2, fitness: 2400 });
  log.listener({ kind: "stop", source, reason: "loop-closed", trace: recorded });
  log.listener(compileEvent);
  log.listener({ kind: "install", executor: 1, name: "<main>", chainDepth: 0 });
  log.listener({ kind: "exit", executor: 1, exit: 2, count: 4000 });
  log.listener({ kind: "exit-hot", executor: 1, exit: 2, outcome: "record" });
  log.listener({ kind: "link", executor: 1, exit: 2, to: 2 });
  log.listener({ kind: "start", source: { kind: "exit", executor: 1, exit: 2 }, pc: 1008, name: "side" });
  log.listener({ kind: "abort", source: { kind: "exit", executor: 1, exit: 2 }, reason: "too-short", at: 1008 });
  log.listener({ kind: "refuse", source, reason: "busy" });
  log.listener({ kind: "reject", name: "side", by: "type-inference", reason: "contradiction" });
  log.listener({ kind: "invalidate", executor: 1, reason: "dependency" });
  log.listener({ kind: "sweep", evicted: 0, kept: 1 });
  log.listener({ kind: "free", executor: 1 });
  return log.entries;
}
