// From statements to code units: opcode in the low byte, argument in the high byte, a word for the inline cache where there is one.

import { instructionNamed, lengthOf } from "./instructions.ts";
import { parseSource, SourceError, type ParsedSource, type Statement, type Verb } from "./source.ts";
import { type AbacusValue, fitsInt } from "./values.ts";

/** A program as data. */
export interface Program {
  readonly name: string;
  readonly units: readonly number[];
  readonly constants: readonly AbacusValue[];
  /** Names by number. */
  readonly locals: readonly string[];
  /** How many values are on its stack at most. */
  readonly stackSize: number;
}

const largestArgument = 255;

/** Values that a verb takes off the stack, and leaves on it. */
const effects: Readonly<Record<Verb, readonly [takes: number, leaves: number]>> = {
  push: [0, 1],
  load: [0, 1],
  store: [1, 0],
  recall: [0, 1],
  keep: [1, 0],
  unless: [1, 0],
  skip: [0, 0],
  repeat: [0, 0],
  copy: [1, 2],
  add: [2, 1],
  sub: [2, 1],
  mul: [2, 1],
  less: [2, 1],
  show: [1, 0],
  halt: [1, 0],
};

/** Assembles a text. @throws SourceError when the text is not a program that can run. */
export function assemble(source: string, name = "program"): Program {
  const parsed = parseSource(source);
  const stackSize = checkStack(parsed);
  const constants: AbacusValue[] = [];
  const locals: string[] = [];
  const encoded = parsed.statements.map((statement) => encode(statement, constants, locals));
  const offsets = [0];
  for (const { instruction } of encoded) offsets.push((offsets.at(-1) ?? 0) + lengthOf(instructionNamed(instruction)));
  const units: number[] = [];
  encoded.forEach(({ instruction, argument }, index) => {
    const { line, argument: name } = parsed.statements[index] ?? { line: 0, argument: "" };
    const target = argument === "label" ? (offsets[parsed.labels.get(name) ?? 0] ?? 0) : 0;
    const distance = target - (offsets[index + 1] ?? 0);
    if (argument === "label" && (instruction === "REPEAT" ? distance >= 0 : distance < 0)) {
      throw new SourceError(line, `${name} is in the wrong direction`);
    }
    const oparg = argument === "label" ? Math.abs(distance) : argument;
    if (oparg > largestArgument) throw new SourceError(line, `an argument of ${oparg} is too large`);
    const definition = instructionNamed(instruction);
    units.push(definition.opcode | (oparg << 8), ...(definition.cache === undefined ? [] : [0]));
  });
  return { name, units, constants, locals, stackSize };
}

interface Encoded {
  readonly instruction: string;
  readonly argument: number | "label";
}

function encode({ verb, argument }: Statement, constants: AbacusValue[], locals: string[]): Encoded {
  switch (verb) {
    case "push":
      return encodePush(argument, constants);
    case "load":
    case "store":
      return { instruction: verb.toUpperCase(), argument: indexIn(locals, argument, (it) => it === argument) };
    case "recall":
    case "keep":
      return { instruction: verb.toUpperCase(), argument: Number(argument) };
    case "unless":
    case "skip":
    case "repeat":
      return { instruction: verb.toUpperCase(), argument: "label" };
    default:
      return { instruction: verb.toUpperCase(), argument: 0 };
  }
}

function encodePush(text: string, constants: AbacusValue[]): Encoded {
  const constant = numberOf(text);
  if (constant.type === "int" && constant.value >= 0 && constant.value <= largestArgument) {
    return { instruction: "PUSH", argument: constant.value };
  }
  const isSame = (it: AbacusValue): boolean => it.type === constant.type && Object.is(it.value, constant.value);
  return { instruction: "CONSTANT", argument: indexIn(constants, constant, isSame) };
}

/** A number as it is written: an int, unless it has a point or an exponent or is too large. */
export function numberOf(text: string): AbacusValue & { readonly value: number } {
  const value = Number(text);
  return /^-?\d+$/.test(text) && fitsInt(value) ? { type: "int", value: value + 0 } : { type: "float", value };
}

function indexIn<T>(list: T[], item: T, isSame: (it: T) => boolean): number {
  const known = list.findIndex(isSame);
  return known >= 0 ? known : list.push(item) - 1;
}

/** How high the stack gets. Each place must be reached with one depth only, and the last statement must not be passed. */
function checkStack({ statements, labels }: ParsedSource): number {
  const depths: (number | undefined)[] = [0];
  let highest = 0;
  statements.forEach(({ verb, argument, line }, index) => {
    const depth = depths[index];
    if (depth === undefined) throw new SourceError(line, "nothing leads here");
    const [takes, leaves] = effects[verb];
    if (depth < takes) throw new SourceError(line, `${verb} takes ${takes} of ${depth} values`);
    const after = depth - takes + leaves;
    highest = Math.max(highest, after);
    const reach = (target: number): void => {
      if (target >= statements.length) throw new SourceError(line, "the program has no end");
      if ((depths[target] ??= after) !== after) throw new SourceError(line, "the stack has another depth there");
    };
    const target = labels.get(argument);
    if (target !== undefined && (verb === "unless" || verb === "skip" || verb === "repeat")) reach(target);
    if (verb !== "halt" && verb !== "skip" && verb !== "repeat") reach(index + 1);
  });
  if (statements.length === 0) throw new SourceError(1, "a program has at least one instruction");
  return highest;
}
