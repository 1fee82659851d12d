// Random programs: a flat list of small records becomes a program, whatever the numbers in them are, so that a shorter list is a
// shorter program. Variables hold ints, floats, strings and lists by turns; every statement that can fail is one whose failure is
// printed, so that most programs go on.

import fc from "fast-check";

/** One statement: its kind, and numbers that choose its parts. */
export interface StatementRecord {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const names = ["u", "v", "w", "x"];
const literals = [
  "0",
  "1",
  "-3",
  "7",
  "1073741823",
  "4611686018427387904",
  "0.5",
  "-2.25",
  "1e300",
  "'a'",
  "'xyz'",
  "[1, 2, 3]",
  "[]",
  "None",
  "True",
  "(1, 'b')",
];
const operators = ["+", "-", "*", "//", "%", "/", "<", "<=", "==", "!=", ">", "&", "|", "^"];
const functions = ["f", "g", "h", "len", "abs", "str", "bool", "box.get"];

/** Statements of a program. */
export const programArbitrary: fc.Arbitrary<readonly StatementRecord[]> = fc.array(
  fc.record({ kind: fc.nat(11), a: fc.nat(63), b: fc.nat(63), c: fc.nat(63) }),
  { minLength: 1, maxLength: 10 },
);

const prelude = `
class Box:
    k = 1
    def __init__(self, v): self.v = v
    def get(self, x): return (self.v, x, self.k)
    def add(self, x):
        self.v = x
        return self
def f(x): return x + 1
def g(x):
    if x == 3: return "three"
    return f(x)
def h(x):
    t = 0
    for i in range(4):
        if i == x: continue
        t += i
    else:
        t += 1
    return t
def show(*values): print(*[repr(value)[:60] for value in values])
box = Box(0)
`;

/** The program as text. */
export function printProgram(records: readonly StatementRecord[]): string {
  const body = records.flatMap((record) => statement(record).map((line) => `        ${line}`));
  return `${prelude}
def main(rounds):
    global f, k
    u, v, w, x = 1, 0.5, "s", [1, 2]
    failures = 0
    for i in range(rounds):
      try:
${body.join("\n")}
      except Exception as error:
        failures += 1
        if failures < 6: print(i, type(error).__name__, error)
      if isinstance(u, int) and abs(u) > 2**200: u = 3
      if isinstance(v, int) and abs(v) > 2**200: v = 5
      if isinstance(w, (str, list, tuple)) and len(w) > 40: w = "s"
      if isinstance(x, (str, list, tuple)) and len(x) > 40: x = [1]
      if isinstance(u, (str, list, tuple)) and len(u) > 40: u = 2
      if isinstance(v, (str, list, tuple)) and len(v) > 40: v = 0.25
      if i % 16 == 15: show(i, u, v, w, x)
    show(failures, u, v, w, x, box.v)
main(70)
`;
}

function pick<T>(from: readonly T[], number: number): T {
  const chosen = from[number % from.length];
  if (chosen === undefined) throw new RangeError("nothing to choose from");
  return chosen;
}

function operand(number: number): string {
  if (number % 3 === 0) return pick(literals, number >> 1);
  return number % 13 === 1 ? "i" : pick(names, number);
}

function expression(a: number, b: number, c: number): string {
  return `${operand(a)} ${pick(operators, b)} ${operand(c)}`;
}

function statement({ kind, a, b, c }: StatementRecord): readonly string[] {
  const target = pick(names, a);
  switch (kind) {
    case 0:
    case 1:
      return [`${target} = ${expression(a >> 1, b, c)}`];
    case 2:
      return [`${target} = ${operand(b)}`];
    case 3:
      return [`${target} = ${pick(functions, b)}(${operand(c)})`];
    case 4:
      return [`if ${expression(b, 6 + (c % 5), c)}: ${target} = ${operand(c)}`, `else: ${target} = ${operand(b + 1)}`];
    case 5:
      return [
        `for j in range(${b % 5}):`,
        `    if j == ${c % 4}: ${c % 2 === 0 ? "break" : "continue"}`,
        `    ${target} = ${expression(a, b, c)}`,
      ];
    case 6:
      return [`${target} = ${operand(b)}[${(c % 7) - 3}]`];
    case 7:
      return [`if i == ${20 + (b % 40)}: ${target} = ${pick(literals, c)}`];
    case 8:
      return [`box.add(${operand(b)})`, `${target} = box.v`];
    case 9:
      return [
        `if i == ${20 + (b % 40)}: ${pick(["box.k = 9", "Box.k = 8", "f = abs", "Box.get = lambda self, x: x", "del box.k", "Box.__init__ = h"], c)}`,
      ];
    case 10:
      return [`${target}, ${pick(names, b)} = ${operand(c)}, ${operand(b)}`];
    default:
      return [`${target} = [${expression(a, b, c)} for q in range(${c % 3})]`];
  }
}
