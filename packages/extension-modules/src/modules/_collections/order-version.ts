// What an OrderedDict has behind the fields of a dict: a version, another one after each change of the keys or of their order, and `__dict__`.

import { DictObject, type Runtime, alignTo } from "@tjit/runtime/api";

const versionOffset = DictObject.size;

/** Size of an instance and where its `__dict__` is. */
export const orderedDictLayout = { size: alignTo(DictObject.size + 8, 8), dictOffset: DictObject.size + 4 };

/** Another number after each change of the keys or of their order. */
export function orderVersion(rt: Runtime, dict: number): number {
  return rt.heap.load(dict + versionOffset);
}

/** Ends what iterates. */
export function changeOrder(rt: Runtime, dict: number): void {
  rt.heap.store(dict + versionOffset, orderVersion(rt, dict) + 1);
}
