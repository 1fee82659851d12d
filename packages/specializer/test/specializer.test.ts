import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  codeMemoryOf,
  counterTriggers,
  defaultSpecializerTuning,
  parseCacheLayout,
  readField,
  Specializer,
  specializationOff,
  SpecializerStatistics,
  type Observation,
} from "../src/index.ts";
import { arbitraryTuning, checkRewrite } from "../src/testing.ts";
import { AddMachine, families, instructions, type Operand } from "./language.ts";

const runs = fc.array(
  fc.record({ operand: fc.constantFrom<Operand>("int", "float", "other"), times: fc.nat({ max: 80 }) }),
  { maxLength: 12 },
);

function repeat(machine: AddMachine, operand: Operand, times: number): void {
  for (let turn = 0; turn < times; turn++) machine.execute(operand);
}

describe("specializing", () => {
  it("tries at the second execution of new code", () => {
    const machine = new AddMachine(defaultSpecializerTuning);
    expect(machine.execute("int")).toBe("generic");
    expect(machine.opcode).toBe(1);
    expect(machine.execute("int")).toBe("hit");
    expect(machine.opcode).toBe(10);
    expect(machine.tries).toEqual([2]);
  });

  it("keeps a member through 52 misses and replaces it at the 53rd", () => {
    const machine = new AddMachine(defaultSpecializerTuning);
    repeat(machine, "int", 2);
    repeat(machine, "float", 52);
    expect(machine.opcode).toBe(10);
    expect(machine.execute("float")).toBe("hit");
    expect(machine.opcode).toBe(11);
    expect(machine.tries).toEqual([2, 55]);
  });

  it("hits between misses do not shorten the cooldown", () => {
    const machine = new AddMachine(defaultSpecializerTuning);
    repeat(machine, "int", 2);
    for (let miss = 0; miss < 52; miss++) {
      machine.execute("float");
      machine.execute("int");
    }
    expect(machine.tries).toEqual([2]);
    machine.execute("float");
    expect(machine.opcode).toBe(11);
  });

  it("backs off by the rows while nothing fits", () => {
    const machine = new AddMachine(defaultSpecializerTuning);
    repeat(machine, "other", 2000);
    // Warm-up is at exponent 1, so rows 1, 2, … follow: 6, 30, 126, 508, then more than are left.
    expect(machine.tries).toEqual([2, 2 + 6, 8 + 30, 38 + 126, 164 + 508]);
    expect(machine.opcode).toBe(1);
  });

  it("goes back to generic when a member keeps missing and nothing else fits", () => {
    const machine = new AddMachine(defaultSpecializerTuning);
    repeat(machine, "int", 2);
    repeat(machine, "other", 53);
    expect(machine.opcode).toBe(1);
    repeat(machine, "int", 2);
    expect(machine.opcode).toBe(10);
  });

  it("never tries when switched off", () => {
    const machine = new AddMachine(specializationOff);
    repeat(machine, "int", 9000);
    expect(machine.tries).toEqual([]);
  });

  it("changes opcode and cache only, under any tuning and any operands", () => {
    let hits = 0;
    fc.assert(
      fc.property(arbitraryTuning, runs, (tuning, sequence) => {
        const machine = new AddMachine(tuning);
        const before = machine.units.slice();
        for (const { operand, times } of sequence) {
          for (let turn = 0; turn < times; turn++) if (machine.execute(operand) === "hit") hits++;
        }
        expect(checkRewrite(before, machine.units, instructions)).toEqual([]);
        expect(machine.units[2]).toBe(0x0300);
      }),
    );
    expect(hits).toBeGreaterThan(1000);
  });

  it("leaves a counter that does not trigger, so that trying again and again ends", () => {
    fc.assert(
      fc.property(
        arbitraryTuning,
        fc.constantFrom<Operand>("int", "other"),
        fc.nat({ max: 6 }),
        (tuning, operand, e) => {
          const machine = new AddMachine(tuning);
          machine.units[1] = e;
          machine.specializer.specialize(0, 7, operand);
          expect(counterTriggers(machine.units[1] ?? 0)).toBe(false);
        },
      ),
    );
  });

  it("tells listeners what happened and why", () => {
    const statistics = new SpecializerStatistics();
    const machine = new AddMachine(defaultSpecializerTuning, statistics.listener);
    repeat(machine, "other", 10);
    repeat(machine, "int", 40);
    machine.specializer.generalize(0);
    machine.specializer.generalize(0);
    expect(statistics.of("ADD")).toEqual({
      specialized: 1,
      failed: 2,
      generalized: 1,
      reasons: new Map([["other operands", 2]]),
    });
    expect(statistics.families()).toEqual(["ADD"]);
    expect(statistics.of("LOAD").specialized).toBe(0);
  });
});

describe("recording", () => {
  it("sees a hit, a rewrite, a miss and a failure apart", () => {
    const machine = new AddMachine(defaultSpecializerTuning);
    const missed = (operand: Operand): boolean => {
      machine.specializer.hasten(0);
      machine.execute(operand);
      return machine.specializer.missed(0);
    };
    repeat(machine, "int", 2);
    expect(missed("int")).toBe(false);
    expect(missed("float")).toBe(false);
    expect(machine.opcode).toBe(11);
    machine.execute("int");
    expect(machine.specializer.missed(0)).toBe(true);
    expect(missed("other")).toBe(false);
    expect(machine.opcode).toBe(1);
  });

  it("leaves instructions without a family alone", () => {
    const machine = new AddMachine(defaultSpecializerTuning);
    machine.specializer.hasten(4);
    machine.specializer.generalize(4);
    expect(machine.units[2]).toBe(0x0300);
    expect(machine.specializer.missed(4)).toBe(false);
    expect(() => machine.specializer.specialize(4, 0, "int")).toThrow(/no family/);
  });
});

describe("caches", () => {
  function loadMachine(observation: Observation): { units: Uint16Array; specialize: () => void } {
    const units = new Uint16Array([0x0502, 0, 0xaaaa, 0xaaaa, 0xaaaa, 0x0300]);
    const specializer = new Specializer<undefined>({
      memory: codeMemoryOf(units, 0x100),
      instructions,
      families,
      rules: { ADD: () => observation, LOAD: () => observation },
    });
    return { units, specialize: () => specializer.specialize(0x100, 5, undefined) };
  }

  it("writes the fields that the rule gives, low unit first, and no others", () => {
    const { units, specialize } = loadMachine({ kind: "member", member: "LOAD_SLOT", cache: { version: 0x12345678 } });
    specialize();
    expect([...units]).toEqual([0x050c, 52 << 3, 0x5678, 0x1234, 0xaaaa, 0x0300]);
  });

  it("uses a member's own layout", () => {
    const { units, specialize } = loadMachine({ kind: "member", member: "LOAD_FIXED", cache: { address: -2 } });
    specialize();
    expect([...units]).toEqual([0x050d, 52 << 3, 0xaaaa, 0xfffe, 0xffff, 0x0300]);
  });

  it("writes nothing when the rule is wrong", () => {
    for (const observation of [
      { kind: "member", member: "ADD_INT" },
      { kind: "member", member: "LOAD_SLOT", cache: { address: 1 } },
      { kind: "member", member: "LOAD_SLOT", cache: { counter: 1 } },
      { kind: "member", member: "LOAD_SLOT", cache: { version: 1, index: 0x10000 } },
    ] as const) {
      const { units, specialize } = loadMachine(observation);
      const before = [...units];
      expect(specialize).toThrow(RangeError);
      expect([...units]).toEqual(before);
    }
  });

  it("reads what it wrote", () => {
    const layout = parseCacheLayout("counter unused/3 wide/4 narrow");
    expect(layout.units).toBe(9);
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const units = new Uint16Array(12);
        const memory = codeMemoryOf(units);
        const { specialize } = loadMachine({ kind: "failure", reason: "none" });
        specialize();
        const wide = layout.fields[1];
        if (wide === undefined) throw new Error("no field");
        for (let unit = 0; unit < 4; unit++) {
          memory.writeUnit((wide.offset + unit) * 2, Math.floor(value / 2 ** (16 * unit)) % 0x10000);
        }
        expect(readField(memory, 0, wide)).toBe(value);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses families that do not fit the instructions", () => {
    const make = (definitions: typeof families): (() => unknown) => {
      const rule = (): Observation => ({ kind: "failure", reason: "none" });
      return () =>
        new Specializer({
          memory: codeMemoryOf(new Uint16Array(1)),
          instructions,
          families: definitions,
          rules: { ADD: rule, LOAD: rule, ADD_INT: rule, NONE: rule },
        });
    };
    expect(make([{ name: "NONE", cache: "counter" }])).toThrow(/no instruction/);
    expect(make([{ name: "ADD_INT", cache: "counter" }])).toThrow(/not generic/);
    expect(make([{ name: "ADD", cache: "counter extra" }])).toThrow(/1 cache units, not 2/);
    expect(make([{ name: "ADD", cache: "counter", memberCaches: { LOAD_SLOT: "counter" } }])).toThrow(/not in ADD/);
    expect(make([{ name: "STOP", cache: "counter" }])).toThrow(/no rule/);
    for (const text of ["", "version", "counter/2", "counter a/3", "counter a a", "counter a-b"]) {
      expect(() => parseCacheLayout(text)).toThrow(SyntaxError);
    }
  });
});

describe("checkRewrite rejects planted bugs", () => {
  const before = new Uint16Array([0x0701, 0, 0x0300]);
  it.each([
    ["another argument", [0x0801, 0, 0x0300], /argument 7 became 8/],
    ["an opcode of another family", [0x0702, 0, 0x0300], /another family/],
    ["a changed neighbour", [0x070a, 0, 0x0301], /another family/],
    ["a lost unit", [0x070a, 0], /3 units became 2/],
  ] as const)("%s", (_, after, problem) => {
    expect(checkRewrite(before, new Uint16Array(after), instructions).join("; ")).toMatch(problem);
  });
});
