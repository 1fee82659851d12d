// Random programs that parse: a list of numbers, read one by one, decides what is written. When the list is used up everything
// ends as soon as it can, so a shorter list is a smaller program.

import fc from "fast-check";

const names = ["a", "b", "c", "self", "__d"];
const maximumDepth = 5;

/** Writes a program from choices. */
class Writer {
  private readonly choices: readonly number[];
  private at = 0;

  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  get isDone(): boolean {
    return this.at >= this.choices.length;
  }

  choose(count: number): number {
    return (this.choices[this.at++] ?? 0) % count;
  }

  pick(...options: readonly (() => string)[]): string {
    return options[this.choose(options.length)]?.() ?? "";
  }

  /** Most programs with it are refused: one in eight. */
  seldom(write: () => string): string {
    return this.choose(8) === 7 ? write() : this.name();
  }

  name(): string {
    return names[this.choose(names.length)] ?? "a";
  }

  expressions(depth: number): string {
    return Array.from({ length: this.choose(4) }, () => this.expression(depth)).join(", ");
  }

  literal(): string {
    const literals = ["0", "1", "None", "True", "'x'", "2.5", "b'y'", "...", "300", "-1", "()", "1j", "(1, 2)", "''"];
    return literals[this.choose(literals.length)] ?? "0";
  }

  expression(depth: number): string {
    if (depth >= maximumDepth) return this.name();
    const inner = (): string => this.expression(depth + 1);
    const operators = ["+", "-", "*", "//", "%", "**", "<<", "&", "|", "@"];
    const comparisons = ["<", "==", "is", "is not", "in", "not in", ">="];
    return this.pick(
      () => this.name(),
      () => this.literal(),
      () => `(${inner()} ${operators[this.choose(operators.length)]} ${inner()})`,
      () => `(${inner()} ${comparisons[this.choose(comparisons.length)]} ${inner()})`,
      () => `(${inner()} < ${inner()} <= ${inner()})`,
      () => `(${inner()} and ${inner()})`,
      () => `(${inner()} or ${inner()} or ${inner()})`,
      () => `(not ${inner()})`,
      () => `(-${inner()})`,
      () => `(${inner()} if ${inner()} else ${inner()})`,
      () => `${this.name()}(${this.expressions(depth + 1)})`,
      () => `${this.name()}.${this.name()}(${inner()}, k=${inner()})`,
      () => `${this.name()}(*${inner()}, **${inner()})`,
      () => `${this.name()}.${this.name()}`,
      () => `${this.name()}[${inner()}]`,
      () => `${this.name()}[${inner()}:${inner()}]`,
      () => `[${this.expressions(depth + 1)}]`,
      () => `{${inner()}, *${inner()}}`,
      () => `{${inner()}: ${inner()}, **${inner()}}`,
      () => `(${inner()}, ${inner()})`,
      () => `[${inner()} for ${this.name()} in ${inner()} if ${inner()}]`,
      () =>
        `{${inner()}: ${inner()} for ${this.name()}, ${this.name()} in ${inner()} for ${this.name()} in ${inner()}}`,
      () => `(${inner()} for ${this.name()} in ${inner()})`,
      () => `any(${inner()} for ${this.name()} in ${inner()})`,
      () => `(lambda ${this.name()}, *rest, d=${inner()}: ${inner()})`,
      () => `f"{${this.name()}!r:>{${this.name()}}} and {${this.name()}}"`,
      () => this.seldom(() => `(${this.name()} := ${inner()})`),
      () => this.seldom(() => `(yield ${inner()})`),
      () => this.seldom(() => `(await ${inner()})`),
      () => "super().f(1)",
    );
  }

  target(): string {
    return this.pick(
      () => this.name(),
      () => `${this.name()}.${this.name()}`,
      () => `${this.name()}[${this.expression(3)}]`,
      () => `${this.name()}, *${this.name()}`,
      () => `(${this.name()}, [${this.name()}, ${this.name()}])`,
      () => `${this.name()}[${this.name()}:1]`,
    );
  }

  pattern(depth: number): string {
    if (depth >= maximumDepth) return "_";
    const inner = (): string => this.pattern(depth + 1);
    return this.pick(
      () => "_",
      () => "1",
      () => this.name(),
      () => `[${inner()}, ${inner()}]`,
      () => `[${inner()}, *_]`,
      () => `{"k": ${inner()}, **rest}`,
      () => `C(${inner()}, x=${inner()})`,
      () => `(1 | None)`,
      () => `(${inner()} as ${this.name()}2)`,
      () => "a.b",
    );
  }

  block(depth: number, indent: string): string {
    const lines: string[] = [];
    const count = depth >= maximumDepth ? 1 : 1 + this.choose(3);
    for (let index = 0; index < count; index++) lines.push(this.statement(depth, indent));
    return lines.join("");
  }

  statement(depth: number, indent: string): string {
    const line = (text: string): string => `${indent}${text}\n`;
    if (depth >= maximumDepth) return line("pass");
    const body = (): string => this.block(depth + 1, `${indent}    `);
    const e = (): string => this.expression(2);
    return this.pick(
      () => line("pass"),
      () => line(`${this.target()} = ${e()}`),
      () => line(`${this.name()} = ${this.target()} = ${e()}`),
      () => line(`${this.name()} += ${e()}`),
      () => line(`${this.name()}[${e()}] -= ${e()}`),
      () => line(e()),
      () => line(`return ${e()}`),
      () => line("return"),
      () => line("break"),
      () => line("continue"),
      () => line(`del ${this.name()}`),
      () => line(this.seldom(() => `global ${this.name()}`)),
      () => line(this.seldom(() => `nonlocal ${this.name()}`)),
      () => line(`assert ${e()}, ${e()}`),
      () => line(`raise ${e()} from ${e()}`),
      () => line(`${this.name()}: ${e()} = ${e()}`),
      () => line(`from ${this.name()} import ${this.name()} as ${this.name()}`),
      () => `${line(`if ${e()}:`)}${body()}`,
      () => `${line(`if ${e()}:`)}${body()}${line(`elif ${e()}:`)}${body()}${line("else:")}${body()}`,
      () => `${line(`while ${e()}:`)}${body()}`,
      () => `${line(`for ${this.target()} in ${e()}:`)}${body()}${line("else:")}${body()}`,
      () => `${line("try:")}${body()}${line(`except ${e()} as ${this.name()}:`)}${body()}${line("finally:")}${body()}`,
      () => `${line("try:")}${body()}${line("finally:")}${body()}`,
      () => `${line("try:")}${body()}${line(`except* ${e()} as ${this.name()}:`)}${body()}`,
      () => `${line(`with ${e()} as ${this.target()}, ${e()}:`)}${body()}`,
      () => `${line(`async for ${this.name()} in ${e()}:`)}${body()}`,
      () => `${line(`async with ${e()}:`)}${body()}`,
      () =>
        `${line(`match ${e()}:`)}${line(`    case ${this.pattern(1)}:`)}${this.block(depth + 2, `${indent}        `)}${line(`    case ${this.pattern(2)} if ${e()}:`)}${this.block(depth + 2, `${indent}        `)}`,
      () => `${line(`def ${this.name()}(${this.name()}, x=${e()}, *, y: ${e()}=1):`)}${body()}`,
      () => `${line(`async def ${this.name()}(p, /, *q, **r):`)}${body()}`,
      () => `${line(`def ${this.name()}[T: ${e()}](t: T) -> T:`)}${body()}`,
      () => `${line(`class ${this.name()}(${e()}):`)}${body()}`,
      () => `${line(`@${this.name()}`)}${line(`class C[T](B):`)}${body()}`,
    );
  }
}

const heads = [
  "",
  "def f(a, b=1, *c):\n",
  "async def f(a):\n    while a:\n",
  "async def f(a, self):\n    for b in a:\n",
  "class C:\n    def m(self, a):\n        while b:\n",
  "def f(a):\n    def g():\n        for c in b:\n",
];

/** Programs by size of the list of choices. */
export const program: fc.Arbitrary<string> = fc.array(fc.nat(9999), { maxLength: 160, size: "max" }).map((choices) => {
  const writer = new Writer(choices);
  // Much is only legal in functions and loops.
  const head = heads[writer.choose(heads.length)] ?? "";
  const indent = " ".repeat(4 * (head.split(":").length - 1));
  let text = head + writer.statement(0, indent);
  while (!writer.isDone) text += writer.statement(0, indent);
  return text;
});
