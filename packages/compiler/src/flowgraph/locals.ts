// Fast locals: arguments and other locals first, then cells, then free variables. A cell that is an argument shares its slot. Also
// the instructions that every code object begins with: making cells, taking over free variables, starting a generator.

import { CodeFlag, LocalKind, type LocalVariable } from "@tjit/bytecode";
import { type CompilerUnit } from "../codegen/unit.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { type BasicBlock, type Instruction } from "./block.ts";

const cellInstructions: ReadonlySet<number> = new Set([
  Op.MAKE_CELL,
  Op.LOAD_CLOSURE,
  Op.LOAD_DEREF,
  Op.STORE_DEREF,
  Op.DELETE_DEREF,
  Op.LOAD_FROM_DICT_OR_DEREF,
]);

/** Inserts the prefix and turns numbers of cells and free variables into numbers of fast locals. */
export function prepareLocals(unit: CompilerUnit, entry: BasicBlock, flags: number): void {
  const { varnames, cellvars, freevars } = unit;
  // Slots of cells and free variables, by their number; first without regard to shared ones.
  const slots: number[] = [];
  let next = varnames.size;
  for (const [name, index] of [...cellvars, ...freevars]) {
    const shared = cellvars.has(name) && index < cellvars.size ? varnames.get(name) : undefined;
    slots[index] = shared ?? next++;
  }
  const prefix = makePrefix(unit, slots, flags);
  entry.instructions.unshift(...prefix);
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) {
    for (const instruction of block.instructions) {
      if (cellInstructions.has(instruction.opcode)) instruction.oparg = slots[instruction.oparg] ?? instruction.oparg;
    }
  }
}

const generatorFlags = CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR;

function makePrefix(unit: CompilerUnit, slots: readonly number[], flags: number): Instruction[] {
  const { cellvars, freevars, firstLineNumber: line } = unit;
  const make = (opcode: number, oparg: number, location: Location): Instruction => ({
    opcode,
    oparg,
    location,
    target: null,
    except: null,
  });
  const prefix: Instruction[] = [];
  if (freevars.size > 0) prefix.push(make(Op.COPY_FREE_VARS, freevars.size, NO_LOCATION));
  const cells = [...cellvars.values()].sort((first, second) => (slots[first] ?? 0) - (slots[second] ?? 0));
  for (const cell of cells) prefix.push(make(Op.MAKE_CELL, cell, NO_LOCATION));
  if ((flags & generatorFlags) !== 0) {
    const location = { line, endLine: line, column: -1, endColumn: -1 };
    prefix.push(make(Op.RETURN_GENERATOR, 0, location), make(Op.POP_TOP, 0, location));
  }
  return prefix;
}

/** Names and kinds of the fast locals. */
export function describeLocals(unit: CompilerUnit, flags: number): readonly LocalVariable[] {
  const { varnames, cellvars, freevars, counts, fastHidden } = unit;
  const { ARGUMENT_POSITIONAL, ARGUMENT_KEYWORD, ARGUMENT_VARIADIC, HIDDEN, LOCAL, CELL, FREE } = LocalKind;
  const argumentKinds = [
    ...new Array<number>(counts.posonlyargcount).fill(ARGUMENT_POSITIONAL),
    ...new Array<number>(counts.argcount).fill(ARGUMENT_POSITIONAL | ARGUMENT_KEYWORD),
    ...new Array<number>(counts.kwonlyargcount).fill(ARGUMENT_KEYWORD),
    ...((flags & CodeFlag.VARARGS) !== 0 ? [ARGUMENT_VARIADIC | ARGUMENT_POSITIONAL] : []),
    ...((flags & CodeFlag.VARKEYWORDS) !== 0 ? [ARGUMENT_VARIADIC | ARGUMENT_KEYWORD] : []),
  ];
  const locals = [...varnames.keys()].map((name, index) => {
    const hidden = fastHidden.has(name) ? HIDDEN : 0;
    const cell = cellvars.has(name) ? CELL : 0;
    return { name, kind: LOCAL | (argumentKinds[index] ?? 0) | hidden | cell };
  });
  const cells = [...cellvars.keys()].filter((name) => !varnames.has(name)).map((name) => ({ name, kind: CELL }));
  return [...locals, ...cells, ...[...freevars.keys()].map((name) => ({ name, kind: FREE }))];
}
