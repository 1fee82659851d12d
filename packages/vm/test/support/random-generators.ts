// Random generators and random ways to drive them: two flat lists of small records, one for what the generator does and one for what is
// done to it. Shorter lists are shorter programs, whatever the numbers in them are.

import fc from "fast-check";

/** One statement of the generator, or one step of its driver: its kind, and numbers that choose its parts. */
export interface GeneratorRecord {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
}

/** A generator and its driver. */
export interface GeneratorProgram {
  readonly body: readonly GeneratorRecord[];
  readonly steps: readonly GeneratorRecord[];
}

const recordArbitrary: fc.Arbitrary<GeneratorRecord> = fc.record({ kind: fc.nat(63), a: fc.nat(31), b: fc.nat(31) });

/** Programs. */
export const generatorProgramArbitrary: fc.Arbitrary<GeneratorProgram> = fc.record({
  body: fc.array(recordArbitrary, { minLength: 1, maxLength: 9 }),
  steps: fc.array(recordArbitrary, { minLength: 1, maxLength: 8 }),
});

const values = ["0", "1", "-7", "2.5", "'s'", "None", "(1, 2)", "[3]", "round", "x"];
const exceptions = [
  "ValueError('v')",
  "KeyError('k')",
  "StopIteration('s')",
  "GeneratorExit",
  "ZeroDivisionError",
  "E()",
];
const handled = ["ValueError", "KeyError", "Exception", "BaseException", "(E, ValueError)", "GeneratorExit"];

const prelude = `
class E(Exception): pass
log = []
def note(*what): log.append(what)
def sub(n):
    try:
        for i in range(n):
            got = yield ("sub", i)
            if got is not None: note("sub got", got)
        return n
    except ValueError as error:
        note("sub caught", str(error))
        yield "after"
        return -1
    finally:
        note("sub finally")
class CM:
    def __init__(self, swallows): self.swallows = swallows
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        note("exit", t and t.__name__)
        return self.swallows and t is not None and issubclass(t, Exception)
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration("it")
        return ("it", self.n)
def attempt(name, call, *args):
    try: note(name, call(*args))
    except BaseException as error:
        context = error.__context__
        note(name, type(error).__name__, str(error)[:30], type(context).__name__, type(error.__cause__).__name__)
        # Tracebacks would keep frames, and with them generators.
        error.__traceback__ = None
        if context is not None: context.__traceback__ = None
`;

/** The program as text. */
export function printGeneratorProgram({ body, steps }: GeneratorProgram): string {
  return `${prelude}
def gen(round):
    x = 0
${printBody(body).join("\n")}
    yield ("end", x)
def drive(k, round):
${steps
  .flatMap(printStep)
  .map((line) => `    ${line}`)
  .join("\n")}
for round in range(40):
    log.clear()
    drive(gen(round), round)
    if round % 13 == 0 or round > 37: print(round, log)
`;
}

function pick(from: readonly string[], number: number): string {
  const chosen = from[number % from.length];
  if (chosen === undefined) throw new RangeError("nothing to choose from");
  return chosen;
}

/** Statements; those that open a block take the two after them into it. */
function printBody(records: readonly GeneratorRecord[]): string[] {
  const lines: string[] = [];
  let at = 0;
  const next = (indent: string, depth: number): void => {
    const record = records[at++];
    if (record === undefined) {
      lines.push(`${indent}pass`);
      return;
    }
    const inner = (): void => {
      const before = lines.length;
      if (depth < 3) for (let turn = 0; turn < 2 && at < records.length; turn++) next(`${indent}    `, depth + 1);
      if (lines.length === before) lines.push(`${indent}    yield x`);
    };
    printStatement(record, indent, lines, inner);
  };
  while (at < records.length) next("    ", 0);
  return lines;
}

function printStatement({ kind, a, b }: GeneratorRecord, indent: string, lines: string[], inner: () => void): void {
  const add = (...texts: readonly string[]): void => {
    lines.push(...texts.map((text) => indent + text));
  };
  switch (kind % 16) {
    case 0:
    case 1:
      add(`x = yield ${pick(values, a)}`, 'note("got", x)');
      break;
    case 2:
      add(`for i in range(${a % 6}): yield i`);
      break;
    case 3:
      add(`for i in range(${a % 5}):`, `    got = yield (i, x)`, `    if got is not None: x = got`);
      break;
    case 4:
      add(`x = yield from sub(${a % 4})`, 'note("sub gave", x)');
      break;
    case 5:
      add(`yield from ${pick(["[1, 2]", "range(3)", "It(2)", "(y for y in (5, 6))", "sub(2)"], a)}`);
      break;
    case 6:
      add(`if round == ${30 + (a % 10)}: raise ${pick(exceptions, b)}`);
      break;
    case 7:
      add(`if round == ${30 + (a % 10)}: return ${pick(values, b)}`);
      break;
    case 8:
    case 9:
      add("try:");
      inner();
      add(
        `except ${pick(handled, a)} as error:`,
        '    note("caught", type(error).__name__)',
        b % 3 === 0 ? "    raise" : `    yield ${pick(values, b)}`,
      );
      break;
    case 10:
    case 11:
      add("try:");
      inner();
      add("finally:", `    note("finally", ${a})`);
      if (b % 4 === 0) add("    yield 'in finally'");
      break;
    case 12:
      add(`with CM(${a % 2 === 0 ? "True" : "False"}):`);
      inner();
      break;
    case 13:
      add(`for j in range(${1 + (a % 4)}):`);
      inner();
      if (b % 2 === 0) add(`    if j == ${b % 3}: break`);
      break;
    case 14:
      add(`for y in sub(${a % 5}): yield ("inner", y)`);
      break;
    default:
      add(`x = x + ${1 + a} if isinstance(x, (int, float)) else ${b}`);
  }
}

function printStep({ kind, a, b }: GeneratorRecord): string[] {
  switch (kind % 10) {
    case 0:
    case 1:
      return ["attempt('next', next, k)"];
    case 2:
    case 3:
      return [`attempt('send', k.send, ${pick(values, a).replace("x", "9")})`];
    case 4:
    case 5:
      return [`attempt('throw', k.throw, ${pick(exceptions, a)})`];
    case 6:
      return ["attempt('close', k.close)"];
    case 7:
      return [
        "try:",
        "    for v in k:",
        "        note('for', v)",
        `        if len(log) > ${10 + (a % 20)}: break`,
        "except BaseException as error: note('for', type(error).__name__, str(error)[:30])",
      ];
    case 8:
      return b % 2 === 0
        ? ["attempt('list', list, k)"]
        : ["attempt('state', lambda: (k.gi_running, k.gi_suspended, k.gi_frame is None))"];
    default:
      return b % 3 === 0 ? ["del k", "k = gen(round)"] : [`for _ in range(${a % 4}): attempt('next', next, k)`];
  }
}
