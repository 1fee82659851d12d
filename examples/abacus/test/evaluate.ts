// The oracle: evaluates a program's statements directly. It shares the parser with the machine and nothing else.

import { type AbacusValue, parseSource } from "../src/index.ts";

/** What a program did. */
export interface Evaluation {
  readonly outcome:
    { readonly kind: "halted"; readonly value: AbacusValue } | { readonly kind: "failed"; readonly message: string };
  readonly shown: readonly AbacusValue[];
  readonly keys: readonly AbacusValue[];
}

const zero: AbacusValue = { type: "int", value: 0 };
const keyCount = 16;

/** Runs a program to its end. */
export function evaluate(source: string, keys: readonly AbacusValue[] = []): Evaluation {
  const { statements, labels } = parseSource(source);
  const stack: AbacusValue[] = [];
  const locals = new Map<string, AbacusValue>();
  const memory = Array.from({ length: keyCount }, (_, key) => keys[key] ?? zero);
  const shown: AbacusValue[] = [];
  const pop = (): AbacusValue => stack.pop() ?? zero;
  const end = (outcome: Evaluation["outcome"]): Evaluation => ({ outcome, shown, keys: memory });
  for (let at = 0; ;) {
    const statement = statements[at++];
    if (statement === undefined) throw new Error("the program has no end");
    const { verb, argument } = statement;
    switch (verb) {
      case "push":
        stack.push(literal(argument));
        break;
      case "load":
        stack.push(locals.get(argument) ?? zero);
        break;
      case "store":
        locals.set(argument, pop());
        break;
      case "copy":
        stack.push(stack.at(-1) ?? zero);
        break;
      case "recall":
        stack.push(memory[Number(argument)] ?? zero);
        break;
      case "keep":
        memory[Number(argument)] = pop();
        break;
      case "show":
        shown.push(pop());
        break;
      case "halt":
        return end({ kind: "halted", value: pop() });
      case "skip":
      case "repeat":
        at = labels.get(argument) ?? at;
        break;
      case "unless": {
        const flag = pop();
        if (flag.type !== "flag") return end({ kind: "failed", message: "only a flag decides" });
        if (!flag.value) at = labels.get(argument) ?? at;
        break;
      }
      default: {
        const right = pop();
        const left = pop();
        if (left.type === "flag" || right.type === "flag") {
          return end({ kind: "failed", message: "flags are no numbers" });
        }
        stack.push(apply(verb, left, right));
      }
    }
  }
}

function apply(
  verb: "add" | "sub" | "mul" | "less",
  left: AbacusValue & { value: number },
  right: AbacusValue & { value: number },
): AbacusValue {
  if (verb === "less") return { type: "flag", value: left.value < right.value };
  if (left.type === "int" && right.type === "int") {
    const [a, b] = [BigInt(left.value), BigInt(right.value)];
    const exact = verb === "add" ? a + b : verb === "sub" ? a - b : a * b;
    const isSmall = exact >= -(2n ** 30n) && exact < 2n ** 30n;
    return { type: isSmall ? "int" : "float", value: Number(exact) };
  }
  const [a, b] = [left.value, right.value];
  return { type: "float", value: verb === "add" ? a + b : verb === "sub" ? a - b : a * b };
}

function literal(text: string): AbacusValue {
  const value = Number(text);
  const isInt = !/[.e]/.test(text) && value >= -(2 ** 30) && value < 2 ** 30;
  return isInt ? { type: "int", value: value === 0 ? 0 : value } : { type: "float", value };
}
