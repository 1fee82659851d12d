// The module `select`: which files are ready. Those of the host always are; one end of a pipe or a pair of sockets has to wait for the
// other, which no other thread could use meanwhile: only the time can run out.

import {
  None,
  type Runtime,
  attempt,
  builtinFunction,
  callMethod,
  decref,
  descriptionOf,
  doubleFrom,
  indexNumber,
  internStr,
  listAppend,
  listFrom,
  listItem,
  listLength,
  newList,
  newModule,
  newRef,
  setError,
  tupleOf,
  waitSeconds,
} from "@tjit/runtime/api";

type Question = "read" | "write" | "error";

/** The objects of an iterable whose files are ready: a new list; 0 with an exception set. */
function readyOnes(rt: Runtime, iterable: number, question: Question): number {
  const given = listFrom(rt, iterable);
  if (given === 0) return 0;
  const ready = newList(rt);
  for (let index = 0; index < listLength(rt, given); index++) {
    const object = listItem(rt, given, index);
    const answer = isReady(rt, object, question);
    if (answer === null) {
      decref(rt, given);
      decref(rt, ready);
      return 0;
    }
    if (answer) listAppend(rt, ready, object);
  }
  decref(rt, given);
  return ready;
}

function isReady(rt: Runtime, object: number, question: Question): boolean | null {
  const descriptor = descriptorOf(rt, object);
  if (descriptor === null) return null;
  const answer = attempt(rt, () => ({ file: descriptionOf(rt, descriptor).file }));
  if (answer === null) return null;
  return question === "read" ? (answer.file.isReadable?.() ?? true) : question === "write";
}

function descriptorOf(rt: Runtime, object: number): number | null {
  let number = (object & 1) !== 0 ? object >> 1 : null;
  if (number === null) {
    const name = internStr(rt, "fileno");
    const made = callMethod(rt, object, name);
    decref(rt, name);
    if (made === 0) return null;
    number = indexNumber(rt, made, rt.types.OverflowError);
    decref(rt, made);
  }
  if (number !== null && number < 0) {
    setError(rt, rt.types.ValueError, `file descriptor cannot be a negative integer (${number})`);
    return null;
  }
  return number;
}

function select(rt: Runtime, readers: number, writers: number, others: number, timeout: number): number {
  const seconds = timeout === 0 || timeout === None ? Infinity : doubleFrom(rt, timeout);
  if (seconds === null) return 0;
  if (seconds < 0) return setError(rt, rt.types.ValueError, "timeout must be non-negative");
  const lists: number[] = [];
  for (const [iterable, question] of [
    [readers, "read"],
    [writers, "write"],
    [others, "error"],
  ] as const) {
    const list = readyOnes(rt, iterable, question);
    if (list === 0) {
      for (const it of lists) decref(rt, it);
      return 0;
    }
    lists.push(list);
  }
  const isNothingReady = lists.every((list) => listLength(rt, list) === 0);
  if (isNothingReady && waitSeconds(rt, seconds) < 0) {
    for (const it of lists) decref(rt, it);
    return 0;
  }
  return tupleOf(rt, ...lists);
}

/** Makes the module. */
export function newSelectModule(rt: Runtime): number {
  return newModule(
    rt,
    "select",
    { select: builtinFunction("(rlist, wlist, xlist, timeout=None, /)", select) },
    { error: newRef(rt, rt.types.OSError) },
  );
}
