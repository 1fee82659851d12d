// The exception that `except` blocks are handling. A stack of items: the innermost belongs to the generator that runs, the outermost to
// the machine. CPython's `_PyErr_StackItem`.

import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { ExceptionItem } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";

const innermostWord = vmStateAddress + VmState.exceptionItem.offset;
const outermost = vmStateAddress + VmState.handledException.offset;
const valueOffset = ExceptionItem.value.offset;
const previousOffset = ExceptionItem.previous.offset;

/** Before any code runs. */
export function initExceptionItems(rt: Runtime): void {
  rt.heap.store(innermostWord, outermost);
}

/** The exception that is being handled here or by those who resumed this code, borrowed; 0 = none. */
export function handledException(rt: Runtime): number {
  const { heap } = rt;
  for (let item = heap.load(innermostWord); item !== 0; item = heap.load(item + previousOffset)) {
    const exception = heap.load(item + valueOffset);
    if (exception !== 0) return exception;
  }
  return 0;
}

/** Whether the innermost code itself is handling an exception. */
export function isHandlingHere(rt: Runtime): boolean {
  return rt.heap.load(rt.heap.load(innermostWord) + valueOffset) !== 0;
}

/** Replaces what the innermost code is handling: steals `exception`, gives the former one, owned; both may be 0. */
export function exchangeHandled(rt: Runtime, exception: number): number {
  const { heap } = rt;
  const item = heap.load(innermostWord);
  const former = heap.load(item + valueOffset);
  heap.store(item + valueOffset, exception);
  return former;
}

/** Makes an item, which is empty or continues, the innermost. */
export function pushExceptionItem(rt: Runtime, item: number): void {
  const { heap } = rt;
  heap.store(item + previousOffset, heap.load(innermostWord));
  heap.store(innermostWord, item);
}

/** Takes the innermost item off. */
export function popExceptionItem(rt: Runtime, item: number): void {
  const { heap } = rt;
  heap.store(innermostWord, heap.load(item + previousOffset));
  heap.store(item + previousOffset, 0);
}
