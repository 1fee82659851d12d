// Stencils of the tiny dialect: each variant against the tier-1 handler, random traces against a direct model, and what is refused.

import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import {
  assembleTrace,
  CodeCache,
  decodeBase64,
  InvariantError,
  type StencilId,
  StencilSet,
  type TraceStep,
  type Variant,
} from "@tjit/stencils";
import {
  binaryModule,
  BuilderError,
  buildInterpreterModule,
  compileStencils,
  serializeStencils,
  uopBody,
} from "@tjit/stencils/build";
import { sizeOfItem, type StackItem } from "@tjit/ir";
import { type PlannedUop } from "@tjit/stencils/testing";
import { decodeInScript } from "../src/base64.ts";
import { bodies, Frame, numberOf, stackOffset, uopNamed, uops, Vm } from "./tiny/dialect.ts";
import { description, frameAddress, Machine } from "./tiny/machine.ts";
import { loadTiny, planTiny, runTrace, use } from "./tiny/traces.ts";

const int = (value: number): number => 2 * value + 1;

/** Uops that one instruction of tier 1 can be: no unboxed values, no frames, nothing terminal. */
const comparable = uops.filter(
  ({ name, flags, tierOneOnly, effect }) =>
    tierOneOnly !== true &&
    !flags.has("terminal") &&
    !["_ENTER", "_LEAVE_FRAME"].includes(name) &&
    [...effect.inputs, ...effect.outputs].every(({ representation }) => representation === "boxed"),
);

/** Each comparable uop as an instruction, followed by one that saves the stack pointer and leaves with status 7. */
function buildComparison(): Uint8Array<ArrayBuffer> {
  const instructions = comparable.map(({ name }, index) => ({
    opcode: index + 1,
    name: `ONE${name}`,
    cacheWords: 2,
    parts: [{ uop: name, operand0: { offset: 0, size: 2 as const } }],
    generic: "EXITED",
  }));
  const leaving = (name: string, opcode: number, status: number) => ({
    name,
    opcode,
    body: (k: Parameters<(typeof description.specialHandlers)[number]["body"]>[0]) => {
      k.store(Frame.savedSp, k.fp, k.sp);
      k.leave(k.i32(status));
    },
  });
  const specialHandlers = [
    leaving("DONE", 200, 7),
    leaving("EXITED", 201, 0),
    leaving("error", 202, 1),
    leaving("undefined", 203, 99),
  ];
  return buildInterpreterModule({ ...description, instructions, specialHandlers }, { optimize: "full" }).bytes;
}

describe.each(["none", "full"] as const)("optimize: %s", (optimize) => {
  const set = loadTiny(optimize);
  const machine = new Machine(buildComparison());
  beforeEach(() => machine.reset());

  const variants = comparable.flatMap(({ name }) =>
    set.variantsOf(name).map((variant) => [name, variant.inputs, variant.outputs] as const),
  );
  test.each(variants)("%s_r%i%i does what the handler does", (name, inputs, outputs) => {
    const definition = uopNamed(name);
    const index = comparable.indexOf(definition);
    const value = fc.oneof(fc.integer({ min: -9, max: 9 }).map(int), fc.constantFrom(0, 1, 16384, 16392));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 8, maxLength: 8 }),
        fc.nat(3),
        fc.integer(),
        (stack, choice, anyOperand) => {
          // An operand that is an offset stays within the frame.
          const operand0 = definition.operand0 === "offset" ? 4 * choice : anyOperand;
          const oparg = name === "_ROTATE" ? 2 + (choice % 2) : choice;
          const prepare = (): void => {
            machine.reset();
            machine.box(1.5);
            machine.box(-2);
            machine.setWord(Vm.fuel.offset, choice % 2);
            for (let local = 0; local < 4; local++)
              machine.setWord(frameAddress + Frame.local.offset + 4 * local, int(10 + local));
            stack.forEach((item, at) => machine.setWord(frameAddress + stackOffset + 4 * at, item));
          };
          prepare();
          const handlerStatus = machine.run([index + 1 + (oparg << 8), operand0 & 0xffff, operand0 >>> 16, 200], stack);
          const expected = observe(machine);

          prepare();
          const depthBefore = stack.length;
          const depthAfter =
            depthBefore - itemCount(definition.effect.inputs, oparg) + itemCount(definition.effect.outputs, oparg);
          const only = set.find(name, inputs, outputs);
          const leave = set.find("_LEAVE_TRACE", 0, 0);
          if (only === undefined || leave === undefined) throw new Error("no stencil");
          const bytesOf = (depth: number): number => stackOffset + 4 * depth;
          const base = { kind: "stencil", oparg, operand1: 0, pc: 0, nextPc: 0, exit: -1, error: -1 } as const;
          const leaveWith = (status: number, depth: number): TraceStep => ({
            ...base,
            stencil: leave,
            operand0: status,
            stack: bytesOf(depth),
          });
          const spill = (cached: number, depth: number): TraceStep => ({
            kind: "reshape",
            from: cached,
            to: 0,
            stack: bytesOf(depth),
          });
          const status = runTrace(machine, set, {
            steps: [
              { kind: "reshape", from: 0, to: inputs, stack: bytesOf(depthBefore) },
              // What is in registers must not be read from memory, so memory is spoilt (i0 is zero).
              ...Array.from({ length: inputs }, (_, index): TraceStep => ({
                kind: "move",
                from: { kind: "register", class: "i", number: 0 },
                to: { kind: "slot", offset: bytesOf(depthBefore - 1 - index) },
              })),
              { ...base, stencil: only, operand0, stack: bytesOf(depthBefore), exit: 0, error: 1 },
              spill(outputs, depthAfter),
              leaveWith(7, depthAfter),
            ],
            loopHead: -1,
            exits: [0, 1].map((exit) => [spill(inputs, depthBefore), leaveWith(exit, depthBefore)]),
          });
          expect([status, observe(machine)]).toEqual([handlerStatus, expected]);
        },
      ),
      { numRuns: 20 },
    );
  });

  /** All that a trace can change: the stack, locals, fuel, notes. */
  function observe({ savedStack, memory, notes }: Machine): unknown {
    const words = new Int32Array(memory.buffer);
    const locals = [0, 1, 2, 3].map((local) => words[(frameAddress + Frame.local.offset) / 4 + local]);
    return { savedStack: [...savedStack], locals, fuel: words[Vm.fuel.offset / 4], notes: [...notes] };
  }
});

function itemCount(items: readonly StackItem[], oparg: number): number {
  return items.reduce((sum, item) => sum + sizeOfItem(item, oparg), 0);
}

// ---- random traces against a direct model

type ModelValue = number | { readonly real: number };

interface ModelState {
  readonly stack: ModelValue[];
  readonly locals: number[];
  fuel: number;
}

/** One uop of a random trace, decoded totally: what cannot run on the stack at hand is replaced by a push. */
interface TraceRecord {
  readonly choice: number;
  readonly argument: number;
}

const leaveStatus = (at: number): number => 2 * at;

/** Decodes records to a trace that never underflows, keeping the representation of each slot in mind. */
function decodeTrace(records: readonly TraceRecord[]): PlannedUop[] {
  const trace: PlannedUop[] = [];
  const stack: ("boxed" | "f64")[] = [];
  const push = (uop: PlannedUop, ...left: ("boxed" | "f64")[]): void => {
    const taken = itemCount(uop.definition.effect.inputs, uop.oparg ?? 0);
    stack.splice(stack.length - taken, taken, ...left);
    trace.push(uop);
  };
  // Arithmetic on the address of a box would depend on where it is.
  const guarded = (uop: PlannedUop): void => {
    push(use("_GUARD_TOS_INT"), "boxed");
    push(use("_GUARD_NOS_INT"), "boxed", "boxed");
    push(uop, "boxed", "boxed", "boxed");
  };
  for (const { choice, argument } of records) {
    const [second, top] = [stack.at(-2), stack.at(-1)];
    const bothBoxed = top === "boxed" && second === "boxed";
    const options: (() => void)[] = [
      () => push(use("_SMALL", argument % 50), "boxed"),
      () => push(use("_LOAD_FAST", argument % 4), "boxed"),
      () => push(use("_INLINE", 0, int(argument - 100)), "boxed"),
    ];
    if (top === "boxed") {
      options.push(
        () => push(use("_STORE_FAST", argument % 4)),
        () => push(use("_GUARD_TOS_INT"), "boxed"),
        () => push(use("_GUARD_POSITIVE"), "boxed"),
        () => push(use("_COPY"), "boxed", "boxed"),
        () => push(use("_MAYBE"), "boxed", "boxed"),
        () => push(use("_POP")),
        () => push(use("_UNBOX"), "f64"),
        () => push(use("_NOTE"), "boxed"),
      );
    }
    if (bothBoxed) {
      options.push(
        () => guarded(use("_ADD_INT")),
        () => guarded(use("_SUB_INT")),
        () => push(use("_SWAP"), "boxed", "boxed"),
        () => push(use("_GUARD_NOS_INT"), "boxed", "boxed"),
        () => guarded(use("_CHOOSE")),
      );
    }
    if (top === "f64")
      options.push(
        () => push(use("_ADD_CONST_F64", 0, argument / 4), "f64"),
        () => push(use("_BOX"), "boxed"),
      );
    if (top === "f64" && second === "f64")
      options.push(
        () => push(use("_MUL_F64"), "f64"),
        () => push(use("_MUL_F64"), "f64"),
      );
    options[choice % options.length]?.();
  }
  // A loop must leave the stack as it found it.
  while (stack.length > 0) {
    if (stack.at(-1) === "f64") push(use("_BOX"), "boxed");
    push(use("_STORE_FAST", stack.length % 4));
  }
  return [use("_BURN"), ...trace, use("_JUMP_TO_TOP")];
}

/** Runs the trace on plain values; gives the number of the uop that left. */
function runModel(
  trace: readonly PlannedUop[],
  state: ModelState,
  realOf: (value: number) => number | undefined,
  boxOf: (real: number) => number,
): number {
  const { stack, locals } = state;
  const pop = (): ModelValue => {
    const value = stack.pop();
    if (value === undefined) throw new Error("underflow");
    return value;
  };
  const boxed = (): number => {
    const value = pop();
    if (typeof value !== "number") throw new Error("unboxed");
    return value;
  };
  const real = (): number => {
    const value = pop();
    if (typeof value === "number") throw new Error("boxed");
    return value.real;
  };
  const peek = (down = 1): number => {
    const value = stack.at(-down);
    if (typeof value !== "number") throw new Error("unboxed");
    return value;
  };
  for (;;) {
    for (const [at, { definition, oparg = 0, operand0 = 0 }] of trace.entries()) {
      switch (definition.name) {
        case "_BURN":
          if (state.fuel === 0) return leaveStatus(at);
          state.fuel -= 1;
          break;
        case "_SMALL":
          stack.push(int(oparg));
          break;
        case "_LOAD_FAST":
          stack.push(locals[oparg] ?? 0);
          break;
        case "_STORE_FAST":
          locals[oparg] = boxed();
          break;
        case "_INLINE":
          stack.push(Number(operand0) | 0);
          break;
        case "_GUARD_TOS_INT":
          if ((peek() & 1) === 0) return leaveStatus(at);
          break;
        case "_GUARD_NOS_INT":
          if ((peek(2) & 1) === 0) return leaveStatus(at);
          break;
        case "_GUARD_POSITIVE":
          if (peek() <= 1) return leaveStatus(at);
          break;
        case "_COPY":
          stack.push(peek());
          break;
        case "_MAYBE": {
          const taken = peek() > 5;
          stack.push(taken ? (locals[0] ?? 0) | 1 : 1);
          if (taken) locals[0] = 3;
          break;
        }
        case "_POP":
          pop();
          break;
        case "_NOTE":
          break;
        case "_SWAP": {
          const [right, left] = [boxed(), boxed()];
          stack.push(right, left);
          break;
        }
        case "_ADD_INT":
        case "_SUB_INT": {
          const [right, left] = [boxed(), boxed()];
          stack.push(definition.name === "_ADD_INT" ? (left + right - 1) | 0 : (left - right + 1) | 0, left, right);
          break;
        }
        case "_CHOOSE": {
          const [right, left] = [boxed(), boxed()];
          if (left === right) {
            stack.push(left, right);
            return leaveStatus(at);
          }
          stack.push(left < right ? (right - left + 1) | 0 : (left ^ right) | 1, left, right);
          break;
        }
        case "_UNBOX": {
          const value = peek();
          const held = realOf(value);
          if (held === undefined) return leaveStatus(at);
          pop();
          stack.push({ real: held });
          break;
        }
        case "_ADD_CONST_F64":
          stack.push({ real: real() + Number(operand0) });
          break;
        case "_MUL_F64": {
          const [right, left] = [real(), real()];
          stack.push({ real: left * right });
          break;
        }
        case "_BOX":
          stack.push(boxOf(real()));
          break;
        case "_JUMP_TO_TOP":
          break;
        default:
          throw new Error(definition.name);
      }
    }
  }
}

describe.each([
  ["none", 3],
  ["full", 3],
  ["full", 2],
  ["full", 4],
] as const)("random loops, optimize: %s, %i registers", (optimize, registerCount) => {
  test("do what the model does", () => {
    const set = loadTiny(optimize, registerCount);
    const machine = new Machine(buildComparison());
    const reached = { iterations: 0, exits: 0, spilledReals: 0 };
    const records = fc.array(fc.record({ choice: fc.nat(10_000), argument: fc.nat(200) }), { maxLength: 40 });
    fc.assert(
      fc.property(records, fc.nat(3), fc.nat(7), (list, fuel, seed) => {
        const trace = decodeTrace(list);
        machine.reset();
        const initial = [int(seed), machine.box(1.25), int(-seed), machine.box(seed)];
        initial.forEach((value, local) => machine.setWord(frameAddress + Frame.local.offset + 4 * local, value));
        machine.setWord(Vm.fuel.offset, fuel);
        // The model makes boxes where the machine does; boxes that an exit makes are compared by what they hold.
        const reals = new Map<number, number>(
          initial.flatMap((value) => (value & 1 ? [] : [[value, numberOf(machine.memory, value)] as const])),
        );
        let nextBox = machine.word(Vm.nextBox.offset);
        const state: ModelState = { stack: [], locals: [...initial], fuel };
        const expectedStatus = runModel(
          trace,
          state,
          (value) => reals.get(value),
          (real) => {
            const at = nextBox;
            nextBox += 8;
            reals.set(at, real);
            return at;
          },
        );
        const describeModel = (value: ModelValue): unknown =>
          typeof value !== "number"
            ? `real ${value.real}`
            : (value & 1) === 1
              ? value
              : reals.has(value)
                ? `real ${reals.get(value)}`
                : value;
        const describeMachine = (value: number): unknown =>
          (value & 1) === 1 || value < 16384 || value >= machine.word(Vm.nextBox.offset)
            ? value
            : `real ${numberOf(machine.memory, value)}`;

        const pick = (variants: readonly Variant[], at: number): Variant => {
          const variant = variants[(seed * 7 + at * 13) % variants.length];
          if (variant === undefined) throw new Error("no variant");
          return variant;
        };
        const plan = planTiny(set, trace, seed % 2 === 0 ? { loopHead: 0 } : { loopHead: 0, choose: pick });
        const status = runTrace(machine, set, plan, seed % 3 === 0 ? "none" : "branches");
        reached.iterations += fuel - state.fuel;
        reached.exits += Number(status !== 0);
        reached.spilledReals += Number(
          plan.steps.some((step) => step.kind === "reshape" && step.classes?.includes("f")),
        );
        const locals = [0, 1, 2, 3].map((local) =>
          describeMachine(machine.word(frameAddress + Frame.local.offset + 4 * local)),
        );
        expect(status).toBe(expectedStatus);
        expect(machine.savedStack.map(describeMachine)).toEqual(state.stack.map(describeModel));
        expect(locals).toEqual(state.locals.map(describeModel));
        expect(machine.word(Vm.fuel.offset)).toBe(state.fuel);
      }),
      { numRuns: 400 },
    );
    expect(reached.iterations).toBeGreaterThan(100);
    expect(reached.exits).toBeGreaterThan(50);
    expect(reached.spilledReals).toBeGreaterThan(20);
  });
});

// ---- the rest

describe("assembling", () => {
  const set = loadTiny("full");

  test("the same plan gives the same bytes, and only what is called is imported", () => {
    const trace = decodeTrace([
      { choice: 0, argument: 3 },
      { choice: 1, argument: 1 },
    ]);
    const plan = planTiny(set, trace, { loopHead: 0 });
    const first = assembleTrace(plan, set, { slot: 600 });
    expect(assembleTrace(plan, set, { slot: 600 })).toEqual(first);
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(first.bytes)).map(
      ({ module, name }) => `${module}.${name}`,
    );
    expect(imports).toEqual(["vm.memory", "vm.table"]);
    const boxing = assembleTrace(
      planTiny(set, [use("_LOAD_FAST"), use("_UNBOX"), use("_BOX"), use("_POP"), use("_EXIT_TRACE")]),
      set,
      { slot: 600 },
    );
    expect(WebAssembly.Module.imports(new WebAssembly.Module(boxing.bytes)).map(({ name }) => name)).toEqual([
      "memory",
      "table",
      "new_box",
    ]);
  });

  test("frames are switched in place", () => {
    const machine = new Machine(buildComparison());
    // _ENTER puts a new frame 64 bytes above the stack and moves the value to its first local; leaving brings it back.
    const top = stackOffset + 4;
    const step = (name: string, inputs: number, outputs: number, stack: number, operand0 = 0): TraceStep => {
      const stencil = set.find(name, inputs, outputs);
      if (stencil === undefined) throw new Error(name);
      return {
        kind: "stencil",
        stencil,
        oparg: 0,
        operand0,
        operand1: 0,
        stack,
        pc: 100,
        nextPc: 102,
        exit: 0,
        error: 0,
      };
    };
    const status = runTrace(machine, set, {
      steps: [
        step("_INLINE", 0, 1, stackOffset, int(21)),
        step("_ENTER", 1, 0, top),
        step("_LOAD_FAST", 0, 1, stackOffset),
        step("_LEAVE_FRAME", 1, 1, stackOffset + 4),
        { kind: "reshape", from: 1, to: 0, stack: top },
        step("_LEAVE_TRACE", 0, 0, top, 5),
      ],
      loopHead: -1,
      exits: [[step("_LEAVE_TRACE", 0, 0, stackOffset, 9)]],
    });
    expect([status, machine.result, machine.savedStack]).toEqual([5, frameAddress, [int(21)]]);
  });

  test("a plan that leaves by an exit it does not have is refused", () => {
    const plan = planTiny(set, [use("_LOAD_FAST"), use("_GUARD_TOS_INT"), use("_EXIT_TRACE")]);
    expect(() => assembleTrace({ ...plan, exits: [] }, set, { slot: 600 })).toThrow(InvariantError);
    expect(() => assembleTrace(planTiny(set, [use("_JUMP_TO_TOP")]), set, { slot: 600 })).toThrow(/outside a loop/);
  });
});

describe("the set", () => {
  test("the same description gives the same bytes; load reads what was written", () => {
    const data = compileStencils({ uops, bodies, registerCount: 3 });
    const bytes = serializeStencils(data);
    expect(serializeStencils(compileStencils({ uops, bodies, registerCount: 3 }))).toEqual(bytes);
    const set = StencilSet.load(bytes);
    expect(set.length).toBe(data.stencils.length);
    expect(set.callees).toEqual(data.callees);
    const text = /"(.*)";/.exec(binaryModule("stencils", "Stencils.", bytes))?.[1] ?? "";
    expect(decodeBase64(text)).toEqual(bytes);
    expect(() => StencilSet.load(Uint8Array.of(9))).toThrow(/format 9/);
    for (let length = 1; length < 200; length += 13) {
      expect(() => StencilSet.load(bytes.subarray(0, length))).toThrow(RangeError);
    }
    const names = Array.from({ length: set.length }, (_, stencil) => set.nameOf(stencil as StencilId));
    expect(new Set(names).size).toBe(data.stencils.length);
    for (const { uop, inputs, outputs, bytes: code } of data.stencils) {
      expect([...set.codeOf(set.get(uop, inputs, outputs))]).toEqual([...code]);
    }
  });

  test("base64 of any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        const text = /"(.*)";/.exec(binaryModule("data", "Data.", bytes))?.[1] ?? "";
        expect(text).toBe(Buffer.from(bytes).toString("base64"));
        expect([...decodeBase64(text)]).toEqual([...bytes]);
        expect([...decodeInScript(text)]).toEqual([...bytes]);
      }),
    );
    expect(() => decodeBase64("a*==")).toThrow(RangeError);
    expect(() => decodeInScript("a*==")).toThrow(RangeError);
  });
});

describe("the code cache", () => {
  test("slots are used again, bytes are counted, the table grows", () => {
    const machine = new Machine(buildComparison());
    const set = loadTiny("full");
    const { memory, table, runtime, exports } = machine;
    const imports = { vm: { memory, table }, runtime, kernel: exports as WebAssembly.ModuleImports };
    const cache = new CodeCache({ imports, firstSlot: 599 });
    const plan = planTiny(set, [use("_EXIT_TRACE")]);
    const slots = [cache.reserve(), cache.reserve(), cache.reserve()];
    expect(slots).toEqual([599, 600, 601]);
    expect(table.length).toBeGreaterThan(601);
    let size = 0;
    for (const slot of slots) {
      const assembled = assembleTrace(plan, set, { slot });
      size = assembled.bytes.length;
      cache.publish(slot, assembled);
      expect((table.get(slot) as (...args: number[]) => number)(0, 0, frameAddress, 0)).toBe(0);
    }
    expect([cache.totalBytes, cache.slotCount]).toEqual([3 * size, 3]);
    cache.release(600);
    expect([cache.totalBytes, cache.slotCount, table.get(600)]).toEqual([2 * size, 2, null]);
    expect(cache.reserve()).toBe(600);
    expect(() => cache.release(9)).toThrow(InvariantError);
    expect(() => cache.publish(9, assembleTrace(plan, set, { slot: 9 }))).toThrow(InvariantError);
  });
});

describe("what the compiler refuses", () => {
  const refused = (name: string, body: (typeof bodies)[string], message: RegExp) => {
    test(name, () => {
      const compile = () =>
        compileStencils({ uops, bodies: { ...bodies, _SUB_INT: body }, registerCount: 3 }, { optimize: "none" });
      expect(compile).toThrow(BuilderError);
      expect(compile).toThrow(message);
    });
  };
  refused("a jump", (_, k) => k.jumpIf(k.i32(1), k.i32(0)), /stencil _SUB_INT_r03: jumpIf/);
  refused("dispatch", (_, k) => k.dispatchAt(k.pc, k.pc, k.fp), /dispatchAt/);
  refused("leaving in the middle", (_, k) => k.leave(k.i32(0)), /not flagged terminal/);
  refused("a guard without flag", (_, k) => k.exitIf(k.i32(1)), /not flagged exit/);
  refused("the stack pointer without syncs", (_, k) => ({ res: k.sp }), /not flagged syncs/);
  refused("no output", () => undefined, /gives no res/);
  refused(
    "another value for an input that stays",
    uopBody("left, right -- res", (_, k) => ({ res: k.i32(0), left: k.i32(1) })),
    /left is the input/,
  );
  test("a uop without body", () => {
    expect(() => compileStencils({ uops, bodies: {}, registerCount: 3 })).toThrow(
      /no body for _LOAD_FAST, _STORE_FAST/,
    );
  });
});
