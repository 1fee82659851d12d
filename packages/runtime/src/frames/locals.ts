// `locals()`: the variables of a frame as a dict.

import { FixedType } from "../layout/memory-map.ts";
import { CellObject, CodeObjectLayout, Frame } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { dictSet, newDict } from "../object/dict.ts";
import { newRef, typeOf } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { frameLocals } from "./frame.ts";

const cellKinds = 0xc0;
const hidden = 0x10;

/** The namespace of a module or class body itself, else a new dict of the bound variables: a new reference. */
export function frameLocalsDict(rt: Runtime, frame: number): number {
  const { heap } = rt;
  const namespace = heap.load(frame + Frame.locals.offset);
  if (namespace !== 0) return newRef(rt, namespace);
  return boundLocals(rt, heap.load(frame + Frame.code.offset), (index) => heap.load(frame + frameLocals + 4 * index));
}

/** A new dict of the variables of a function's code that are bound; `valueOf` gives the value of one, or its cell, or 0. */
export function boundLocals(rt: Runtime, code: number, valueOf: (index: number) => number): number {
  const { heap } = rt;
  const info = codeInfo(rt, code);
  const dict = newDict(rt);
  const count = heap.load(code + CodeObjectLayout.localCount.offset);
  for (let index = 0; index < count; index++) {
    const kind = info.code.localsplus[index]?.kind ?? 0;
    if ((kind & hidden) !== 0) continue;
    let value = valueOf(index);
    if (value !== 0 && (kind & cellKinds) !== 0 && typeOf(rt, value) === FixedType.cell)
      value = heap.load(value + CellObject.value.offset);
    if (value !== 0) dictSet(rt, dict, info.localNames[index] as number, value);
  }
  return dict;
}
