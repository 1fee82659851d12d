// Dead uops: cancels what is pushed and dropped with nothing in between, and operations whose result nobody sees.
//
//   _LOAD_LOCAL x                      _TRUTH       value -- res, value
//   _POP              ──▶ nothing      _POP         value
//                                      _POP         res               ──▶ _POP value
//
// One scan with a stack of the uops kept so far: a pop meets the uop before it, like brackets. A push and a pop of the same slot
// cancel whatever their ownership, since a correct trace balances them. No walk; linear, but for dead results, which look back over
// their inputs' pops.

import {
  type Pass,
  type PassEnvironment,
  type PassResult,
  Rewriter,
  type Trace,
  type UopShape,
  elementAt,
  flagBit,
} from "@tjit/ir";

/** The rewrite rules, each with a sentence for people. */
export const deadUopsRules = {
  "dead-push": "a value that is pushed without effect and dropped at once need not be pushed",
  "dead-result": "an operation without effect whose result is dropped unseen need not run",
} as const;

/** A key of {@link deadUopsRules}. */
export type DeadUopsRule = keyof typeof deadUopsRules;

/** The pass. */
export const deadUops: Pass = { name: "dead-uops", run: removeDeadUops };

/** With one of these a uop does more than its outputs, or may leave with the stack as it is. */
const effects: number =
  flagBit.exit |
  flagBit.deopt |
  flagBit.periodic |
  flagBit.error |
  flagBit.escapes |
  flagBit["writes-local"] |
  flagBit.records |
  flagBit.terminal;

function removeDeadUops(trace: Trace, environment: PassEnvironment): PassResult {
  const { index } = environment;
  const rewriter = new Rewriter(deadUops.name, trace, environment);
  const shapeAt = (at: number): UopShape => {
    const uop = elementAt(trace.uops, at);
    return index.shape(uop.op, uop.oparg);
  };
  const isTransparent = (at: number): boolean => {
    const { op } = elementAt(trace.uops, at);
    return op === index.structural.nop || op === index.structural.setIp;
  };
  /** Uops kept so far that take part; transparent ones do not. */
  const kept: number[] = [];
  const remove = (rule: DeadUopsRule, first: number, second: number): void => {
    rewriter.replace(first, []);
    rewriter.replace(second, []);
    rewriter.remark(rule, second, deadUopsRules[rule]);
  };
  for (let at = 0; at < trace.uops.length && !rewriter.isSpent; at++) {
    // A jump may come to the loop head without what precedes it.
    if (at === trace.loopHead) kept.length = 0;
    if (isTransparent(at)) continue;
    const waiting = [at];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const before = kept[kept.length - 1];
      const isPop = shapeAt(next).role.releases !== undefined;
      if (isPop && before !== undefined && !rewriter.isSpent) {
        if (isPurePush(shapeAt(before))) {
          kept.pop();
          remove("dead-push", before, next);
          continue;
        }
        const position = findDeadOperation(kept, shapeAt);
        const operation = kept[position];
        if (operation !== undefined) {
          remove("dead-result", operation, next);
          // Its inputs' pops now meet what comes before it.
          waiting.push(...kept.splice(position).slice(1).reverse());
          continue;
        }
      }
      kept.push(next);
    }
  }
  return rewriter.result();
}

/** Pushes a value and does nothing else. */
function isPurePush(shape: UopShape): boolean {
  return shape.pushesOne && (shape.flags & flagBit.pure) !== 0 && (shape.flags & effects) === 0;
}

/** Position in `kept` of a pure `inputs -- result, inputs` whose inputs' pops are all that follows it; -1 when there is none. */
function findDeadOperation(kept: readonly number[], shapeAt: (at: number) => UopShape): number {
  let pops = 0;
  for (let position = kept.length - 1; position >= 0; position--, pops++) {
    const shape = shapeAt(elementAt(kept, position));
    if (shape.role.releases !== undefined) continue;
    const isPure = (shape.flags & flagBit.pure) !== 0 && (shape.flags & effects) === 0;
    const isOperation =
      shape.outputCount === shape.inputCount + 1 && shape.keeps.every((from, slot) => from === slot - 1);
    return isPure && isOperation && shape.inputCount === pops && pops > 0 ? position : -1;
  }
  return -1;
}
