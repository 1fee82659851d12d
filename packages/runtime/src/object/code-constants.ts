// Constants of code objects that programs make: from objects to descriptions, which the loader makes objects of again.

import { type CodeConstant, type CodeObject } from "@tjit/bytecode";
import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { CodeObjectLayout } from "../layout/objects.ts";
import { complexValue } from "../numbers/complex-object.ts";
import { listFrom } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { bytesValue } from "../text/bytes-object.ts";
import { codeInfo, newCode } from "./code.ts";
import { floatValue } from "./float.ts";
import { intValue } from "./int.ts";
import { listItem, listLength } from "./list.ts";
import { Ellipsis, None, True, decref, newRef, typeOf } from "./reference.ts";
import { sliceParts } from "./slice.ts";
import { strValue } from "./str.ts";
import { tupleItem, tupleLength } from "./tuple.ts";

/** What an object is as a constant; `undefined` for what compilers never make. */
export function codeConstantOf(rt: Runtime, ref: number): CodeConstant | undefined {
  if (ref === None) return { type: "None" };
  if (ref === Ellipsis) return { type: "Ellipsis" };
  switch (typeOf(rt, ref)) {
    case FixedType.bool:
      return { type: "bool", value: ref === True };
    case FixedType.int:
      return { type: "int", value: hostInteger(intValue(rt, ref)) };
    case FixedType.float:
      return { type: "float", value: floatValue(rt, ref) };
    case FixedType.complex: {
      const { real, imaginary } = complexValue(rt, ref);
      return { type: "complex", real, imag: imaginary };
    }
    case FixedType.str:
      return { type: "str", value: strValue(rt, ref) };
    case FixedType.bytes:
      return { type: "bytes", value: bytesValue(rt, ref).slice() };
    case FixedType.code:
      return { type: "code", code: codeInfo(rt, ref).code };
    case FixedType.tuple:
      return ofItems(
        rt,
        "tuple",
        Array.from({ length: tupleLength(rt, ref) }, (_, index) => tupleItem(rt, ref, index)),
      );
    case FixedType.frozenset: {
      const list = listFrom(rt, ref);
      const made = ofItems(
        rt,
        "frozenset",
        Array.from({ length: listLength(rt, list) }, (_, index) => listItem(rt, list, index)),
      );
      decref(rt, list);
      return made;
    }
    case FixedType.slice: {
      const [start, stop, step] = sliceParts(rt, ref).map((it) => codeConstantOf(rt, it));
      return start === undefined || stop === undefined || step === undefined
        ? undefined
        : { type: "slice", start, stop, step };
    }
    default:
      return undefined;
  }
}

function ofItems(rt: Runtime, type: "tuple" | "frozenset", refs: readonly number[]): CodeConstant | undefined {
  const items: CodeConstant[] = [];
  for (const ref of refs) {
    const item = codeConstantOf(rt, ref);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { type, items };
}

function hostInteger(value: bigint): number | bigint {
  return BigInt.asIntN(53, value) === value ? Number(value) : value;
}

/** A code object of a description and constants as objects, borrowed, whatever they are. */
export function newCodeOf(rt: Runtime, description: Omit<CodeObject, "consts">, constants: readonly number[]): number {
  const consts = constants.map((it) => codeConstantOf(rt, it) ?? { type: "None" as const });
  const code = load(rt, { ...description, consts });
  if (code === 0) return 0;
  const start = rt.heap.load(code + CodeObjectLayout.consts.offset);
  constants.forEach((it, index) => {
    const at = start + 4 * index;
    const old = rt.heap.load(at);
    rt.heap.store(at, newRef(rt, it));
    decref(rt, old);
  });
  return code;
}

/** Instructions that cannot be read are refused; what they do to a frame is the program's own affair, as in CPython. */
function load(rt: Runtime, description: CodeObject): number {
  try {
    return rt.hooks.loadCode === null ? newCode(rt, description) : rt.hooks.loadCode(description);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return setError(rt, rt.types.ValueError, `code: co_code is malformed: ${error.message}`);
  }
}
