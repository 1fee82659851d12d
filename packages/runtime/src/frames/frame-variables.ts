// The variables of a frame that a frame object stands for, whether it lives or is gone: PEP 667's view of them.

import { FixedType } from "../layout/memory-map.ts";
import { CellObject, CodeObjectLayout, Frame } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { dictMergeDict, dictSet, newDict } from "../object/dict.ts";
import { decref, incref, isSmallInt, isStr, typeOf, xdecref } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { frameLocals } from "./frame.ts";
import { type FramePayload, framePayload, pinFrame } from "./frame-object.ts";

const cellKinds = 0xc0;
const hiddenKind = 0x10;

/** The code of a frame, borrowed. */
export function codeOfFrame(rt: Runtime, it: FramePayload): number {
  return it.address === 0 ? it.code : rt.heap.load(it.address + Frame.code.offset);
}

/** What is in the place of a variable: its value, or its cell, or 0. */
function slotOf(rt: Runtime, it: FramePayload, index: number): number {
  return it.address === 0 ? (it.kept?.values[index] ?? 0) : rt.heap.load(it.address + frameLocals + 4 * index);
}

/** The cell in a place; 0: there is none, the value itself is there. */
function cellIn(rt: Runtime, it: FramePayload, index: number, slot: number): number {
  const kind = codeInfo(rt, codeOfFrame(rt, it)).code.localsplus[index]?.kind ?? 0;
  const isCell = (kind & cellKinds) !== 0 && slot !== 0 && !isSmallInt(slot) && typeOf(rt, slot) === FixedType.cell;
  return isCell ? slot : 0;
}

/** The value of a variable, borrowed; 0: unbound. */
export function variable(rt: Runtime, it: FramePayload, index: number): number {
  const slot = slotOf(rt, it, index);
  const cell = cellIn(rt, it, index, slot);
  return cell === 0 ? slot : rt.heap.load(cell + CellObject.value.offset);
}

/** Calls `visit` with every variable, until it answers something: what it answered, or `undefined`. */
function findVariable<T>(
  rt: Runtime,
  it: FramePayload,
  visit: (index: number, name: number) => T | undefined,
): T | undefined {
  const code = codeOfFrame(rt, it);
  const { code: info, localNames } = codeInfo(rt, code);
  const count = rt.heap.load(code + CodeObjectLayout.localCount.offset);
  for (let index = 0; index < count; index++) {
    if (((info.localsplus[index]?.kind ?? 0) & hiddenKind) !== 0) continue;
    const found = visit(index, localNames[index] as number);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The index of the variable that a key names; -1: none. */
export function variableIndex(rt: Runtime, it: FramePayload, key: number): number {
  if (!isStr(rt, key)) return -1;
  const text = strValue(rt, key);
  return findVariable(rt, it, (index, name) => (name === key || strValue(rt, name) === text ? index : undefined)) ?? -1;
}

/** Binds a variable. What is compiled for its code may have taken the old value for granted. */
export function setVariable(rt: Runtime, object: number, index: number, value: number): void {
  const it = framePayload(rt, object);
  const slot = slotOf(rt, it, index);
  const cell = cellIn(rt, it, index, slot);
  incref(rt, value);
  if (cell !== 0) {
    const old = rt.heap.load(cell + CellObject.value.offset);
    rt.heap.store(cell + CellObject.value.offset, value);
    xdecref(rt, old);
  } else if (it.address !== 0) {
    rt.heap.store(it.address + frameLocals + 4 * index, value);
    if (slot !== 0) it.overwritten.push(slot);
    pinFrame(rt, object);
    rt.hooks.localsChanged?.(codeOfFrame(rt, it));
  } else if (it.kept !== undefined) {
    it.kept.values[index] = value;
    xdecref(rt, slot);
  } else decref(rt, value);
}

/** A new dict of the variables that are bound, and of what else is in `f_locals`. */
export function frameVariables(rt: Runtime, it: FramePayload): number {
  const dict = newDict(rt);
  findVariable(rt, it, (index, name) => {
    const value = variable(rt, it, index);
    if (value !== 0) dictSet(rt, dict, name, value);
    return undefined;
  });
  if (it.extra !== 0) dictMergeDict(rt, dict, it.extra, true);
  return dict;
}
