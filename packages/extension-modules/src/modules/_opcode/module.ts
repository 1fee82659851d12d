// The module `_opcode`: what `dis` and `opcode` ask about instructions. Numbers are CPython 3.14's.

import { stackEffect } from "@tjit/bytecode";
import {
  False,
  None,
  type Runtime,
  True,
  builtinFunction,
  indexNumber,
  listOf,
  newInt,
  newModule,
  newStr,
  pyBool,
  setError,
  tupleOf,
} from "@tjit/runtime/api";

/** Ranges of opcodes, by what their argument is; pseudo-instructions among them. */
const properties: Readonly<Record<string, string>> = {
  is_valid: "0-120 128-211 234-266",
  has_arg: "44-120 128 143-153 155-195 197 200 209-211 237 239 241-245 247-251 253 255 257-261 263-266",
  has_const: "82 190-191",
  has_name: "61 64-65 72-73 80 91-93 96 110 115-116 179 189 194-195 200 249",
  has_jump: "68 70 75-77 100-103 106 172-176 237 248 257-260",
  has_free: "62 90 97 111",
  has_local: "3 63 83-89 112-114 261 266",
  has_exc: "263-265",
};

const operations =
  "ADD:+ AND:& FLOOR_DIVIDE:// LSHIFT:<< MATRIX_MULTIPLY:@ MULTIPLY:* REMAINDER:% OR:| POWER:** RSHIFT:>> SUBTRACT:- TRUE_DIVIDE:/ XOR:^".split(
    " ",
  );
const intrinsics1 =
  "1_INVALID PRINT IMPORT_STAR STOPITERATION_ERROR ASYNC_GEN_WRAP UNARY_POSITIVE LIST_TO_TUPLE TYPEVAR PARAMSPEC TYPEVARTUPLE SUBSCRIPT_GENERIC TYPEALIAS".split(
    " ",
  );
const intrinsics2 =
  "2_INVALID PREP_RERAISE_STAR TYPEVAR_WITH_BOUND TYPEVAR_WITH_CONSTRAINTS SET_FUNCTION_TYPE_PARAMS SET_TYPEPARAM_DEFAULT".split(
    " ",
  );
const specialMethods = ["__enter__", "__exit__", "__aenter__", "__aexit__"];

function setOf(ranges: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const range of ranges.split(" ")) {
    const [first = 0, last = first] = range.split("-").map(Number);
    for (let opcode = first; opcode <= last; opcode++) found.add(opcode);
  }
  return found;
}

/** The effect of pseudo-instructions: those that set up a handler have one where it is entered only. */
function pseudoEffect(opcode: number, jump: "yes" | "no" | "most"): number | undefined {
  if (opcode === 263 || opcode === 264) return jump === "no" ? 0 : opcode === 263 ? 2 : 1;
  if (opcode === 265) return jump === "no" ? 0 : 1;
  if (opcode === 257 || opcode === 258 || opcode === 262 || opcode === 256) return 0;
  if (opcode === 259 || opcode === 260) return 0;
  if (opcode === 261) return 1;
  return opcode === 266 ? -1 : undefined;
}

function effectOf(rt: Runtime, opcodeRef: number, opargRef: number, jumpRef: number): number {
  const opcode = indexNumber(rt, opcodeRef);
  const oparg = opargRef === 0 || opargRef === None ? 0 : indexNumber(rt, opargRef);
  if (opcode === null || oparg === null) return 0;
  const { ValueError } = rt.types;
  if (jumpRef !== 0 && jumpRef !== None && jumpRef !== True && jumpRef !== False)
    return setError(rt, ValueError, "stack_effect: jump must be False, True or None");
  const pseudo = pseudoEffect(opcode, jumpRef === True ? "yes" : jumpRef === False ? "no" : "most");
  if (pseudo !== undefined) return newInt(rt, pseudo);
  try {
    const { popped, pushed } = stackEffect(opcode, oparg);
    return newInt(rt, pushed - popped);
  } catch (error) {
    if (error instanceof RangeError) return setError(rt, ValueError, "invalid opcode or oparg");
    throw error;
  }
}

/** Makes the module. */
export function newOpcodeModule(rt: Runtime): number {
  const names = (texts: readonly string[]) =>
    builtinFunction("()", (rt_) =>
      listOf(
        rt_,
        texts.map((it) => newStr(rt_, it)),
      ),
    );
  const checks = Object.entries(properties).map(([name, ranges]) => {
    const members = setOf(ranges);
    return [
      name,
      builtinFunction("(opcode)", (rt_, ref) => {
        const opcode = indexNumber(rt_, ref);
        return opcode === null ? 0 : pyBool(members.has(opcode));
      }),
    ] as const;
  });
  return newModule(
    rt,
    "_opcode",
    {
      stack_effect: builtinFunction("(opcode, oparg=None, /, *, jump=None)", effectOf),
      ...Object.fromEntries(checks),
      get_specialization_stats: builtinFunction("()", () => None),
      get_nb_ops: builtinFunction("()", (rt_) => {
        const pairs = operations.map((it) => it.split(":"));
        const all = [
          ...pairs.map(([name = "", sign = ""]) => [`NB_${name}`, sign]),
          ...pairs.map(([name = "", sign = ""]) => [`NB_INPLACE_${name}`, `${sign}=`]),
          ["NB_SUBSCR", "[]"],
        ];
        return listOf(
          rt_,
          all.map(([name = "", sign = ""]) => tupleOf(rt_, newStr(rt_, name), newStr(rt_, sign))),
        );
      }),
      get_intrinsic1_descs: names(intrinsics1.map((it) => `INTRINSIC_${it}`)),
      get_intrinsic2_descs: names(intrinsics2.map((it) => `INTRINSIC_${it}`)),
      get_special_method_names: names(specialMethods),
      get_executor: builtinFunction("(*, code, offset)", () => None),
    },
    { ENABLE_SPECIALIZATION: True, ENABLE_SPECIALIZATION_FT: False },
  );
}
