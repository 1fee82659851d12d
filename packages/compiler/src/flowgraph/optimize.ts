// The way from instructions with labels to a code object: the passes over the flow graph, in CPython's order.

import { type CodeObject } from "@tjit/bytecode";
import { type CompilerUnit } from "../codegen/unit.ts";
import { assembleCodeObject } from "./assemble.ts";
import { type BasicBlock } from "./block.ts";
import { buildFlowGraph } from "./build.ts";
import { labelExceptionTargets, markExceptHandlers } from "./exceptions.ts";
import { inlineSmallBlocks, normalizeJumps } from "./jumps.ts";
import { resolveLineNumbers } from "./lines.ts";
import { optimizeLoadConst } from "./load-const.ts";
import { optimizeLoadFast } from "./load-fast.ts";
import { prepareLocals } from "./locals.ts";
import { removeRedundantNopsAndJumps, removeRedundantPairs } from "./nops.ts";
import { optimizeBasicBlock } from "./peephole.ts";
import { convertConditionalJumps, convertPseudoInstructions } from "./pseudo.ts";
import { pushColdBlocksToEnd, removeUnreachable } from "./reachability.ts";
import { calculateStackDepth } from "./stack-depth.ts";
import { insertSuperinstructions } from "./superinstructions.ts";
import { addChecksForUninitialized } from "./uninitialized.ts";
import { removeUnusedConsts } from "./unused-consts.ts";

/** The code object of a unit whose instructions are complete. */
export function optimizeAndAssemble(unit: CompilerUnit, flags: number, filename: string): CodeObject {
  const entry = buildFlowGraph(unit.sequence);
  markExceptHandlers(entry);
  labelExceptionTargets(entry);

  inlineSmallBlocks(entry);
  removeUnreachable(entry);
  resolveLineNumbers(entry);
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) optimizeLoadConst(block, unit.consts);
  for (let block: BasicBlock | null = entry; block !== null; block = block.next) optimizeBasicBlock(block, unit.consts);
  removeRedundantPairs(entry);
  removeUnreachable(entry);
  removeRedundantNopsAndJumps(entry);

  const consts = removeUnusedConsts(entry, unit.consts.items);
  addChecksForUninitialized(entry, unit.varnames.size, unit.entry.varnames.length);
  insertSuperinstructions(entry);
  if (pushColdBlocksToEnd(entry)) removeRedundantNopsAndJumps(entry);
  resolveLineNumbers(entry);

  convertConditionalJumps(entry);
  const stacksize = calculateStackDepth(entry);
  prepareLocals(unit, entry, flags);
  convertPseudoInstructions(entry);
  normalizeJumps(entry);
  optimizeLoadFast(entry);
  return assembleCodeObject(unit, entry, { consts, stacksize, flags, filename });
}
