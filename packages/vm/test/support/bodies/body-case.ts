// From flat records to single uops with their stack, locals and operands. Every record is a case, whatever its numbers are.
//
//   record { uop, oparg, operand, values, locals }  ─▶  trace   [loads,] uop [, save and push] , exit
//                                                       stack   as many values as the uop takes, mostly such as it wants

import type { Exit, ExitId, FrameId, Trace, TraceConstant, TraceFrame, Uop, UopDefinition } from "@tjit/ir";
import { noExit } from "@tjit/ir";
import { type Reference, hasFact } from "@tjit/reference";
import { CodeObjectLayout, InstanceObject, Singleton } from "@tjit/runtime/layout";
import fc from "fast-check";
import { wishes } from "./fitting.ts";
import type { BodyWorld, FunctionName, Limits } from "./world.ts";

/** Numbers that choose a case. */
export interface BodyRecord {
  readonly uop: number;
  readonly oparg: number;
  readonly operand: number;
  readonly values: readonly number[];
  readonly locals: readonly number[];
}

/** One uop to run, in one world. */
export interface BodyCase {
  readonly definition: UopDefinition;
  readonly trace: Trace;
  /** Borrowed, but for floats made for the case, which are its own. */
  readonly stack: readonly Value[];
  readonly locals: readonly Value[];
  readonly owner: "call" | "initializer" | "operator";
  readonly limits: Limits;
  /** Whether what the trace takes for granted holds. */
  readonly isValid: boolean;
}

/** A value of the pool, or a new float. */
export type Value =
  { readonly kind: "pooled"; readonly reference: Reference } | { readonly kind: "fresh"; readonly number: number };

/** Records. */
export const bodyRecordArbitrary: fc.Arbitrary<BodyRecord> = fc.record({
  uop: fc.nat(4095),
  oparg: fc.nat(255),
  operand: fc.nat(15),
  values: fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }),
  locals: fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }),
});

const unitSize = 2;
/** Code units: where the uop is, where it goes on, and where its condition leads. */
const [at, behind, elsewhere] = [4, 6, 9];
const localNames = ["cell", "half", "nocell", "instance"];
/** Their result carries no count: who leaves with it takes one. */
const borrowing = new Set(["_BORROW_FAST", "_LOAD_CONST_INLINE_BORROW"]);
/** Whose frame a uop makes. */
const created: Readonly<Record<string, FunctionName>> = {
  _PY_FRAME_GENERAL: "defaults",
  _PY_FRAME_KW: "defaults",
  _PY_FRAME_EX: "defaults",
  _CREATE_INIT_FRAME: "initializer",
  _OPERATOR_FRAME: "initializer",
};
const freshFloats = [0.5, -2.5, 0, 1e300];
const [leaving, raising, ending] = [0, 1, 2].map((id) => id as ExitId) as [ExitId, ExitId, ExitId];
const [root, caller, callee] = [0, 1, 2].map((id) => id as FrameId) as [FrameId, FrameId, FrameId];

/** Makes the case of a record, out of uops with these definitions. */
export function decodeBody(record: BodyRecord, world: BodyWorld, definitions: readonly UopDefinition[]): BodyCase {
  const definition = pick(definitions, record.uop);
  const isInPlace = definition.name.includes("_INPLACE");
  const isLocal = definition.name.endsWith("_INPLACE_LOCAL");
  const oparg = opargOf(definition, record.oparg);
  const operand0 = operandOf(definition, record.operand, world);
  const locals = record.locals.map((number, index): Value =>
    isLocal
      ? floatOf(world, number)
      : definition.name.includes("DEREF")
        ? pooled(world, number % 2 === 0 ? "cell" : "nocell")
        : pooled(world, number % 3 === 0 ? pick([...world.pool.keys()], number) : pick(localNames, index)),
  );
  const stack = isLocal ? [] : stackOf(definition, oparg, operand0, record, world, isInPlace ? "fresh" : "pooled");
  const { name, frame } = definition;
  const returns = frame?.kind === "return";
  const creates = frame?.kind === "create";
  const uops = [
    ...(isLocal ? [uopOf(world, "_BORROW_FAST", oparg), uopOf(world, "_LOAD_FAST", (oparg + 1) % 4)] : []),
    uopOf(world, name, oparg, operand0),
    ...(creates ? [uopOf(world, "_SAVE_RETURN_OFFSET", 6), uopOf(world, "_PUSH_FRAME", 0, callee)] : []),
    ...(definition.flags.has("terminal")
      ? []
      : [uopOf(world, "_EXIT_TRACE", 0, 0, { frame: returns ? caller : creates ? callee : root, exit: ending })]),
  ];
  const exit = (kind: Exit["kind"], frameId: FrameId, target: number): Exit => ({
    kind,
    frame: frameId,
    target,
    isControlFlow: target === elsewhere,
    // A borrowed local is on the stack while its result is computed.
    recovery: (isLocal && target === at) || (borrowing.has(name) && target === behind) ? [{ slot: 0, how: "own" }] : [],
  });
  const leavesBehind = name.startsWith("_GUARD_IS_") && name.endsWith("_POP");
  const trace: Trace = {
    dialect: world.index.dialect.name,
    name: definition.name,
    frames: [
      frameOf(world, "target", { parent: caller }),
      frameOf(world, "below", { parent: -1, entryDepth: 1 }),
      frameOf(world, created[name] ?? "function", { parent: root }),
    ],
    entryDepth: stack.length,
    uops,
    exits: [
      exit(name === "_DYNAMIC_EXIT" ? "dynamic" : "side", root, leavesBehind ? elsewhere : at),
      exit("error", root, at),
      exit("side", returns ? caller : creates ? callee : root, behind),
    ],
    constants: [constantOf(world, name === "_LOAD_ATTR_METHOD_CONSTANT" ? "function" : undefined, record.operand)],
    dependencies: [],
    loopHead: 0,
  };
  return {
    definition,
    trace,
    stack,
    locals,
    owner: ownerOf(name, record.operand),
    limits: { checks: record.operand % 2 === 0 ? 1 : 100, depth: record.operand % 8 === 7 ? "full" : "room" },
    isValid: record.operand % 2 === 0,
  };
}

function ownerOf(name: string, number: number): BodyCase["owner"] {
  if (name === "_RETURN_VALUE_OPERATOR") return number % 4 === 0 ? "call" : "operator";
  if (name === "_RETURN_VALUE_INIT") return number % 4 === 0 ? "call" : "initializer";
  return name === "_GUARD_RETURN_OWNER" && number % 2 === 0 ? "initializer" : "call";
}

function pick<T>(from: readonly T[], number: number): T {
  const chosen = from[number % from.length];
  if (chosen === undefined) throw new RangeError("nothing to choose from");
  return chosen;
}

function pooled({ pool }: BodyWorld, name: string): Value {
  const reference = pool.get(name);
  if (reference === undefined) throw new RangeError(`the pool has no ${name}`);
  return { kind: "pooled", reference };
}

function floatOf(world: BodyWorld, number: number): Value {
  return number % 2 === 0
    ? { kind: "fresh", number: pick(freshFloats, number >> 1) }
    : pooled(world, pick(["half", "minus", "nothing"], number >> 1));
}

function stackOf(
  { name, requires }: UopDefinition,
  oparg: number,
  operand0: number,
  { values }: BodyRecord,
  world: BodyWorld,
  floats: Value["kind"],
): Value[] {
  const { index, machine, pool } = world;
  const shape = index.shape(index.id(name), oparg);
  return shape.inputItems.map((item, slot): Value => {
    const number = (values[slot % values.length] ?? 0) + (slot >> 2);
    const required = requires?.[item.name];
    if (required === "float" && floats === "fresh") return { kind: "fresh", number: pick(freshFloats, number) };
    const wished = wishes[name]?.[item.name];
    if (wished !== undefined) return pooled(world, pick(wished, number));
    if (item.isNull || item.name === "null") return pooled(world, "NULL");
    const guards = shape.guards.filter((guard) => guard.slot === slot).map(({ fact }) => fact);
    const facts =
      required === undefined ? (number % 4 === 0 ? [] : guards) : [{ kind: "type", type: required } as const];
    const fitting = [...pool].filter(
      ([key, reference]) => key !== "NULL" && facts.every((fact) => hasFact(machine, reference, fact, operand0)),
    );
    return pooled(world, fitting.length === 0 ? "one" : pick(fitting, number)[0]);
  });
}

/** The oparg that makes sense for a uop, from any number. */
function opargOf({ effect, flags, name }: UopDefinition, number: number): number {
  if (flags.has("reads-local") || flags.has("writes-local")) return number % 4;
  if (name === "_COPY_FREE_VARS" || name === "_LOAD_FROM_DICT_OR_DEREF") return 0;
  if (name === "_INIT_CALL_PY_EXACT_ARGS" || name === "_CREATE_INIT_FRAME") return 1;
  if (name === "_BUILD_TUPLE") return 1 + (number % 4);
  if (name.startsWith("_UNPACK_SEQUENCE")) return 2 + (number % 2);
  if (name === "_LOAD_CONST") return number % 4;
  if (name === "_SAVE_RETURN_OFFSET") return 2 * (number % 8);
  if (name === "_BUILD_SLICE") return 2 + (number % 2);
  if (name === "_CALL_INTRINSIC_1") return 5;
  if (name === "_CALL_INTRINSIC_2") return 4;
  if (name.startsWith("_IMPORT")) return 8 + (number % 2);
  if (name === "_LOAD_SUPER_ATTR") return 12 + (number % 4);
  if (name === "_LOAD_SPECIAL") return number % 2;
  if (name === "_CONVERT_VALUE") return 1 + (number % 3);
  if (name === "_LOAD_COMMON_CONSTANT") return number % 5;
  if (name === "_SET_FUNCTION_ATTRIBUTE") return 1;
  if (name === "_BINARY_OP") return number % 13;
  if (name === "_OPERATOR_FRAME") return number % 3 === 0 ? 26 : number % 13;
  if (name === "_CONTAINS_OP" || name === "_CONTAINS_OP_DICT" || name === "_IS_OP") return number % 2;
  if (name === "_COMPARE_OP" || name === "_COMPARE_OP_STR") return 32 * (number % 6);
  if (name.startsWith("_COMPARE_OP")) return number % 16;
  if (name.startsWith("_LOAD_ATTR") || name === "_LOAD_GLOBAL") return number % 16;
  const arrays = [...effect.inputs, ...effect.outputs].filter((item) => item.array !== undefined);
  if (arrays.some((item) => (item.array?.plus ?? 0) < 0)) return 2 + (number % 2);
  return arrays.length > 0 ? number % 4 : number % 8;
}

function operandOf({ name, operand0 }: UopDefinition, number: number, world: BodyWorld): number {
  const { versions } = world;
  if (name === "_GUARD_CALLABLE_EX_IP") return addressOf(world, "function", 0);
  if (operand0 === "pc") return number % 3 === 0 ? addressOf(world, "target", number) : addressOf(world, "below", 0);
  if (operand0 === "version") {
    if (number % 4 === 0) return 1 + number;
    if (name.includes("GLOBALS")) return versions.globals;
    if (name.includes("BUILTINS")) return versions.builtins;
    if (name.includes("MODULE")) return versions.module;
    return name.includes("FUNCTION") ? versions.function : versions.type;
  }
  if (name === "_OPERATOR_FRAME") return world.functionOf("initializer");
  if (name === "_STORE_ATTR_SLOT") return InstanceObject.size;
  if (operand0 === "offset") return name.includes("INSTANCE") ? InstanceObject.size + 4 * (number % 4) : number;
  return 0;
}

function addressOf({ rt, codeOf }: BodyWorld, code: "target" | "below" | "function", units: number): number {
  return rt.heap.load(codeOf(code) + CodeObjectLayout.start.offset) + unitSize * units;
}

function uopOf(
  { index }: BodyWorld,
  name: string,
  oparg: number,
  operand0 = 0,
  place: { readonly frame: FrameId; readonly exit: ExitId } = { frame: root, exit: leaving },
): Uop {
  const op = index.id(name);
  const { flags } = index.shape(op, oparg).definition;
  const exits = flags.has("exit") || flags.has("deopt") || flags.has("periodic");
  return {
    op,
    oparg,
    operand0,
    operand1: 0,
    exit: exits ? place.exit : noExit,
    error: flags.has("error") ? raising : noExit,
    origin: { frame: place.frame, offset: at, from: "trace" },
  };
}

function frameOf(
  { rt: { heap }, codeOf }: BodyWorld,
  name: FunctionName,
  place: Pick<TraceFrame, "parent" | "entryDepth">,
): TraceFrame {
  const code = codeOf(name);
  return {
    ...place,
    name,
    code,
    codeStart: heap.load(code + CodeObjectLayout.start.offset),
    localCount: heap.load(code + CodeObjectLayout.localCount.offset),
    frameSize: heap.load(code + CodeObjectLayout.frameSize.offset),
  };
}

function constantOf({ pool, machine }: BodyWorld, name: string | undefined, number: number): TraceConstant {
  const chosen =
    name ??
    pick(
      [...pool.keys()].filter((key) => key !== "NULL"),
      number * 5,
    );
  const reference = pool.get(chosen) ?? 0;
  return {
    type: machine.typeOf(reference),
    value: undefined,
    reference,
    isImmortal: reference === Singleton.None || !machine.isCounted(reference),
  };
}
