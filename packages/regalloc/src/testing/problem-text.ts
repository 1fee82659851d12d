// A problem as text, so that a failing one can be kept, mailed and run again.
//
//   registers 3
//   choice greedy
//   loop-depth 0
//   variants _ADD_FLOAT 0>3 1>3 2>3
//   …
//   trace "decoded" dialect calc entry 1
//   …                                        the trace's own text

import { parseTrace, printTrace, type DialectIndex } from "@tjit/ir";
import type { AllocationOptions, AllocationProblem } from "../allocate.ts";
import { VariantTable, type Variant } from "../variants.ts";

/** A problem and how it is to be solved. */
export interface ReplayedProblem {
  readonly problem: AllocationProblem;
  readonly options: AllocationOptions;
}

/** Writes a problem down: the variants of the uops that it uses, and the trace. Weights are not kept. */
export function printProblem({ trace, index, variants }: AllocationProblem, options: AllocationOptions = {}): string {
  const used = [...new Set(trace.uops.map(({ op }) => op))].sort((left, right) => left - right);
  const rows = used.map((op) => {
    const list = variants.variantsOf(op).map(({ inputs, outputs }) => ` ${inputs}>${outputs}`);
    return `variants ${index.definition(op).name}${list.join("")}\n`;
  });
  const choice = options.choice ?? "greedy";
  const head = `registers ${variants.registers}\nchoice ${choice}\nloop-depth ${options.loopDepth ?? 0}\n`;
  return head + rows.join("") + printTrace(trace, index);
}

/**
 * Reads what {@link printProblem} wrote.
 * @throws SyntaxError when the text is not a problem.
 */
export function parseProblem(text: string, index: DialectIndex): ReplayedProblem {
  const start = text.search(/^trace /m);
  if (start < 0) throw new SyntaxError("a problem has a trace");
  let registers = 0;
  let choice: "greedy" | "optimal" = "greedy";
  let loopDepth: number | "cheapest" = 0;
  const rows = new Map<string, readonly Variant[]>();
  for (const line of text.slice(0, start).split("\n")) {
    const [word = "", ...rest] = line.split(" ");
    const first = rest[0] ?? "";
    if (word === "registers") registers = Number(first);
    else if (word === "loop-depth") loopDepth = first === "cheapest" ? first : Number(first);
    else if (word === "choice" && (first === "greedy" || first === "optimal")) choice = first;
    else if (word === "variants") rows.set(first, rest.slice(1).map(parseVariant));
    else if (word !== "") throw new SyntaxError(`not a line of a problem: ${line}`);
  }
  const variants = new VariantTable(index, {
    registers,
    variantsOf: (uop) => rows.get(index.definition(uop).name) ?? [],
  });
  return { problem: { trace: parseTrace(text.slice(start), index), index, variants }, options: { choice, loopDepth } };
}

function parseVariant(text: string): Variant {
  const groups = /^(?<inputs>\d+)>(?<outputs>\d+)$/.exec(text)?.groups;
  if (groups === undefined) throw new SyntaxError(`not a variant: ${text}`);
  return { inputs: Number(groups["inputs"]), outputs: Number(groups["outputs"]) };
}
