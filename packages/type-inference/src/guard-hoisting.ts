// Guard hoisting: what a loop makes sure of in every round is asked once, before it.
//
//                                              _GUARD_LOCAL_FLOAT x   leaves to the loop head's bytecode
//   loop:                                      loop:
//     _LOAD_LOCAL x                              _LOAD_LOCAL x
//     _GUARD_TOP_FLOAT     v1 is float   ──▶     _GUARD_TOP_FLOAT     known: type inference removes it
//     …                                          …
//     _SWAP_LOCAL x        v2 is float           _SWAP_LOCAL x
//     _JUMP                                      _JUMP
//
// A trace comes from a loop that has gone round already, so what holds at the jump most likely holds on entry; where it does not, the
// trace leaves at once, by an exit that may grow another one. Asked are locals of the frame at the loop head: those that the loop
// replaces, for the greatest types that the loop keeps up once they hold (assumed to be what the jump brings, weakened until they
// do), and those that it leaves alone, for what its guards find out. Guards of the first bytecode on stack slots that do not change are
// repeated before the loop. Only types are asked for: they hold for good. Cost: linear; one walk, and rounds as in `solveLoop`.

import {
  type Exit,
  type ExitId,
  type Knowledge,
  type LoopKnowledge,
  type Pass,
  type PassEnvironment,
  type PassResult,
  Rewriter,
  type Trace,
  type TypeCode,
  type Uop,
  type ValueName,
  type Walk,
  type World,
  bottom,
  decideGuard,
  elementAt,
  flagBit,
  inputValue,
  knowledgeAtJump,
  knowledgeOnEntry,
  noConstant,
  noExit,
  unknown,
  walkTrace,
} from "@tjit/ir";

/** The rewrite rules, each with a sentence for people. */
export const guardHoistingRules = {
  "hoist-local": "a local has the type before the loop that it has at the jump",
  "hoist-guard": "a guard on what the loop does not change is asked before the loop",
} as const;

/** A key of {@link guardHoistingRules}. */
export type GuardHoistingRule = keyof typeof guardHoistingRules;

/** The pass. */
export const guardHoisting: Pass = { name: "guard-hoisting", run: hoistGuards };

function hoistGuards(trace: Trace, environment: PassEnvironment): PassResult {
  const { index, world } = environment;
  const rewriter = new Rewriter(guardHoisting.name, trace, environment);
  const walk = walkTrace(trace, index);
  const before = trace.loopHead - 1;
  const leaving = walk.isLoop && before >= 0 ? exitAtHead(walk) : undefined;
  if (leaving === undefined) return rewriter.result();
  const guards: Uop[] = [];
  const locals = localsAtHead(walk);
  const entry = knowledgeOnEntry(walk, world);
  const exit = trace.exits.length as ExitId;
  for (const [local, type] of keptTypes(walk, world, entry, locals)) {
    const op = index.localGuard(type);
    if (op === undefined || rewriter.isSpent) continue;
    guards.push(rewriter.make(before, op, { oparg: local, exit }));
    rewriter.remark("hoist-local" satisfies GuardHoistingRule, before, `local ${local} is ${index.types.name(type)}`);
  }
  if (guards.length > 0) rewriter.exits.set(exit, { ...leaving, kind: "side", recovery: [] });
  for (const at of leadingGuards(walk, entry)) {
    if (rewriter.isSpent) break;
    guards.push(elementAt(trace.uops, at));
    rewriter.remark("hoist-guard" satisfies GuardHoistingRule, at, guardHoistingRules["hoist-guard"]);
  }
  if (guards.length > 0) rewriter.replace(before, [elementAt(trace.uops, before), ...guards]);
  return rewriter.result();
}

/** A way out to the loop head's bytecode, which has not begun there. */
function exitAtHead({ trace, depthBefore }: Walk): Exit | undefined {
  const head = elementAt(trace.uops, trace.loopHead).origin;
  for (let at = trace.loopHead; at < trace.uops.length; at++) {
    const { exit: id, origin } = elementAt(trace.uops, at);
    if (origin.frame !== head.frame || origin.offset !== head.offset) return undefined;
    const exit = id === noExit ? undefined : elementAt(trace.exits, id);
    if (exit === undefined || exit.frame !== head.frame || exit.isControlFlow) continue;
    if (exit.kind === "dynamic" || exit.kind === "error" || depthBefore[at] !== depthBefore[trace.loopHead]) continue;
    return exit;
  }
  return undefined;
}

/** What the locals of the frame at the loop head hold there: those that the loop touches. */
function localsAtHead({ trace, frameBefore, localBefore }: Walk): ReadonlyMap<number, ValueName> {
  const frame = elementAt(frameBefore, trace.loopHead);
  const locals = new Map<number, ValueName>();
  if (frame < 0) return locals;
  for (let at = trace.loopHead; at < trace.uops.length; at++) {
    const value = elementAt(localBefore, at);
    const local = elementAt(trace.uops, at).oparg;
    if (value >= 0 && frameBefore[at] === frame && !locals.has(local)) locals.set(local, value);
  }
  return locals;
}

/** Of the phis at the loop head these types, and nothing else. */
function assuming(types: readonly TypeCode[]): LoopKnowledge {
  return { types, constants: types.map(() => noConstant) };
}

/** The types that locals may be asked for: the loop keeps them up, a guard tells them, and they are not known on entry. */
function keptTypes(
  walk: Walk,
  world: World,
  entry: Knowledge,
  locals: ReadonlyMap<number, ValueName>,
): (readonly [local: number, type: TypeCode])[] {
  const { phis, index } = walk;
  const { types } = index;
  const localOf = new Map([...locals].map(([local, value]) => [value, local]));
  /** The narrowest type that a guard tells of a value of this type, if that says more than is known on entry. */
  const guarded = (type: TypeCode, known: TypeCode): TypeCode => {
    if (types.leq(known, type) || types.meet(known, type) === bottom) return unknown;
    for (let wider = type; wider > unknown; wider = types.parent(wider)) {
      if (index.localGuard(wider) !== undefined) return types.leq(known, wider) ? unknown : wider;
    }
    return unknown;
  };
  const onEntry = phis.map((phi) => entry.typeOf(phi.entry));
  /** What the loop head may count on when so much comes with the jump. */
  const atHead = (position: number, back: TypeCode): TypeCode => {
    const known = elementAt(onEntry, position);
    const asked = localOf.has(elementAt(phis, position).value) ? guarded(back, known) : unknown;
    return asked === unknown ? types.join(known, back) : types.meet(known, asked);
  };
  let round = knowledgeAtJump(walk, world, assuming(onEntry));
  let assumed = phis.map((phi, position) => atHead(position, round.typeOf(phi.back)));
  for (;;) {
    round = knowledgeAtJump(walk, world, assuming(assumed));
    const now = assumed;
    const next = phis.map((phi, position) => {
      const type = elementAt(now, position);
      const back = round.typeOf(phi.back);
      return types.leq(back, type) ? type : atHead(position, types.join(type, back));
    });
    if (next.every((type, position) => type === now[position])) break;
    assumed = next;
  }
  // The loop does not come round with what it brings itself.
  if (round.isContradictory) return [];
  const atJump = new Map(phis.map((phi, position) => [phi.value, elementAt(assumed, position)]));
  const entryOf = new Map(phis.map((phi, position) => [phi.value, elementAt(onEntry, position)]));
  return [...locals].flatMap(([local, value]) => {
    const type = guarded(atJump.get(value) ?? round.typeOf(value), entryOf.get(value) ?? entry.typeOf(value));
    return type === unknown ? [] : [[local, type] as const];
  });
}

const moreThanGuard: number =
  flagBit.error | flagBit.escapes | flagBit["reads-local"] | flagBit.records | flagBit.terminal | flagBit.periodic;

/** Guards at the beginning of the loop, before anything moves, on stack slots that the loop leaves as they are. */
function leadingGuards(walk: Walk, entry: Knowledge): number[] {
  const { trace, shapes, phis, index } = walk;
  const head = elementAt(trace.uops, trace.loopHead).origin;
  const changing = new Set(phis.map(({ value }) => value));
  const found: number[] = [];
  for (let at = trace.loopHead; at < trace.uops.length; at++) {
    const { origin, op } = elementAt(trace.uops, at);
    const { isNeutral, guards, flags, inputCount, definition } = elementAt(shapes, at);
    if (origin.frame !== head.frame || origin.offset !== head.offset || !isNeutral) break;
    if (op === index.structural.checkValidity || op === index.structural.setIp) continue;
    if ((flags & moreThanGuard) !== 0 || definition.frame !== undefined) break;
    if (guards.length === 0 || guards.some(({ fact }) => fact.kind !== "type")) continue;
    const isKept = Array.from({ length: inputCount }, (_, slot) => inputValue(walk, at, slot)).every(
      (value) => !changing.has(value),
    );
    if (isKept && decideGuard(walk, entry, at).kind === "keep") found.push(at);
  }
  return found;
}
