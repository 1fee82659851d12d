/** For property tests: programs from plain numbers, and a checker of trees. */
import type { ModuleNode, Node } from "./ast.ts";
import { children } from "./walk.ts";

/** A cursor over the numbers that a program is made of; after the last one it reads zeros. */
class Choices {
  private readonly numbers: readonly number[];
  private index = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  /** The next number, modulo `count`; past the end 0, which every rule below makes its simplest form. */
  pick(count: number): number {
    const number = this.numbers[this.index++] ?? 0;
    return Math.abs(Math.trunc(number)) % count;
  }
}

const NAMES = ["a", "b", "été", "match", "type", "case"];
const LITERALS = ["0", "1_000", "0xff", "1.5e-3", "2j", "'s'", "b'x'", '"é\\n"', "None", "True", "...", "10**30"];
const BINARY = [
  "+",
  "-",
  "*",
  "/",
  "//",
  "%",
  "@",
  "**",
  "<<",
  ">>",
  "&",
  "|",
  "^",
  "and",
  "or",
  "<",
  "==",
  "not in",
  "is not",
];
const AUGMENTED = ["+=", "-=", "@=", "//=", "**=", ">>=", "|="];

/**
 * A valid Python program for any list of numbers: shorter lists and smaller numbers give simpler programs, so that
 * shrinking the list shrinks the program.
 *
 * @example
 * fc.property(fc.array(fc.nat()), (numbers) => parse(decodeProgram(numbers)).ok);
 */
export function decodeProgram(numbers: readonly number[]): string {
  const choices = new Choices(numbers);
  const statements = 1 + choices.pick(3);
  return Array.from({ length: statements }, () => statement(choices, "", 3)).join("");
}

function name(choices: Choices): string {
  return NAMES[choices.pick(NAMES.length)] ?? "a";
}

function expression(choices: Choices, depth: number): string {
  const next = (): string => expression(choices, depth - 1);
  switch (depth <= 0 ? choices.pick(2) : choices.pick(18)) {
    case 0:
      return name(choices);
    case 1:
      return LITERALS[choices.pick(LITERALS.length)] ?? "0";
    case 2:
    case 3:
      return `(${next()}) ${BINARY[choices.pick(BINARY.length)] ?? "+"} ${name(choices)}`;
    case 4:
      return `${["-", "~", "not "][choices.pick(3)] ?? "-"}(${next()})`;
    case 5:
      return `${name(choices)}.${name(choices)}`;
    case 6:
      return `${name(choices)}(${next()}, *${name(choices)}, k=${next()}, **${name(choices)})`;
    case 7:
      return `${name(choices)}[${next()}:${next()}, ${next()}]`;
    case 8:
      return `[${next()}, *${name(choices)}]`;
    case 9:
      return `(${next()},)`;
    case 10:
      return `{${next()}: ${next()}, **${name(choices)}}`;
    case 11:
      return `{${next()}, ${next()}}`;
    case 12:
      return `[${next()} for ${name(choices)} in ${name(choices)} if ${next()}]`;
    case 13:
      return `(${next()} if ${next()} else ${next()})`;
    case 14:
      return `(lambda ${name(choices)}, /, k=${next()}, *r, **s: ${next()})`;
    case 15:
      return `(${name(choices)} := ${next()})`;
    case 16:
      return `f"{{{${name(choices)}!r:>{${name(choices)}}}x\\n{${name(choices)} = }}}"`;
    default:
      return `t'{${name(choices)}}é' t"{ ${name(choices)}:%d}"`;
  }
}

function block(choices: Choices, indent: string, depth: number): string {
  const inner = `${indent}${["  ", "\t", " "][choices.pick(3)] ?? "  "}`;
  return `:\n${statement(choices, inner, depth - 1)}`;
}

function statement(choices: Choices, indent: string, depth: number): string {
  const value = (): string => expression(choices, depth);
  const body = (): string => block(choices, indent, depth);
  const target = name(choices);
  switch (depth <= 0 ? choices.pick(4) : choices.pick(14)) {
    case 0:
      return `${indent}${value()}\n`;
    case 1:
      return `${indent}${target}, *${name(choices)} = ${value()},\n`;
    case 2:
      return `${indent}${target} ${AUGMENTED[choices.pick(AUGMENTED.length)] ?? "+="} ${value()}  # é\n`;
    case 3:
      return `${indent}${target}: ${value()} = ${value()}; del ${target}\n`;
    case 4:
      return `${indent}if ${value()}${body()}${indent}elif ${value()}${body()}${indent}else${body()}`;
    case 5:
      return `${indent}while ${value()}${body()}`;
    case 6:
      return `${indent}for ${target}, (${name(choices)}, *r) in ${value()}${body()}${indent}else${body()}`;
    case 7:
      return `${indent}with (${value()} as ${target}, ${value()})${body()}`;
    case 8:
      return `${indent}try${body()}${indent}except* ${target} as e${body()}${indent}finally${body()}`;
    case 9:
      return `${indent}@${target}\n${indent}async def f[T: ${value()}, *Ts](a, /, b=${value()}, *c, **d) -> ${value()}${body()}`;
    case 10:
      return `${indent}class C[**P](${target}, metaclass=${value()})${body()}`;
    case 11: {
      const inner = `${indent}  `;
      const pattern = `{'k': [1 | -2.5j, *_], **rest} as q`;
      return `${indent}match ${value()}:\n${inner}case ${pattern} if ${value()}${block(choices, inner, depth)}`;
    }
    case 12:
      return `${indent}type ${target}[T] = ${value()}\n`;
    default:
      return `${indent}from .. import ${target} as x, ${name(choices)}\n`;
  }
}

/**
 * What is wrong with a tree's positions, one sentence per fault: spans that are empty, outside the text, or outside
 * the span of the node around them.
 */
export function checkPositions(root: ModuleNode, source: string): string[] {
  const faults: string[] = [];
  const pending: { node: Node; start: number; end: number }[] = [{ node: root, start: 0, end: source.length }];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const { node, start, end } = item;
    let inside = { start, end };
    if ("start" in node) {
      if (node.start >= node.end) faults.push(`${node.node} at ${node.start} is empty`);
      if (node.start < start || node.end > end) {
        faults.push(`${node.node} at ${node.start}-${node.end} leaves ${start}-${end}`);
      }
      // Decorators stand before the definition that they belong to.
      const decorated = "decorator_list" in node && node.decorator_list.length > 0;
      inside = { start: decorated ? start : node.start, end: node.end };
    }
    for (const child of children(node)) pending.push({ node: child, ...inside });
  }
  return faults;
}
