// Views and iterators of `OrderedDict`: those of a dict, but any change of the keys or their order ends an iteration with an error.

import {
  FixedType,
  type IteratorState,
  type Runtime,
  decref,
  defineIterator,
  defineType,
  dictFirst,
  dictLast,
  dictLength,
  dictNext,
  dictPosition,
  dictPrevious,
  entryKey,
  entryValue,
  iteratorState,
  listFrom,
  method,
  newIterator,
  newRef,
  notConstructible,
  reduceTo,
  setError,
  tupleOf,
  viewedDict,
} from "@tjit/runtime/api";
import { orderVersion } from "./order-version.ts";

type Part = "key" | "value" | "item";

/** `count`: the position of the next entry, -1 when there is none. The reference goes when the end is told. */
interface OrderedIteratorState extends IteratorState {
  part: Part;
  step: 1 | -1;
  version: number;
  length: number;
}

/** The types of what an OrderedDict hands out. */
export interface OrderedViewTypes {
  readonly keys: number;
  readonly values: number;
  readonly items: number;
  readonly iterator: number;
}

/** An iterator from the first entry on, or with step -1 from the last one. */
export function newOrderedIterator(rt: Runtime, type: number, dict: number, part: Part, step: 1 | -1): number {
  const first = step === 1 ? dictFirst(rt, dict) : dictLast(rt, dict);
  const iterator = newIterator(rt, type, [newRef(rt, dict)], first === 0 ? -1 : dictPosition(rt, dict, first));
  const own = { part, step, version: orderVersion(rt, dict), length: dictLength(rt, dict) };
  Object.assign(iteratorState(rt, iterator), own);
  return iterator;
}

function next(rt: Runtime, self: number): number {
  const state = iteratorState(rt, self) as OrderedIteratorState;
  const [dict = 0] = state.references;
  if (dict === 0) return 0;
  const isValid =
    state.count < 0 || (state.version === orderVersion(rt, dict) && state.length === dictLength(rt, dict));
  const entry = !isValid || state.count < 0 ? 0 : dictNext(rt, dict, state.count);
  if (entry !== 0) {
    const { step, count: position } = state;
    const after =
      step === 1 ? dictNext(rt, dict, position + 1) : position > 0 ? dictPrevious(rt, dict, position - 1) : 0;
    state.count = after === 0 ? -1 : dictPosition(rt, dict, after);
    const key = newRef(rt, entryKey(rt, entry));
    if (state.part === "key") return key;
    const value = newRef(rt, entryValue(rt, entry));
    if (state.part === "item") return tupleOf(rt, key, value);
    decref(rt, key);
    return value;
  }
  if (!isValid) {
    const how = state.version === orderVersion(rt, dict) ? "changed size" : "mutated";
    setError(rt, rt.types.RuntimeError, `OrderedDict ${how} during iteration`);
  }
  state.references[0] = 0;
  decref(rt, dict);
  return 0;
}

/** `(iter, (list of what is left,))`; the iterator stays where it is. */
function reduce(rt: Runtime, self: number): number {
  const state = iteratorState(rt, self) as OrderedIteratorState;
  const { count } = state;
  const [dict = 0] = state.references;
  const items = listFrom(rt, self);
  if (items === 0) return 0;
  if (dict !== 0) state.references[0] = newRef(rt, dict);
  state.count = count;
  return reduceTo(rt, "iter", items);
}

/** Defines the iterator and the three views. */
export function defineOrderedViews(rt: Runtime): OrderedViewTypes {
  const iterator = defineIterator(rt, "odict_iterator", next, notConstructible("odict_iterator"), {
    methods: { __reduce__: method("($self, /)", reduce) },
  });
  const defineView = (part: Part): number =>
    defineType(rt, {
      name: `odict_${part}s`,
      base: FixedType[`dict_${part}s`],
      acceptsSubclasses: false,
      methods: {
        __reversed__: method("($self, /)", (rt_, self) =>
          newOrderedIterator(rt_, iterator, viewedDict(rt_, self), part, -1),
        ),
      },
      slots: { iter: (rt_, self) => newOrderedIterator(rt_, iterator, viewedDict(rt_, self), part, 1) },
    });
  return { keys: defineView("key"), values: defineView("value"), items: defineView("item"), iterator };
}
