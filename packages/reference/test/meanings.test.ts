// Every uop has a meaning, every meaning agrees with its uop's record, and no meaning loses or invents a count.

import { uops } from "@tjit/bytecode";
import { type Exit, type noExit, type Trace, type UopDefinition, type UopShape, localSlot } from "@tjit/ir";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Activation,
  auditCounts,
  Fault,
  hasFact,
  meanings,
  ownedSlot,
  type Reference,
  runUop,
  type SimulatedMachine,
} from "../src/index.ts";
import { calleeCode, classVersion, functionVersion, index, makePool, moduleVersion } from "./pool.ts";

it("every uop of the dialect has a meaning, and nothing else has", () => {
  expect(Object.keys(meanings).sort()).toEqual(uops.map((uop) => uop.name).sort());
});

interface Choice {
  readonly value: number;
  readonly fits: boolean;
}

/** Stack for the uop's inputs: mostly values of the types that the record asks for. */
function chooseInputs(
  machine: SimulatedMachine,
  pool: ReadonlyMap<string, Reference>,
  shape: UopShape,
  choices: readonly Choice[],
  operand0: number,
): Reference[] {
  const all = [...pool.values()];
  return shape.inputItems.map((item, slot) => {
    const { value = 0, fits = true } = choices[slot % Math.max(1, choices.length)] ?? {};
    const required = shape.definition.requires?.[item.name];
    const guards = shape.guards.filter((guard) => guard.slot === slot).map(({ fact }) => fact);
    const facts = [
      ...(required === undefined ? [] : [{ kind: "type", type: required } as const]),
      ...(fits ? guards : []),
    ];
    const named =
      item.name === "null" || item.name === "self_or_null"
        ? [0]
        : expected[shape.definition.name]?.[item.name]?.map((name) => pool.get(name) ?? 0);
    const fitting = all.filter((it) => facts.every((fact) => hasFact(machine, it, fact, operand0)));
    const candidates = fits && named !== undefined ? named : fitting.filter((it) => it !== 0);
    return candidates[value % Math.max(1, candidates.length)] ?? 0;
  });
}

/** Inputs that records do not describe: callables, cells, modules. */
const expected: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ...calling(
    [
      "_CHECK_FUNCTION_EXACT_ARGS",
      "_CHECK_FUNCTION_VERSION",
      "_CHECK_FUNCTION_VERSION_KW",
      "_GUARD_CALLABLE_EX_PY",
      "_GUARD_CALLABLE_EX_IP",
      "_CHECK_STACK_SPACE",
      "_INIT_CALL_PY_EXACT_ARGS",
      "_PY_FRAME_GENERAL",
    ],
    "function",
  ),
  ...calling(
    [
      "_CALL",
      "_CALL_NON_PY_GENERAL",
      "_CALL_BUILTIN_FAST",
      "_CALL_METHOD_DESCRIPTOR",
      "_CALL_BUILTIN_CLASS",
      "_GUARD_CALLABLE_BUILTIN",
      "_CALL_BUILTIN_O",
    ],
    "identity",
  ),
  ...calling(["_CHECK_CALL_BOUND_METHOD", "_INIT_CALL_BOUND_METHOD"], "method"),
  ...calling(["_CHECK_OBJECT_ALLOCATION", "_CREATE_INIT_FRAME"], "class"),
  ...calling(["_GUARD_CALLABLE_LEN", "_CALL_LEN"], "len"),
  ...calling(["_GUARD_CALLABLE_ISINSTANCE", "_CALL_ISINSTANCE"], "isinstance"),
  _CALL_ISINSTANCE: { class: ["class"] },
  _GUARD_CALLABLE_LIST_APPEND: { callable: ["append"], self: ["list"] },
  _CALL_LIST_APPEND: { callable: ["append"], self: ["list"] },
  _GUARD_CALLABLE_METHOD_DESCRIPTOR: { callable: ["append"], self_or_null: ["list"] },
  _POP_JUMP_IF_TRUE: { condition: ["False", "True"] },
  _POP_JUMP_IF_FALSE: { condition: ["True", "False"] },
  _GUARD_MODULE_KEYS: { owner: ["module"] },
  _LOAD_ATTR_MODULE: { owner: ["module"] },
  _CHECK_ATTR_CLASS: { owner: ["class"] },
  _CHECK_MANAGED_OBJECT_HAS_VALUES: { owner: ["instance"] },
  _LOAD_ATTR_INSTANCE_VALUE: { owner: ["instance"] },
  _STORE_ATTR_INSTANCE_VALUE: { owner: ["instance"] },
  _STORE_ATTR_SLOT: { owner: ["instance"] },
  _GUARD_OPERATOR_VERSION: { left: ["instance"], right: ["instance", "one"] },
  _LOAD_ATTR: { owner: ["instance"] },
  _LOAD_ATTR_VALUE: { owner: ["instance"] },
  _LOAD_ATTR_METHOD: { owner: ["instance"] },
  _STORE_ATTR: { owner: ["instance"] },
  _BINARY_OP: { left: ["one", "three", "float"], right: ["three", "one", "float"] },
  _COMPARE_OP: { left: ["one", "text", "float"], right: ["three", "text", "float"] },
  _STORE_SUBSCR: { container: ["list", "dict"], subscript: ["one"] },
  _STORE_SUBSCR_DICT: { key: ["one", "text"] },
  _CONTAINS_OP: { right: ["list", "pair", "dict"] },
  _UNARY_NEGATIVE: { value: ["one", "float", "text"] },
  _UNARY_INVERT: { value: ["one", "float", "text"] },
  _BUILD_MAP: { values: ["one", "text"] },
  _GET_LEN: { value: ["list", "text", "one"] },
  _FOR_ITER: { iter: ["range", "listIterator", "tupleIterator", "spentIterator"] },
  _ITER_JUMP_RANGE: { iter: ["range"] },
  _ITER_JUMP_LIST: { iter: ["listIterator"] },
  _ITER_JUMP_TUPLE: { iter: ["tupleIterator"] },
  _GET_ITER: { iterable: ["list", "pair", "range"] },
  _LIST_APPEND: { list: ["list"] },
  _LIST_EXTEND: { list: ["list"], iterable: ["pair", "empty"] },
  _MAP_ADD: { dict: ["dict"] },
  _BUILD_STRING: { pieces: ["text"] },
  _RETURN_VALUE_INIT: { retval: ["None"] },
  _DELETE_SUBSCR: { container: ["dict"], subscript: ["one"] },
  _BINARY_OP_SUBSCR_DICT: { key: ["one", "three"] },
  _GUARD_NOS_SENDABLE: { receiver: ["generator"] },
  _GUARD_NOS_GENERATOR_IP: { receiver: ["generator"] },
  _SEND_GEN_FRAME: { receiver: ["generator"] },
  _UNPACK_SEQUENCE_GENERIC: { sequence: ["pair", "list"] },
};

function calling(
  names: readonly string[],
  callable: string,
): Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> {
  return Object.fromEntries(names.map((name) => [name, { callable: [callable] }]));
}

const versions: Readonly<Record<string, number>> = {
  _CHECK_FUNCTION_VERSION: functionVersion,
  _CHECK_FUNCTION_VERSION_KW: functionVersion,
  _GUARD_CALLABLE_EX_IP: calleeCode.id,
  _CHECK_OBJECT_ALLOCATION: classVersion,
  _CHECK_ATTR_CLASS: classVersion,
  _GUARD_TYPE_VERSION: classVersion,
  _GUARD_OPERATOR_VERSION: classVersion,
  _GUARD_MODULE_KEYS: moduleVersion,
  _GUARD_IP_YIELD_VALUE: 4,
  _GUARD_GLOBALS_VERSION: 1,
  _GUARD_BUILTINS_VERSION: 1,
};

const exits: readonly Exit[] = ["side", "error"].map((kind) => ({
  kind: kind as "side" | "error",
  frame: 0 as Exit["frame"],
  target: 3,
  isControlFlow: false,
  recovery: [],
}));

/** Uops of the frames of generators. */
const inGenerators = new Set([
  "_GUARD_OWNER_GENERATOR",
  "_GUARD_IP_YIELD_VALUE",
  "_YIELD_VALUE",
  "_RETURN_VALUE_GENERATOR",
]);

const owners: Readonly<Record<string, "initializer" | "operator">> = {
  _RETURN_VALUE_INIT: "initializer",
  _RETURN_VALUE_OPERATOR: "operator",
};

type Ending = "falls" | "leaves" | "raises" | "faults";

/** Runs one uop on a fresh world; the fault codes that a wrong input may cause are no failure. */
function runOnce(
  definition: UopDefinition,
  oparg: number,
  operand: number,
  choices: readonly Choice[],
): { ending: Ending; problems: readonly string[] } {
  const { machine, pool } = makePool(owners[definition.name] ?? "call");
  const isOperator = definition.name === "_OPERATOR_FRAME";
  const operand0 = isOperator ? (pool.get("function") ?? 0) : (versions[definition.name] ?? operand);
  const op = index.id(definition.name);
  const shape = index.shape(op, oparg);
  const trace: Trace = {
    dialect: "python",
    name: definition.name,
    frames: [],
    entryDepth: 0,
    uops: [],
    exits,
    constants: [
      { type: "float", value: undefined, reference: pool.get("float") ?? 0, isImmortal: false },
      { type: "float", value: 2.5, reference: 0, isImmortal: true },
    ],
    dependencies: [],
    loopHead: 0,
  };
  const activation = new Activation(machine);
  if (inGenerators.has(definition.name)) {
    activation.enter(machine.suspendedFrame(pool.get("generator") ?? 0) ?? activation.frame);
  }
  const inputs = chooseInputs(machine, pool, shape, choices, operand0);
  activation.stack = inputs.map(ownedSlot);
  const last = shape.inputItems.at(-1);
  if (last?.representation === "frame") {
    inputs[inputs.length - 1] = 0;
    machine.increment(pool.get("function") ?? 0);
    activation.stack[inputs.length - 1] = {
      held: "frame",
      frame: machine.createFrame(pool.get("function") ?? 0, [], "call"),
    };
  }
  for (const input of inputs) machine.increment(input);
  const ofLocal = shape.guards.filter(({ slot }) => slot === localSlot);
  if (ofLocal.length > 0 && choices[0]?.fits === true) {
    const fits = (it: Reference): boolean => ofLocal.every(({ fact }) => hasFact(machine, it, fact, operand0));
    const local = [...pool.values()].find(fits) ?? 0;
    machine.increment(local);
    machine.decrement(machine.localOf(activation.frame, oparg));
    machine.setLocal(activation.frame, oparg, local);
  }
  if (
    definition.name.endsWith("_INPLACE") ||
    definition.name.endsWith("_INPLACE_RIGHT") ||
    definition.name.endsWith("_INPLACE_LOCAL")
  ) {
    return { ending: "falls", problems: [] }; // They need unique inputs: see inplace.test.ts.
  }
  const uop = {
    op,
    oparg,
    operand0,
    operand1: 0,
    exit: 0 as Exit["frame"] & typeof noExit,
    error: 1 as typeof noExit,
    origin: { frame: 0 as Exit["frame"], offset: 0, from: "trace" },
  };
  try {
    const departure = runUop(activation, trace, uop, index);
    const frames = activation.stack.filter((slot) => slot.held === "frame");
    if (frames.length > 0) return { ending: "falls", problems: [] }; // A frame that does not run is not audited.
    machine.setStack(
      activation.frame,
      activation.stack.map((slot) => (slot.held === "boxed" && slot.ownership === "owned" ? slot.reference : 0)),
    );
    return {
      ending: departure === "leave" ? "leaves" : departure === "raise" ? "raises" : "falls",
      problems: auditCounts(machine),
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (["stack-effect", "result-fact", "over-released", "use-after-free"].includes(error.code)) throw error;
    return { ending: "faults", problems: [] };
  }
}

/** Uops that this world cannot make fall through: what they do is not simulated, or they end a trace. */
const neverFalls = new Set(
  [
    "_BINARY_SLICE _STORE_SLICE _BUILD_SET _SET_ADD _SET_UPDATE _DICT_UPDATE _DICT_MERGE _FORMAT_WITH_SPEC _MATCH_KEYS _MATCH_CLASS",
    "_LOAD_NAME _STORE_NAME _DELETE_NAME _STORE_GLOBAL _DELETE_GLOBAL _LOAD_FROM_DICT_OR_GLOBALS _LOAD_FROM_DICT_OR_DEREF _LOAD_BUILD_CLASS",
    "_LOAD_LOCALS _SETUP_ANNOTATIONS _LOAD_SUPER_ATTR _DELETE_ATTR _LOAD_COMMON_CONSTANT _CALL_KW _CALL_KW_NON_PY _CALL_FUNCTION_EX _PY_FRAME_KW _PY_FRAME_EX",
    "_CALL_INTRINSIC_1 _CALL_INTRINSIC_2 _MAKE_FUNCTION _SET_FUNCTION_ATTRIBUTE _CHECK_EXC_MATCH _CHECK_EG_MATCH",
    "_WITH_EXCEPT_START _LOAD_SPECIAL _IMPORT_NAME _IMPORT_FROM _RAISE_VARARGS _RERAISE _GUARD_CALLABLE_BUILTIN_CLASS _LOAD_CONST",
    "_OWN_SLOT _LEAVE_BY_EXIT _LEAVE_TO_INTERPRETER _LEAVE_TO_FRAME _LEAVE_BY_ERROR",
    "_BUILD_TEMPLATE _BUILD_INTERPOLATION _SEND _GUARD_RETURNED _GET_YIELD_FROM_ITER _CLEANUP_THROW _GET_AWAITABLE _GET_AITER _GET_ANEXT _END_ASYNC_FOR",
    "_JUMP_FORWARD _JUMP_BACKWARD _JUMP_TO_TOP _EXIT_TRACE _DYNAMIC_EXIT _DEOPT",
  ].flatMap((line) => line.split(" ")),
);

/** The oparg that makes sense for a uop, from any number. */
function opargOf({ effect, flags, name }: UopDefinition, number: number): number {
  if (flags.has("reads-local") || flags.has("writes-local") || name === "_COPY_FREE_VARS") return number % 2;
  const arrays = [...effect.inputs, ...effect.outputs].filter((item) => item.array !== undefined);
  if (arrays.some((item) => (item.array?.plus ?? 0) < 0)) return 2 + (number % 2);
  return arrays.length > 0 ? number % 4 : number;
}

describe("meanings agree with the uop table", () => {
  const choices = fc.array(fc.record({ value: fc.nat(), fits: fc.boolean() }), { minLength: 1, maxLength: 6 });
  it.each(uops.map((uop) => [uop.name, uop] as const))("%s", (name, definition) => {
    const seen = new Set<Ending>();
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2, 3, 32, 64, 96), fc.nat(1), choices, (number, operand, chosen) => {
        const { ending, problems } = runOnce(definition, opargOf(definition, number), operand, chosen);
        seen.add(ending);
        expect(problems).toEqual([]);
      }),
      { numRuns: 120 },
    );
    const leaves = ["exit", "deopt", "periodic", "terminal"] as const;
    if (!leaves.some((flag) => definition.flags.has(flag))) expect([...seen]).not.toContain("leaves");
    if (!definition.flags.has("error")) expect([...seen]).not.toContain("raises");
    if (!neverFalls.has(name)) expect([...seen]).toContain("falls");
  });
});
