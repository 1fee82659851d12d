// Template strings: `string.templatelib.Template` and `Interpolation` (PEP 750).

import { setError } from "../exceptions/errors.ts";
import { type IteratorState, clearIterator, iteratorState, traverseIterator } from "../builtins/iterator-state.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { newHostObject } from "../object/new-object.ts";
import { None, decref, isStr, newRef, typeName, typeOf } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { newTuple, tupleInit, tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { importModule } from "../importing/import-module.ts";
import { defineIterator, newIterator } from "../builtins/iterators.ts";
import { notConstructible } from "../modules/not-constructible.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type GetSetSpecification, getset, method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { newGenericAlias } from "./generic-alias.ts";

const moduleName = "string.templatelib";
/** Places in the references of a template, and of an interpolation. */
const STRINGS = 0;
const INTERPOLATIONS = 1;
const VALUE = 0;
const fields = ["value", "expression", "conversion", "format_spec"] as const;
/** Conversions by their number in the instruction. */
const conversions = ["", "s", "r", "a"] as const;

function typeNamed(rt: Runtime, name: string): number {
  return rt.nativeTypes.get(`${moduleName}.${name}`) ?? 0;
}

function make(rt: Runtime, type: string, references: number[]): number {
  const state: IteratorState = { references, count: 0 };
  return newHostObject(rt, typeNamed(rt, type), state);
}

/** BUILD_TEMPLATE: a tuple of strings, one more than interpolations. New reference. */
export function buildTemplate(rt: Runtime, strings: number, interpolations: number): number {
  return make(rt, "Template", [newRef(rt, strings), newRef(rt, interpolations)]);
}

/** BUILD_INTERPOLATION: value, expression, format specification if the lowest bit of `oparg` is set. Consumes the items. New reference. */
export function buildInterpolation(rt: Runtime, items: number, oparg: number): number {
  const { heap } = rt;
  const conversion = conversions[oparg >> 2] ?? "";
  const spec = (oparg & 1) === 0 ? newStr(rt, "") : heap.load(items + 8);
  const shown = conversion === "" ? None : newStr(rt, conversion);
  return make(rt, "Interpolation", [heap.load(items), heap.load(items + 4), shown, spec]);
}

function reference(place: number): GetSetSpecification {
  return readonlyField((rt, self) => newRef(rt, iteratorState(rt, self).references[place] as number));
}

function itemsOf(rt: Runtime, tuple: number): number[] {
  return Array.from({ length: tupleLength(rt, tuple) }, (_, index) => tupleItem(rt, tuple, index));
}

function parts(rt: Runtime, template: number): { readonly strings: number[]; readonly interpolations: number[] } {
  const { references } = iteratorState(rt, template);
  return {
    strings: itemsOf(rt, references[STRINGS] as number),
    interpolations: itemsOf(rt, references[INTERPOLATIONS] as number),
  };
}

function tupleFromItems(rt: Runtime, items: readonly number[]): number {
  const tuple = newTuple(rt, items.length);
  items.forEach((it, index) => {
    tupleInit(rt, tuple, index, newRef(rt, it));
  });
  return tuple;
}

/** A template of strings, owned, and interpolations, borrowed. */
function templateOf(rt: Runtime, strings: readonly number[], interpolations: readonly number[]): number {
  const texts = tupleFromItems(rt, strings);
  for (const it of strings) decref(rt, it);
  return make(rt, "Template", [texts, tupleFromItems(rt, interpolations)]);
}

function newTemplate(rt: Runtime, _type: number, args: number, kwargs: number): number {
  if (kwargs !== 0) return setError(rt, rt.types.TypeError, "Template.__new__ only accepts *args arguments");
  const texts: string[] = [""];
  const interpolations: number[] = [];
  for (const item of itemsOf(rt, args)) {
    if (isStr(rt, item)) texts.push((texts.pop() ?? "") + strValue(rt, item));
    else if (typeOf(rt, item) === typeNamed(rt, "Interpolation")) {
      interpolations.push(item);
      texts.push("");
    } else
      return setError(
        rt,
        rt.types.TypeError,
        `Template.__new__ *args need to be of type 'str' or 'Interpolation', got ${typeName(rt, item)}`,
      );
  }
  return templateOf(
    rt,
    texts.map((text) => newStr(rt, text)),
    interpolations,
  );
}

function concatenate(rt: Runtime, left: number, right: number): number {
  const type = typeNamed(rt, "Template");
  const name = `${moduleName}.Template`;
  if (typeOf(rt, left) !== type || typeOf(rt, right) !== type) {
    const other = typeOf(rt, left) === type ? right : left;
    return setError(rt, rt.types.TypeError, `can only concatenate ${name} (not "${typeName(rt, other)}") to ${name}`);
  }
  const [a, b] = [parts(rt, left), parts(rt, right)];
  const seam = newStr(rt, strValue(rt, a.strings.at(-1) as number) + strValue(rt, b.strings[0] as number));
  const strings = [
    ...a.strings.slice(0, -1).map((it) => newRef(rt, it)),
    seam,
    ...b.strings.slice(1).map((it) => newRef(rt, it)),
  ];
  return templateOf(rt, strings, [...a.interpolations, ...b.interpolations]);
}

/** Strings that are not empty, and interpolations, in their order. */
function iterate(rt: Runtime, self: number): number {
  const { strings, interpolations } = parts(rt, self);
  const items = strings.flatMap((text, index) => [
    ...(strValue(rt, text) === "" ? [] : [text]),
    ...(index < interpolations.length ? [interpolations[index] as number] : []),
  ]);
  return newIterator(rt, typeNamed(rt, "TemplateIter"), [tupleFromItems(rt, items)]);
}

function nextPart(rt: Runtime, iterator: number): number {
  const state = iteratorState(rt, iterator);
  const [items = 0] = state.references;
  return state.count < tupleLength(rt, items) ? newRef(rt, tupleItem(rt, items, state.count++)) : 0;
}

/** `(string.templatelib._template_unpickle, (strings, interpolations))`. */
function reduceTemplate(rt: Runtime, self: number): number {
  const module = importModule(rt, moduleName);
  if (module === 0) return 0;
  const unpickle = getAttributeString(rt, module, "_template_unpickle");
  decref(rt, module);
  return unpickle === 0 ? 0 : tupleOf(rt, unpickle, tupleFromItems(rt, iteratorState(rt, self).references));
}

/** `(Interpolation, (value, expression, conversion, format_spec))`. */
function reduceInterpolation(rt: Runtime, self: number): number {
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), tupleFromItems(rt, iteratorState(rt, self).references));
}

function show(rt: Runtime, name: string, self: number, labels: readonly string[]): number {
  const texts: string[] = [];
  for (const [index, it] of iteratorState(rt, self).references.entries()) {
    const text = reprText(rt, it);
    if (text === null) return 0;
    texts.push((labels[index] ?? "") + text);
  }
  return newStr(rt, `${name}(${texts.join(", ")})`);
}

function newInterpolation(rt: Runtime, _type: number, value: number, ...options: number[]): number {
  const [expression = 0, conversion = 0, spec = 0] = options;
  for (const [index, option] of options.entries()) {
    if (option === 0 || isStr(rt, option) || (index === 1 && option === None)) continue;
    const name = fields[index + 1] ?? "";
    const found = option === None ? "None" : typeName(rt, option);
    return setError(rt, rt.types.TypeError, `Interpolation() argument '${name}' must be str, not ${found}`);
  }
  if (conversion !== 0 && conversion !== None) {
    if (!["s", "r", "a"].includes(strValue(rt, conversion)))
      return setError(rt, rt.types.ValueError, "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
  }
  const text = (it: number): number => (it === 0 ? newStr(rt, "") : newRef(rt, it));
  return make(rt, "Interpolation", [newRef(rt, value), text(expression), newRef(rt, conversion || None), text(spec)]);
}

/** Defines both types. */
export function defineTemplates(rt: Runtime): void {
  const shared = {
    module: moduleName,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
  } as const;
  const owned = { clear: clearIterator, traverse: traverseIterator } as const;
  const template = defineType(rt, {
    ...shared,
    name: "Template",
    new: method("($type, /, *args, **kwargs)", newTemplate),
    methods: { __reduce__: method("($self, /)", reduceTemplate) },
    getset: {
      strings: reference(STRINGS),
      interpolations: reference(INTERPOLATIONS),
      values: getset((rt_, self) =>
        tupleFromItems(
          rt_,
          parts(rt_, self).interpolations.map((it) => iteratorState(rt_, it).references[VALUE] as number),
        ),
      ),
    },
    slots: {
      iter: iterate,
      concat: concatenate,
      repr: (rt_, self) => show(rt_, "Template", self, ["strings=", "interpolations="]),
      ...owned,
    },
  });
  rt.nativeTypes.set(`${moduleName}.Template`, template);
  const interpolation = defineType(rt, {
    ...shared,
    name: "Interpolation",
    new: method("($type, value, expression='', conversion=None, format_spec='')", newInterpolation),
    // A step that is replayed makes nothing.
    attributes:
      rt.links?.isReplaying === true
        ? {}
        : { __match_args__: tupleOf(rt, ...fields.map((field) => internStr(rt, field))) },
    methods: { __reduce__: method("($self, /)", reduceInterpolation) },
    getset: Object.fromEntries(fields.map((field, place) => [field, reference(place)])),
    slots: { repr: (rt_, self) => show(rt_, "Interpolation", self, []), ...owned },
  });
  rt.nativeTypes.set(`${moduleName}.Interpolation`, interpolation);
  const iterator = defineIterator(rt, "TemplateIter", nextPart, notConstructible("string.templatelib.TemplateIter"), {
    module: moduleName,
  });
  rt.nativeTypes.set(`${moduleName}.TemplateIter`, iterator);
}
