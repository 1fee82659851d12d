// Names and attributes. Inline caches stand for lookups that guards pin.

import {
  CodeObjectLayout,
  DictEntry,
  DictObject,
  Frame,
  InstanceObject,
  ModuleObject,
  ObjectHeader,
  TypeFlag,
  TypeObject,
} from "@tjit/runtime/layout";
import { type Builder, type I32, type UopBody, type UopBuilder, uopBody } from "@tjit/stencils/build";
import { address, loadState, VmState, word } from "./memory.ts";
import { hasType } from "./numbers.ts";
import { isSmallInt, retain, retainObject } from "./references.ts";
import { hostFunction } from "./host.ts";

const loadName = hostFunction("load_name");
const storeName = hostFunction("store_name");
const deleteName = hostFunction("delete_name");
const loadGlobal = hostFunction("load_global");
const storeGlobal = hostFunction("store_global");
const deleteGlobal = hostFunction("delete_global");
const loadFromDictOrGlobals = hostFunction("load_from_dict_or_globals");
const loadFromDictOrDeref = hostFunction("load_from_dict_or_deref");
const loadBuildClass = hostFunction("load_build_class");
const loadLocals = hostFunction("load_locals");
const setupAnnotations = hostFunction("setup_annotations");
const loadAttr = hostFunction("load_attr");
const loadMethod = hostFunction("load_method");
const storeAttr = hostFunction("store_attr");
const deleteAttr = hostFunction("delete_attr");
const loadSuperAttr = hostFunction("load_super_attr");

/** The interned str with this index among the code's names. */
function nameAt(k: UopBuilder, index: I32): I32 {
  const names = k.load(CodeObjectLayout.names, k.load(Frame.code, k.fp));
  return k.let(k.load(word(), names.add(index.shl(2))));
}

function checkedValue(k: UopBuilder, value: I32): { value: I32 } {
  k.errorIf(value.eqz());
  return { value };
}

function checkedAttribute(k: UopBuilder, attr: I32): { attr: I32 } {
  k.errorIf(attr.eqz());
  return { attr };
}

function checkStatus(k: UopBuilder, status: I32): void {
  k.errorIf(status.ne(0));
}

function guardDictVersion(k: UopBuilder, dict: I32): void {
  k.deoptIf(k.load(DictObject.keysVersion, dict).ne(k.operand0));
}

/** The value at the entry index operand0; leaves when it was deleted. Takes a count. */
function entryValue(k: UopBuilder, dict: I32): I32 {
  const entry = k.load(DictObject.entries, dict).add(k.operand0.mul(DictEntry.size));
  const value = k.let(k.load(DictEntry.value, entry));
  k.deoptIf(value.eqz());
  retain(k, value);
  return value;
}

/** The type of any reference: small ints are ints. */
export function typeOf(k: Builder, reference: I32): I32 {
  return k.choose(
    isSmallInt(reference),
    () => k.i32(address.int),
    () => k.load(ObjectHeader.type, reference),
  );
}

export const nameBodies: Readonly<Record<string, UopBody>> = {
  _LOAD_NAME: uopBody("-- value", (_, k) => checkedValue(k, k.call(loadName, k.fp, nameAt(k, k.oparg)))),
  _STORE_NAME: uopBody("value -- value", ({ value }, k) => {
    checkStatus(k, k.call(storeName, k.fp, nameAt(k, k.oparg), value));
  }),
  _DELETE_NAME: uopBody("--", (_, k) => {
    checkStatus(k, k.call(deleteName, k.fp, nameAt(k, k.oparg)));
  }),
  _LOAD_GLOBAL: uopBody("-- value", (_, k) => checkedValue(k, k.call(loadGlobal, k.fp, nameAt(k, k.oparg.shrU(1))))),
  _STORE_GLOBAL: uopBody("value -- value", ({ value }, k) => {
    checkStatus(k, k.call(storeGlobal, k.fp, nameAt(k, k.oparg), value));
  }),
  _DELETE_GLOBAL: uopBody("--", (_, k) => {
    checkStatus(k, k.call(deleteGlobal, k.fp, nameAt(k, k.oparg)));
  }),
  _GUARD_GLOBALS_VERSION: uopBody("--", (_, k) => {
    guardDictVersion(k, k.load(Frame.globals, k.fp));
  }),
  _GUARD_BUILTINS_VERSION: uopBody("--", (_, k) => {
    guardDictVersion(k, k.load(Frame.builtins, k.fp));
  }),
  _LOAD_GLOBAL_MODULE: uopBody("-- value", (_, k) => ({ value: entryValue(k, k.load(Frame.globals, k.fp)) })),
  _LOAD_GLOBAL_BUILTINS: uopBody("-- value", (_, k) => ({ value: entryValue(k, k.load(Frame.builtins, k.fp)) })),
  _LOAD_FROM_DICT_OR_GLOBALS: uopBody("dict -- value, dict", ({ dict }, k) =>
    checkedValue(k, k.call(loadFromDictOrGlobals, dict, k.fp, nameAt(k, k.oparg))),
  ),
  _LOAD_FROM_DICT_OR_DEREF: uopBody("dict -- value, dict", ({ dict }, k) =>
    checkedValue(k, k.call(loadFromDictOrDeref, dict, k.fp, k.oparg)),
  ),
  _LOAD_BUILD_CLASS: uopBody("-- value", (_, k) => checkedValue(k, k.call(loadBuildClass, k.fp))),
  _LOAD_LOCALS: uopBody("-- value", (_, k) => checkedValue(k, k.call(loadLocals, k.fp))),
  _SETUP_ANNOTATIONS: uopBody("--", (_, k) => {
    checkStatus(k, k.call(setupAnnotations, k.fp));
  }),

  _LOAD_ATTR: uopBody("owner -- attr, self_or_null[oparg&1], owner", ({ owner, self_or_null }, k) => {
    const name = nameAt(k, k.oparg.shrU(1));
    const attr = k.choose(
      k.oparg.and(1),
      () => k.call(loadMethod, owner, name),
      () => k.call(loadAttr, owner, name),
    );
    k.errorIf(attr.eqz());
    k.if(k.oparg.and(1), () => {
      k.store(word(), self_or_null, loadState(k, VmState.secondResult));
    });
    return { attr };
  }),
  _LOAD_ATTR_VALUE: uopBody("owner -- attr, owner", ({ owner }, k) =>
    checkedAttribute(k, k.call(loadAttr, owner, nameAt(k, k.oparg.shrU(1)))),
  ),
  _LOAD_ATTR_METHOD: uopBody("owner -- attr, self_or_null, owner", ({ owner }, k) => {
    const attr = k.call(loadMethod, owner, nameAt(k, k.oparg.shrU(1)));
    k.errorIf(attr.eqz());
    return { attr, self_or_null: k.let(loadState(k, VmState.secondResult)) };
  }),
  _STORE_ATTR: uopBody("value, owner -- value, owner", ({ value, owner }, k) => {
    checkStatus(k, k.call(storeAttr, owner, nameAt(k, k.oparg), value));
  }),
  _DELETE_ATTR: uopBody("owner -- owner", ({ owner }, k) => {
    checkStatus(k, k.call(deleteAttr, owner, nameAt(k, k.oparg)));
  }),
  _LOAD_SUPER_ATTR: uopBody(
    "global_super, class, self -- attr, self_or_null[oparg&1], global_super, class, self",
    ({ global_super, class: type, self, self_or_null }, k) => {
      const attr = k.call(loadSuperAttr, global_super, type, self, nameAt(k, k.oparg.shrU(2)), k.oparg);
      k.errorIf(attr.eqz());
      k.if(k.oparg.and(1), () => {
        k.store(word(), self_or_null, loadState(k, VmState.secondResult));
      });
      return { attr };
    },
  ),
  _GUARD_TYPE_VERSION: uopBody("owner -- owner", ({ owner }, k) => {
    k.exitIf(k.load(TypeObject.version, typeOf(k, owner)).ne(k.operand0));
  }),
  _CHECK_MANAGED_OBJECT_HAS_VALUES: uopBody("owner -- owner", ({ owner }, k) => {
    k.deoptIf(k.load(InstanceObject.dict, owner).ne(0));
  }),
  _LOAD_ATTR_INSTANCE_VALUE: uopBody("owner -- attr, owner", ({ owner }, k) => {
    const attr = k.let(k.load(word(), owner.add(k.operand0)));
    k.deoptIf(attr.eqz());
    retain(k, attr);
    return { attr };
  }),
  _CHECK_ATTR_CLASS: uopBody("owner -- owner", ({ owner }, k) => {
    k.exitIf(isSmallInt(owner));
    k.exitIf(k.load(TypeObject.flags, k.load(ObjectHeader.type, owner)).and(TypeFlag.TYPE_SUBCLASS).eqz());
    k.exitIf(k.load(TypeObject.version, owner).ne(k.operand0));
  }),
  _LOAD_ATTR_CONSTANT: uopBody("owner -- attr, owner", (_, k) => {
    retain(k, k.operand0);
    return { attr: k.operand0 };
  }),
  _LOAD_ATTR_METHOD_CONSTANT: uopBody("owner -- attr, owner", (_, k) => {
    retainObject(k, k.operand0);
    return { attr: k.operand0 };
  }),
  _GUARD_MODULE_KEYS: uopBody("owner -- owner", ({ owner }, k) => {
    k.deoptIf(hasType(k, owner, address.module).eqz());
    guardDictVersion(k, k.load(ModuleObject.dict, owner));
  }),
  _LOAD_ATTR_MODULE: uopBody("owner -- attr, owner", ({ owner }, k) => ({
    attr: entryValue(k, k.load(ModuleObject.dict, owner)),
  })),
  _STORE_ATTR_INSTANCE_VALUE: uopBody("value, owner -- old, owner", ({ value, owner }, k) => {
    const place = k.let(owner.add(k.operand0));
    const old = k.let(k.load(word(), place));
    const count = k.let(k.load(InstanceObject.valueCount, owner));
    const index = k.let(k.operand0.sub(InstanceObject.size).shrU(2));
    // A new attribute must be the next one in order; a deleted one is set by the runtime, which knows what that does to the order.
    k.deoptIf(old.eqz().and(index.ne(count)));
    k.store(InstanceObject.valueCount, owner, k.select(old.eqz(), count.add(1), count));
    k.store(word(), place, value);
    return { old };
  }),
  _STORE_ATTR_SLOT: uopBody("value, owner -- old, owner", ({ value, owner }, k) => {
    const place = k.let(owner.add(k.operand0));
    const old = k.let(k.load(word(), place));
    k.store(word(), place, value);
    return { old };
  }),
};
