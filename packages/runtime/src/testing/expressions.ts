// Expressions that are Python text for CPython and calls of the runtime here: how builtins are compared without a compiler.
import { errorOccurred, fetchError } from "../exceptions/errors.ts";
import { createRuntime } from "../bootstrap.ts";
import { releaseScratch, reserveScratch } from "../frames/scratch.ts";
import { type Host } from "../host.ts";
import { nativeMaker } from "../importing/native-maker.ts";
import { newFloat } from "../object/float.ts";
import { newBigInt } from "../object/int.ts";
import { dictGetName, dictSet, newDict } from "../object/dict.ts";
import { listOf } from "../object/list.ts";
import { False, None, True, decref, newRef, typeName } from "../object/reference.ts";
import { newSlice } from "../object/slice.ts";
import { internStr, newStr } from "../object/str.ts";
import { newTuple, tupleInit, tupleOf } from "../object/tuple.ts";
import { newComplex } from "../numbers/complex-object.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { callObject } from "../protocols/call.ts";
import { richCompare } from "../protocols/compare.ts";
import { BinaryOperator, binaryOperation, invertOperation, negativeOperation } from "../protocols/number.ts";
import { getItem } from "../protocols/subscript.ts";
import { reprText, strText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { newBytes } from "../text/bytes-object.ts";
import { Compare } from "../types/slots.ts";
import { clearMethodCache } from "../types/lookup.ts";
import { type Case } from "./agree.ts";
import { pyBytes, pyFloat, pyInt, pyString } from "./cpython.ts";

/** Python text, and what makes the same value here: a new reference, or 0 with an exception set. */
export interface Expression {
  readonly python: string;
  readonly make: (rt: Runtime) => number;
}

/** Values that stand for themselves; numbers are ints. */
export type Operand = Expression | string | number | bigint | boolean | null | readonly Operand[];

export function of(value: Operand): Expression {
  if (value === null) return { python: "None", make: () => None };
  if (typeof value === "string") return { python: pyString(value), make: (rt) => newStr(rt, value) };
  if (typeof value === "number" || typeof value === "bigint") {
    return { python: pyInt(value), make: (rt) => newBigInt(rt, BigInt(value)) };
  }
  if (typeof value === "boolean") return { python: value ? "True" : "False", make: () => (value ? True : False) };
  if (isExpression(value)) return value;
  const items = value.map(of);
  return {
    python: `[${items.map((it) => it.python).join(", ")}]`,
    make: (rt) => collect(rt, items, (refs) => listOf(rt, refs)),
  };
}

function isExpression(value: Expression | readonly Operand[]): value is Expression {
  return !Array.isArray(value);
}

/** Evaluates in order; `use` takes the references over. 0 when one fails. */
function collect(rt: Runtime, items: readonly Expression[], use: (refs: number[]) => number): number {
  const refs: number[] = [];
  for (const item of items) {
    const ref = item.make(rt);
    if (ref === 0) {
      for (const made of refs) decref(rt, made);
      return 0;
    }
    refs.push(ref);
  }
  return use(refs);
}

/** Evaluates, and releases the references after `use`. */
function withValues(rt: Runtime, items: readonly Expression[], use: (refs: number[]) => number): number {
  return collect(rt, items, (refs) => {
    const result = use(refs);
    for (const ref of refs) decref(rt, ref);
    return result;
  });
}

export function float(value: number): Expression {
  return { python: pyFloat(value), make: (rt) => newFloat(rt, value) };
}

export function complex(real: number, imaginary: number): Expression {
  return { python: `complex(${pyFloat(real)}, ${pyFloat(imaginary)})`, make: (rt) => newComplex(rt, real, imaginary) };
}

export function bytes(value: Uint8Array): Expression {
  return { python: pyBytes(value), make: (rt) => newBytes(rt, value) };
}

export function tuple(...values: readonly Operand[]): Expression {
  const items = values.map(of);
  const python = `(${items.map((it) => `${it.python}, `).join("")})`;
  return { python, make: (rt) => collect(rt, items, (refs) => tupleOf(rt, ...refs)) };
}

export function dict(...pairs: readonly (readonly [Operand, Operand])[]): Expression {
  const items = pairs.map(([key, value]) => [of(key), of(value)] as const);
  return {
    python: `{${items.map(([key, value]) => `${key.python}: ${value.python}`).join(", ")}}`,
    make: (rt) =>
      withValues(rt, items.flat(), (refs) => {
        const result = newDict(rt);
        for (let index = 0; index < refs.length; index += 2) {
          if (dictSet(rt, result, refs[index] as number, refs[index + 1] as number) === 0) continue;
          decref(rt, result);
          return 0;
        }
        return result;
      }),
  };
}

/** A name in `builtins`. */
export function builtin(name: string): Expression {
  return {
    python: name,
    make: (rt) => {
      const key = internStr(rt, name);
      const value = dictGetName(rt, rt.builtins, key);
      decref(rt, key);
      if (value === 0) throw new Error(`no builtin ${name}`);
      return newRef(rt, value);
    },
  };
}

/** `__import__(name)`, made once per machine. */
export function module(name: string): Expression {
  return {
    python: `__import__('${name}')`,
    make: (rt) => {
      const key = internStr(rt, name);
      let found = dictGetName(rt, rt.modules, key);
      if (found === 0) {
        found = nativeMaker(rt, name)?.(rt) ?? 0;
        dictSet(rt, rt.modules, key, found);
      } else newRef(rt, found);
      decref(rt, key);
      return found;
    },
  };
}

export function attribute(object: Operand, name: string): Expression {
  const owner = of(object);
  return {
    python: `(${owner.python}).${name}`,
    make: (rt) => withValues(rt, [owner], ([ref]) => getAttributeString(rt, ref as number, name)),
  };
}

/** `callable(*args, **keywords)`. */
export function call(
  callable: Operand | Expression,
  args: readonly Operand[] = [],
  keywords: Readonly<Record<string, Operand>> = {},
): Expression {
  const fn = typeof callable === "string" ? builtin(callable) : of(callable);
  const names = Object.keys(keywords);
  const values = [...args, ...Object.values(keywords)].map(of);
  const shown = values.map((it, index) =>
    index < args.length ? it.python : `${names[index - args.length] ?? ""}=${it.python}`,
  );
  return {
    python: `${fn.python}(${shown.join(", ")})`,
    make: (rt) =>
      withValues(rt, [fn, ...values], ([target, ...refs]) => {
        const at = reserveScratch(rt, refs.length);
        refs.forEach((ref, index) => rt.heap.store(at + 4 * index, ref));
        const kwnames = newTuple(rt, names.length);
        names.forEach((name, index) => tupleInit(rt, kwnames, index, internStr(rt, name)));
        const result = callObject(rt, target as number, at, args.length, names.length === 0 ? 0 : kwnames);
        decref(rt, kwnames);
        releaseScratch(rt, at);
        return result;
      }),
  };
}

/** `object.name(*args, **keywords)`. */
export function method(
  object: Operand,
  name: string,
  args: readonly Operand[] = [],
  keywords: Readonly<Record<string, Operand>> = {},
): Expression {
  return call(attribute(object, name), args, keywords);
}

const binaryOperators: Readonly<Record<string, number>> = {
  "+": BinaryOperator.ADD,
  "-": BinaryOperator.SUBTRACT,
  "*": BinaryOperator.MULTIPLY,
  "/": BinaryOperator.TRUE_DIVIDE,
  "//": BinaryOperator.FLOOR_DIVIDE,
  "%": BinaryOperator.REMAINDER,
  "**": BinaryOperator.POWER,
  "<<": BinaryOperator.LSHIFT,
  ">>": BinaryOperator.RSHIFT,
  "&": BinaryOperator.AND,
  "|": BinaryOperator.OR,
  "^": BinaryOperator.XOR,
};

const comparisons: Readonly<Record<string, number>> = {
  "<": Compare.LT,
  "<=": Compare.LE,
  "==": Compare.EQ,
  "!=": Compare.NE,
  ">": Compare.GT,
  ">=": Compare.GE,
};

/** `left operator right`: arithmetic or a comparison. */
export function binary(left: Operand, operator: string, right: Operand): Expression {
  const items = [of(left), of(right)];
  const python = `(${items[0]?.python ?? ""}) ${operator} (${items[1]?.python ?? ""})`;
  const compare = comparisons[operator];
  return {
    python,
    make: (rt) =>
      withValues(rt, items, ([a, b]) =>
        compare === undefined
          ? binaryOperation(rt, a as number, b as number, binaryOperators[operator] ?? 0)
          : newRef(rt, richCompare(rt, a as number, b as number, compare)),
      ),
  };
}

/** `-value` or `~value`. */
export function unary(operator: "-" | "~", value: Operand): Expression {
  const item = of(value);
  const operation = operator === "-" ? negativeOperation : invertOperation;
  return {
    python: `${operator}(${item.python})`,
    make: (rt) => withValues(rt, [item], ([ref]) => operation(rt, ref as number)),
  };
}

export function item(container: Operand, key: Operand): Expression {
  const items = [of(container), of(key)];
  return {
    python: `(${items[0]?.python ?? ""})[${items[1]?.python ?? ""}]`,
    make: (rt) => withValues(rt, items, ([a, b]) => getItem(rt, a as number, b as number)),
  };
}

export function slice(start: Operand, stop: Operand, step: Operand = null): Expression {
  const items = [start, stop, step].map(of);
  return {
    python: `slice(${items.map((it) => it.python).join(", ")})`,
    make: (rt) => withValues(rt, items, ([a, b, c]) => newSlice(rt, a as number, b as number, c as number)),
  };
}

/** A machine for tests: what it wrote, and its checked heap. */
export class TestMachine {
  readonly rt: Runtime;
  output = "";
  input: string[] = [];

  constructor(host: Partial<Host> = {}) {
    this.rt = createRuntime(
      new WebAssembly.Memory({ initial: 64, maximum: 16384 }),
      {
        stdout: (text) => void (this.output += text),
        stderr: () => undefined,
        stdin: () => this.input.shift() ?? "",
        now: () => 1e9,
        monotonic: () => 1,
        ...host,
      },
      { debugHeap: true },
    );
  }

  /** The repr of an expression's value, or `Type: message`. */
  evaluate(expression: Expression): string {
    const { rt } = this;
    const ref = expression.make(rt);
    if (ref === 0) return this.#takeError();
    const text = reprText(rt, ref);
    decref(rt, ref);
    return text ?? this.#takeError();
  }

  #takeError(): string {
    const { rt } = this;
    if (errorOccurred(rt) === 0) return "NULL without an exception";
    const error = fetchError(rt);
    const text = `${typeName(rt, error)}: ${strText(rt, error) ?? "?"}`;
    decref(rt, error);
    return text;
  }

  /** An expression and our answer. */
  case(expression: Expression): Case {
    return [expression.python, this.evaluate(expression)];
  }

  /** Objects alive, without what caches keep. */
  liveObjects(): number {
    clearMethodCache(this.rt);
    let count = 0;
    this.rt.heap.forEachObject(() => count++);
    return count;
  }
}
