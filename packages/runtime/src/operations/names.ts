// Names: locals of module and class bodies, globals, builtins, cells.

import { commonConstants } from "@tjit/bytecode";
import { clearIf, errorOccurred, fail, setError } from "../exceptions/errors.ts";
import { nameError } from "../exceptions/attribute-error.ts";
import { FixedType } from "../layout/memory-map.ts";
import { siteBuiltin } from "../importing/site-builtins.ts";
import { Frame } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { dictDelete, dictGet, dictGetName, dictSet, newDict } from "../object/dict.ts";
import { cellValue, newCell } from "../object/function.ts";
import { decref, newRef, typeOf } from "../object/reference.ts";
import { internStr, strValue } from "../object/str.ts";
import { deleteItem, getItem, setItem } from "../protocols/subscript.ts";
import { type Runtime } from "../runtime.ts";

const frameLocals = Frame.size;

function isDict(rt: Runtime, reference: number): boolean {
  return typeOf(rt, reference) === FixedType.dict;
}

/** A value of a namespace: new, 0 without an exception if there is none, or 0 with one. */
function namespaceGet(rt: Runtime, namespace: number, name: number): number {
  if (isDict(rt, namespace)) {
    const value = dictGetName(rt, namespace, name);
    return value === 0 ? 0 : newRef(rt, value);
  }
  const value = getItem(rt, namespace, name);
  if (value === 0) clearIf(rt, rt.types.KeyError);
  return value;
}

function globalOrBuiltin(rt: Runtime, fp: number, name: number): number {
  const globals = rt.heap.load(fp + Frame.globals.offset);
  const value = namespaceGet(rt, globals, name);
  if (value !== 0 || errorOccurred(rt) !== 0) return value;
  const builtins = rt.heap.load(fp + Frame.builtins.offset);
  const builtin = namespaceGet(rt, builtins, name);
  if (builtin !== 0 || errorOccurred(rt) !== 0) return builtin;
  const made = builtins === rt.builtins ? siteBuiltin(rt, name) : 0;
  return made !== 0 || errorOccurred(rt) !== 0 ? made : nameError(rt, name);
}

export function loadName(rt: Runtime, fp: number, name: number): number {
  const locals = rt.heap.load(fp + Frame.locals.offset);
  if (locals !== 0) {
    const value = namespaceGet(rt, locals, name);
    if (value !== 0 || errorOccurred(rt) !== 0) return value;
  }
  return globalOrBuiltin(rt, fp, name);
}

export function storeName(rt: Runtime, fp: number, name: number, value: number): number {
  const locals = rt.heap.load(fp + Frame.locals.offset);
  if (locals === 0) return fail(rt, rt.types.SystemError, `no locals found when storing '${strValue(rt, name)}'`);
  return isDict(rt, locals) ? dictSet(rt, locals, name, value) : setItem(rt, locals, name, value);
}

export function deleteName(rt: Runtime, fp: number, name: number): number {
  const locals = rt.heap.load(fp + Frame.locals.offset);
  if (deleteItem(rt, locals, name) === 0) return 0;
  if (clearIf(rt, rt.types.KeyError)) nameError(rt, name);
  return -1;
}

export function loadGlobal(rt: Runtime, fp: number, name: number): number {
  return globalOrBuiltin(rt, fp, name);
}

export function storeGlobal(rt: Runtime, fp: number, name: number, value: number): number {
  return dictSet(rt, rt.heap.load(fp + Frame.globals.offset), name, value);
}

export function deleteGlobal(rt: Runtime, fp: number, name: number): number {
  const globals = rt.heap.load(fp + Frame.globals.offset);
  if (dictGet(rt, globals, name) === 0) {
    if (errorOccurred(rt) === 0) nameError(rt, name);
    return -1;
  }
  return dictDelete(rt, globals, name);
}

export function loadFromDictOrGlobals(rt: Runtime, dict: number, fp: number, name: number): number {
  const value = namespaceGet(rt, dict, name);
  if (value !== 0 || errorOccurred(rt) !== 0) return value;
  return globalOrBuiltin(rt, fp, name);
}

export function loadFromDictOrDeref(rt: Runtime, dict: number, fp: number, oparg: number): number {
  const name = codeInfo(rt, rt.heap.load(fp + Frame.code.offset)).localNames[oparg] ?? 0;
  const value = namespaceGet(rt, dict, name);
  if (value !== 0 || errorOccurred(rt) !== 0) return value;
  const held = cellValue(rt, rt.heap.load(fp + frameLocals + 4 * oparg));
  if (held !== 0) return newRef(rt, held);
  raiseUnbound(rt, fp, oparg);
  return 0;
}

export function loadBuildClass(rt: Runtime, fp: number): number {
  const builtins = rt.heap.load(fp + Frame.builtins.offset);
  const value = namespaceGet(rt, builtins, rt.names.__build_class__);
  if (value === 0 && errorOccurred(rt) === 0) return setError(rt, rt.types.NameError, "__build_class__ not found");
  return value;
}

export function loadLocals(rt: Runtime, fp: number): number {
  const locals = rt.heap.load(fp + Frame.locals.offset);
  return locals === 0 ? setError(rt, rt.types.SystemError, "no locals") : newRef(rt, locals);
}

export function loadCommonConstant(rt: Runtime, oparg: number): number {
  const name = commonConstants[oparg];
  switch (name) {
    case "AssertionError":
    case "NotImplementedError":
      return newRef(rt, rt.types[name]);
    case "tuple":
      return FixedType.tuple;
    case "all":
    case "any": {
      const interned = internStr(rt, name);
      const value = dictGetName(rt, rt.builtins, interned);
      decref(rt, interned);
      return value === 0 ? setError(rt, rt.types.NameError, `name '${name}' is not defined`) : newRef(rt, value);
    }
    default:
      return setError(rt, rt.types.SystemError, `no common constant ${oparg}`);
  }
}

export function setupAnnotations(rt: Runtime, fp: number): number {
  const locals = rt.heap.load(fp + Frame.locals.offset);
  const existing = namespaceGet(rt, locals, rt.names.__annotations__);
  if (existing !== 0) {
    decref(rt, existing);
    return 0;
  }
  if (errorOccurred(rt) !== 0) return -1;
  const made = newDict(rt);
  const status = setItem(rt, locals, rt.names.__annotations__, made);
  decref(rt, made);
  return status;
}

/** UnboundLocalError for a local, NameError for a free variable. Always -1. */
export function raiseUnbound(rt: Runtime, fp: number, oparg: number): -1 {
  const code = rt.heap.load(fp + Frame.code.offset);
  const { code: source } = codeInfo(rt, code);
  const variable = source.localsplus[oparg];
  const name = variable?.name ?? "?";
  const freeKind = 0x80;
  if (((variable?.kind ?? 0) & freeKind) !== 0) {
    return fail(
      rt,
      rt.types.NameError,
      `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
    );
  }
  return fail(
    rt,
    rt.types.UnboundLocalError,
    `cannot access local variable '${name}' where it is not associated with a value`,
  );
}

/** A cell that holds a value, which may be 0, with a count of its own. */
export function makeCell(rt: Runtime, value: number): number {
  return newCell(rt, value);
}
