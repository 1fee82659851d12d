// Programs of the toy language: an assembler, and random ones decoded from flat lists of small records.

import fc from "fast-check";
import { cacheUnits, op } from "./language.ts";

/** A function: code units from `start`, one argument in local 0. */
export interface ToyFunction {
  readonly name: string;
  /** Address of its first unit, in bytes. */
  readonly start: number;
  readonly units: number;
  readonly localCount: number;
}

export interface ToyProgram {
  readonly code: Uint16Array;
  readonly functions: readonly ToyFunction[];
}

/** Emits the units of one function. Jumps are patched when their target is known. */
export class Assembler {
  readonly units: number[] = [];

  emit(opcode: number, oparg = 0): void {
    if (oparg > 255) this.units.push(op.EXTEND | ((oparg >> 8) << 8));
    this.units.push(opcode | ((oparg & 255) << 8));
    for (let unit = 0; unit < (cacheUnits[opcode] ?? 0); unit++) this.units.push(0);
  }

  /** A forward jump of which the target follows; call the result there. */
  jump(opcode: number): () => void {
    const at = this.units.length;
    this.emit(op.EXTEND);
    this.emit(opcode);
    const next = this.units.length;
    return () => {
      const distance = this.units.length - next;
      this.units[at] = op.EXTEND | ((distance >> 8) << 8);
      this.units[at + 1] = opcode | ((distance & 255) << 8);
    };
  }

  jumpBack(to: number): void {
    // The jump counts from behind itself: its own unit, its cache, and its prefix if it needs one.
    const near = this.units.length + 2 - to;
    this.emit(op.JUMP_BACK, near > 255 ? near + 1 : near);
  }
}

export function link(functions: readonly { readonly name: string; readonly units: readonly number[] }[]): ToyProgram {
  const code: number[] = [];
  const linked = functions.map(({ name, units }) => {
    const start = code.length * 2;
    code.push(...units);
    return { name, start, units: units.length, localCount };
  });
  return { code: new Uint16Array(code), functions: linked };
}

/** Local 0 is the argument, 1 to 4 are variables, the others count loops. */
export const localCount = 8;
const firstVariable = 1;
const variables = 4;
const firstCounter = 5;
const maximumNesting = 2;

export interface Statement {
  readonly kind:
    | "add"
    | "addConstant"
    | "set"
    | "if"
    | "while"
    | "end"
    | "print"
    | "check"
    | "call"
    | "callAny"
    | "recurse"
    | "negate"
    | "nop"
    | "unless";
  readonly a: number;
  readonly b: number;
}

const kinds: readonly Statement["kind"][] = [
  "add",
  "add",
  "addConstant",
  "set",
  "if",
  "if",
  "while",
  "while",
  "end",
  "end",
  "print",
  "check",
  "call",
  "callAny",
  "recurse",
  "negate",
  "nop",
  "unless",
];

const statement: fc.Arbitrary<Statement> = fc.record({
  kind: fc.constantFrom(...kinds),
  a: fc.nat({ max: 15 }),
  b: fc.nat({ max: 400 }),
});

/** Any lists of statements are a program: function 0 runs its body in a loop, others are called. */
export const arbitraryProgram: fc.Arbitrary<ToyProgram> = fc
  .array(fc.array(statement, { maxLength: 14, size: "max" }), { minLength: 1, maxLength: 3 })
  .map(compile);

export function compile(bodies: readonly (readonly Statement[])[]): ToyProgram {
  return link(bodies.map((body, number) => ({ name: `f${number}`, units: compileBody(body, number, bodies.length) })));
}

function compileBody(body: readonly Statement[], self: number, count: number): number[] {
  const assembler = new Assembler();
  const variable = (n: number): number => firstVariable + (n % variables);
  const open: { readonly kind: "if" | "while"; readonly head: number; readonly close: () => void }[] = [];
  let loops = 0;
  let hasRecursed = false;
  assembler.emit(op.ENTRY);
  const openWhile = (times: number): void => {
    const counter = firstCounter + loops++;
    assembler.emit(op.CONST, 0);
    assembler.emit(op.STORE, counter);
    const head = assembler.units.length;
    assembler.emit(op.LOAD, counter);
    assembler.emit(op.CONST, times);
    assembler.emit(op.LESS);
    const close = assembler.jump(op.JUMP_IF_FALSE);
    assembler.emit(op.LOAD, counter);
    assembler.emit(op.CONST, 1);
    assembler.emit(op.ADD);
    assembler.emit(op.STORE, counter);
    open.push({ kind: "while", head, close });
  };
  const end = (): void => {
    const block = open.pop();
    if (block === undefined) return;
    if (block.kind === "while") {
      assembler.jumpBack(block.head);
      loops--;
    }
    block.close();
  };
  const call = (opcode: number, target: number, argument: () => void): void => {
    argument();
    if (opcode === op.CALL_ANY) assembler.emit(op.LOAD, firstVariable);
    assembler.emit(opcode, target);
    assembler.emit(op.STORE, firstVariable + 1);
  };
  if (self === 0) openWhile(12);
  for (const { kind, a, b } of body) {
    switch (kind) {
      case "add":
        assembler.emit(op.LOAD, variable(a));
        assembler.emit(op.LOAD, variable(b));
        assembler.emit(op.ADD);
        assembler.emit(op.STORE, variable(a + 1));
        break;
      case "addConstant":
        assembler.emit(op.LOAD, variable(a));
        assembler.emit(op.CONST, b);
        assembler.emit(op.ADD);
        assembler.emit(op.STORE, variable(a));
        break;
      case "set":
        assembler.emit(op.CONST, b);
        assembler.emit(op.STORE, variable(a));
        break;
      case "if":
      case "unless":
        assembler.emit(op.LOAD, variable(a));
        assembler.emit(op.CONST, b);
        assembler.emit(op.LESS);
        open.push({ kind: "if", head: 0, close: assembler.jump(kind === "if" ? op.JUMP_IF_FALSE : op.JUMP_IF_TRUE) });
        break;
      case "while":
        if (loops <= maximumNesting - (self === 0 ? 0 : 1)) openWhile(b % 4);
        break;
      case "end":
        if (open.length > (self === 0 ? 1 : 0)) end();
        break;
      case "print":
        assembler.emit(op.LOAD, variable(a));
        assembler.emit(op.PRINT);
        break;
      case "check":
        assembler.emit(op.LOAD, variable(a));
        assembler.emit(op.CHECK);
        break;
      case "call":
      case "callAny":
        if (self + 1 < count && loops <= (self === 0 ? 1 : 0)) {
          const opcode = kind === "callAny" && self + 2 < count ? op.CALL_ANY : op.CALL;
          call(opcode, self + 1, () => assembler.emit(op.LOAD, variable(a)));
        }
        break;
      case "recurse":
        // Once, in the last function and outside of loops, so that the depth is the only factor.
        if (self > 0 && self === count - 1 && !hasRecursed && open.length === 0) {
          hasRecursed = true;
          assembler.emit(op.LOAD, 0);
          assembler.emit(op.CONST, 3 + (b % 20));
          assembler.emit(op.LESS);
          const close = assembler.jump(op.JUMP_IF_FALSE);
          call(op.CALL, self, () => {
            assembler.emit(op.LOAD, 0);
            assembler.emit(op.CONST, 1 + (a % 3));
            assembler.emit(op.ADD);
          });
          close();
        }
        break;
      case "negate":
        assembler.emit(op.LOAD, variable(a));
        assembler.emit(op.NEGATE);
        assembler.emit(op.STORE, variable(a));
        break;
      case "nop":
        assembler.emit(op.NOP);
        break;
    }
  }
  while (open.length > 0) end();
  assembler.emit(op.LOAD, firstVariable + 1);
  assembler.emit(op.RETURN);
  return assembler.units;
}
