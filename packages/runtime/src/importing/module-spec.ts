// The type `ModuleSpec`. It is importlib's class, written here so that a module has a spec although importlib is not loaded: when it
// is, it uses this type in place of its own.

import { errorOccurred } from "../exceptions/errors.ts";
import { instanceDictAccess } from "../kinds/object-type.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import {
  False,
  None,
  NotImplemented,
  True,
  decref,
  isStr,
  newRef,
  pyBool,
  typeInfo,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { newHostObject } from "../object/new-object.ts";
import { newList } from "../object/list.ts";
import { newStr, strValue } from "../object/str.ts";
import { getAttributeString, setAttributeString } from "../protocols/attributes.ts";
import { callOneArgument } from "../protocols/call.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { reprText, strText } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare } from "../types/slots.ts";
import { sysEntry } from "./find-module.ts";
import { importModule } from "./import-module.ts";

const comparedFields = ["name", "loader", "origin", "submodule_search_locations", "cached", "has_location"];

/** The fields of a spec; references are stolen. */
export interface SpecFields {
  readonly name: string;
  readonly loader: number;
  /** `null`: None. */
  readonly origin: string | null;
  readonly hasLocation: boolean;
  /** For packages: a list. 0: None. */
  readonly searchLocations: number;
}

/** A new spec. */
export function newSpec(rt: Runtime, { name, loader, origin, hasLocation, searchLocations }: SpecFields): number {
  const spec = newHostObject(rt, specType(rt), null);
  const set = (field: string, value: number): void => {
    setAttributeString(rt, spec, field, value);
    decref(rt, value);
  };
  set("name", newStr(rt, name));
  set("loader", loader);
  set("origin", origin === null ? None : newStr(rt, origin));
  set("loader_state", None);
  set("submodule_search_locations", searchLocations === 0 ? None : searchLocations);
  set("_uninitialized_submodules", newList(rt));
  set("_set_fileattr", pyBool(hasLocation));
  set("_cached", None);
  return spec;
}

function init(
  rt: Runtime,
  self: number,
  name: number,
  loader: number,
  origin: number,
  loaderState: number,
  isPackage: number,
): number {
  const package_ = isPackage === 0 ? 0 : isTrue(rt, isPackage);
  if (package_ < 0) return -1;
  const fields: readonly (readonly [string, number])[] = [
    ["name", newRef(rt, name)],
    ["loader", newRef(rt, loader)],
    ["origin", newRef(rt, origin || None)],
    ["loader_state", newRef(rt, loaderState || None)],
    ["submodule_search_locations", package_ > 0 ? newList(rt) : None],
    ["_uninitialized_submodules", newList(rt)],
    ["_set_fileattr", False],
    ["_cached", None],
  ];
  let status = 0;
  for (const [field, value] of fields) {
    if (status === 0) status = setAttributeString(rt, self, field, value);
    decref(rt, value);
  }
  return status;
}

function repr(rt: Runtime, self: number): number {
  const parts: string[] = [];
  for (const field of ["name", "loader", "origin", "submodule_search_locations"]) {
    const value = getAttributeString(rt, self, field);
    if (value === 0) return 0;
    const isShown = value !== None || field === "name" || field === "loader";
    const text = isShown ? (field === "submodule_search_locations" ? strText(rt, value) : reprText(rt, value)) : "";
    decref(rt, value);
    if (text === null) return 0;
    if (isShown) parts.push(`${field}=${text}`);
  }
  return newStr(rt, `${typeInfo(rt, typeOf(rt, self)).name}(${parts.join(", ")})`);
}

function compare(rt: Runtime, self: number, other: number, operator: number): number {
  if (operator !== Compare.EQ && operator !== Compare.NE) return newRef(rt, NotImplemented);
  if (typeOf(rt, self) !== typeOf(rt, other)) return newRef(rt, NotImplemented);
  for (const field of comparedFields) {
    const left = getAttributeString(rt, self, field);
    const right = left === 0 ? 0 : getAttributeString(rt, other, field);
    const equal = right === 0 ? -1 : richCompareBool(rt, left, right, Compare.EQ);
    xdecref(rt, left);
    xdecref(rt, right);
    if (equal < 0) return 0;
    if (equal === 0) return pyBool(operator === Compare.NE);
  }
  return pyBool(operator === Compare.EQ);
}

/** `parent`: the package that relative imports of the module start from. */
function parent(rt: Runtime, self: number): number {
  const locations = getAttributeString(rt, self, "submodule_search_locations");
  if (locations === 0) return 0;
  decref(rt, locations);
  const name = getAttributeString(rt, self, "name");
  if (name === 0 || locations !== None || !isStr(rt, name)) return name;
  const text = strValue(rt, name);
  decref(rt, name);
  return newStr(rt, text.slice(0, Math.max(0, text.lastIndexOf("."))));
}

function hasLocation(rt: Runtime, self: number): number {
  return getAttributeString(rt, self, "_set_fileattr");
}

function setHasLocation(rt: Runtime, self: number, value: number): number {
  const truth = value === 0 ? 0 : isTrue(rt, value);
  return truth < 0 ? -1 : setAttributeString(rt, self, "_set_fileattr", truth > 0 ? True : False);
}

/** `cached`: where compiled code of the module's file would be, whether it is there or not. */
function cached(rt: Runtime, self: number): number {
  const known = getAttributeString(rt, self, "_cached");
  if (known !== None || specFlag(rt, self, "_set_fileattr") <= 0) return known;
  const origin = getAttributeString(rt, self, "origin");
  const found = origin === 0 || !isStr(rt, origin) ? origin : cachedFile(rt, origin);
  if (found !== origin) xdecref(rt, origin);
  if (found !== 0) setAttributeString(rt, self, "_cached", found);
  return found;
}

/** CPython's `_get_cached`. New reference. */
function cachedFile(rt: Runtime, origin: number): number {
  const path = strValue(rt, origin);
  if (path.endsWith(".pyc")) return newRef(rt, origin);
  const tag = path.endsWith(".py") ? getAttributeString(rt, sysEntry(rt, "implementation"), "cache_tag") : None;
  if (tag === 0 || !isStr(rt, tag)) return tag;
  if (sysEntry(rt, "pycache_prefix") !== None) {
    decref(rt, tag);
    const external = importModule(rt, "_frozen_importlib_external");
    const find = external === 0 ? 0 : getAttributeString(rt, external, "_get_cached");
    const found = find === 0 ? 0 : callOneArgument(rt, find, origin);
    xdecref(rt, external);
    xdecref(rt, find);
    return found;
  }
  const slash = path.lastIndexOf("/") + 1;
  const found = `${path.slice(0, slash)}__pycache__/${path.slice(slash, -2)}${strValue(rt, tag)}.pyc`;
  decref(rt, tag);
  return newStr(rt, found);
}

/** The type, made at its first use. */
export function specType(rt: Runtime): number {
  if (rt.importing.specType !== 0) return rt.importing.specType;
  rt.importing.specType = defineType(rt, {
    name: "ModuleSpec",
    module: "_frozen_importlib",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    dictOffset: HostObject.dict.offset,
    new: method("($type, /, *args, **kwargs)", (machine, type) => newHostObject(machine, type, null)),
    init: method("($self, name, loader, *, origin=None, loader_state=None, is_package=None)", init),
    getset: {
      __dict__: getset(instanceDictAccess.get),
      parent: getset(parent),
      has_location: getset(hasLocation, setHasLocation),
      cached: getset(cached, (machine, self, value) => setAttributeString(machine, self, "_cached", value)),
    },
    slots: { repr, richcompare: compare },
  });
  return rt.importing.specType;
}

/** Whether an attribute of a spec is true; false without it. Clears nothing but AttributeError: -1 with an exception set. */
export function specFlag(rt: Runtime, spec: number, name: string): number {
  const value = getAttributeString(rt, spec, name);
  if (value === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  const truth = isTrue(rt, value);
  decref(rt, value);
  return truth;
}
