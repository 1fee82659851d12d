// Code objects: loads the compiler's data into memory.
//
// One block holds the code units, then the references of the constants, those of the names, and the names of the parameters. Specializing and tracing rewrite
// the units in place; the original is `info.code`.

import { type CodeConstant, type CodeObject } from "@tjit/bytecode";
import { FixedType } from "../layout/memory-map.ts";
import { CodeObjectLayout, Frame } from "../layout/objects.ts";
import { alignTo } from "../layout/struct.ts";
import { listFrom } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { CodeFlag } from "@tjit/bytecode";
import { type CodeInfo } from "./code-info.ts";
import { newFloat } from "./float.ts";
import { newBigInt, newInt } from "./int.ts";
import { allocateSized } from "./new-object.ts";
import { decref, Ellipsis, None, newRef, pyBool, xdecref } from "./reference.ts";
import { newFrozenSet } from "./set.ts";
import { newSlice } from "./slice.ts";
import { internStr, newStr } from "./str.ts";
import { newTuple, tupleInit } from "./tuple.ts";

const layout = CodeObjectLayout;
/** Slots above what the compiler counted: while a generator is resumed, the value for it and its frame are on the stack for a moment. */
const stackReserve = 2;
const identifier = /^\w*$/;

/** A new code object, with all code objects among its constants. */
export function newCode(rt: Runtime, code: CodeObject): number {
  const { heap } = rt;
  const unitBytes = alignTo(2 * code.code.length, 8);
  const consts = code.consts.map((it) => newConstant(rt, it));
  const names = code.names.map((it) => internStr(rt, it));
  const localNames = code.localsplus.map((it) => internStr(rt, it.name));
  const parameters = localNames.slice(0, code.argcount + code.kwonlyargcount);
  const bytes = unitBytes + 4 * (consts.length + names.length + parameters.length);
  const start = heap.allocateBlock(bytes);
  heap.u16.set(code.code, start >>> 1);
  const constsAddress = start + unitBytes;
  const namesAddress = constsAddress + 4 * consts.length;
  consts.forEach((it, index) => heap.store(constsAddress + 4 * index, it));
  names.forEach((it, index) => heap.store(namesAddress + 4 * index, it));
  const localNamesAddress = namesAddress + 4 * names.length;
  parameters.forEach((it, index) => heap.store(localNamesAddress + 4 * index, it));
  const info: CodeInfo = {
    code,
    localNames,
    positionalOnlyCount: code.posonlyargcount,
    hasVarargs: (code.flags & CodeFlag.VARARGS) !== 0,
    hasVarKeywords: (code.flags & CodeFlag.VARKEYWORDS) !== 0,
    constCount: consts.length,
    nameCount: names.length,
    name: internStr(rt, code.name),
    qualname: internStr(rt, code.qualname),
    blockBytes: bytes,
  };
  const object = allocateSized(rt, FixedType.code, layout.size);
  heap.store(object + layout.handle.offset, rt.codes.add(info));
  heap.store(object + layout.start.offset, start);
  heap.store(object + layout.unitCount.offset, code.code.length);
  heap.store(object + layout.consts.offset, constsAddress);
  heap.store(object + layout.names.offset, namesAddress);
  heap.store(object + layout.localNames.offset, localNamesAddress);
  heap.store(object + layout.name.offset, info.name);
  heap.store(object + layout.qualname.offset, info.qualname);
  heap.store(object + layout.doc.offset, (code.flags & CodeFlag.HAS_DOCSTRING) !== 0 ? (consts[0] as number) : None);
  heap.store(object + layout.flags.offset, code.flags);
  heap.store(object + layout.argcount.offset, code.argcount);
  heap.store(object + layout.posonlyargcount.offset, code.posonlyargcount);
  heap.store(object + layout.kwonlyargcount.offset, code.kwonlyargcount);
  heap.store(object + layout.localCount.offset, code.localsplus.length);
  heap.store(object + layout.stackSize.offset, code.stacksize);
  heap.store(
    object + layout.frameSize.offset,
    alignTo(Frame.size + 4 * (code.localsplus.length + code.stacksize + stackReserve), 8),
  );
  heap.store(object + layout.version.offset, rt.nextCodeVersion++);
  return object;
}

/** What the host knows about a code object. */
export function codeInfo(rt: Runtime, code: number): CodeInfo {
  return rt.codes.get(rt.heap.load(code + layout.handle.offset));
}

/** `co_qualname`, for events and messages. */
export function codeName(rt: Runtime, code: number): string {
  return codeInfo(rt, code).code.qualname;
}

/** A constant of a code object, borrowed. */
export function codeConstant(rt: Runtime, code: number, index: number): number {
  return rt.heap.load(rt.heap.load(code + layout.consts.offset) + 4 * index);
}

/** Offset in code units of an instruction's address. */
export function codeOffset(rt: Runtime, code: number, pc: number): number {
  return (pc - rt.heap.load(code + layout.start.offset)) >> 1;
}

/** Releases what a dying code object owns. */
export function releaseCode(rt: Runtime, code: number): void {
  const info = codeInfo(rt, code);
  const consts = rt.heap.load(code + layout.consts.offset);
  for (let index = 0; index < info.constCount + info.nameCount; index++) decref(rt, rt.heap.load(consts + 4 * index));
  rt.heap.freeBlock(rt.heap.load(code + layout.start.offset), info.blockBytes);
  for (const name of info.localNames) decref(rt, name);
  decref(rt, info.name);
  decref(rt, info.qualname);
  rt.codes.remove(rt.heap.load(code + layout.handle.offset));
}

/** Calls `visit` for each reference that a code object owns in memory. */
export function visitCode(rt: Runtime, code: number, visit: (reference: number) => void): void {
  const info = codeInfo(rt, code);
  const consts = rt.heap.load(code + layout.consts.offset);
  for (let index = 0; index < info.constCount; index++) visit(rt.heap.load(consts + 4 * index));
}

function newConstant(rt: Runtime, constant: CodeConstant): number {
  switch (constant.type) {
    case "None":
      return newRef(rt, None);
    case "Ellipsis":
      return newRef(rt, Ellipsis);
    case "bool":
      return newRef(rt, pyBool(constant.value));
    case "int":
      return typeof constant.value === "bigint" ? newBigInt(rt, constant.value) : newInt(rt, constant.value);
    case "float":
      return newFloat(rt, constant.value);
    case "complex":
      return rt.makers.complex(rt, constant.real, constant.imag);
    case "str":
      return identifier.test(constant.value) ? internStr(rt, constant.value) : newStr(rt, constant.value);
    case "bytes":
      return rt.makers.bytes(rt, constant.value);
    case "tuple":
    case "frozenset": {
      const tuple = newTuple(rt, constant.items.length);
      constant.items.forEach((it, index) => tupleInit(rt, tuple, index, newConstant(rt, it)));
      if (constant.type === "tuple") return tuple;
      // CPython builds the constant twice, the second time from the order of the first; that order is what programs see.
      const first = newFrozenSet(rt, tuple);
      decref(rt, tuple);
      const items = listFrom(rt, first);
      decref(rt, first);
      const set = newFrozenSet(rt, items);
      decref(rt, items);
      return set;
    }
    case "slice": {
      const start = newConstant(rt, constant.start);
      const stop = newConstant(rt, constant.stop);
      const step = newConstant(rt, constant.step);
      const slice = newSlice(rt, start, stop, step);
      for (const it of [start, stop, step]) xdecref(rt, it);
      return slice;
    }
    case "code":
      return newCode(rt, constant.code);
  }
}
