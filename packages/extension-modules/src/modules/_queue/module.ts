// The module `_queue`: `SimpleQueue`, which has no bound. A machine has one thread, so that nobody puts anything into a queue that is waited for.

import {
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  TypeFlag,
  decref,
  defineType,
  doubleFrom,
  hostPayload,
  isTrue,
  method,
  newExceptionClass,
  newGenericAlias,
  newHostObject,
  newInt,
  newModule,
  newRef,
  pyBool,
  setError,
  setErrorNone,
  tupleLength,
  waitSeconds,
} from "@tjit/runtime/api";

interface QueuePayload {
  /** Owned. */
  items: number[];
  /** Where the oldest is: those before it are gone. */
  first: number;
}

const queueOf = (rt: Runtime, self: number): QueuePayload => hostPayload(rt, self) as QueuePayload;

const sizeOf = ({ items, first }: QueuePayload): number => items.length - first;

function put(rt: Runtime, self: number, item: number): number {
  queueOf(rt, self).items.push(newRef(rt, item));
  return None;
}

/** The oldest item, which is the caller's then; 0 if there is none. */
function take(queue: QueuePayload): number {
  const { items, first } = queue;
  const item = items[first] ?? 0;
  if (item === 0) return 0;
  items[first] = 0;
  queue.first++;
  // Room is given back now and then, not at each item.
  if (queue.first > 64 && queue.first * 2 > items.length) {
    queue.items = items.slice(queue.first);
    queue.first = 0;
  }
  return item;
}

function get(rt: Runtime, self: number, block: number, timeout: number, empty: number): number {
  const isBlocking = block === 0 ? 1 : isTrue(rt, block);
  if (isBlocking < 0) return 0;
  const seconds = isBlocking === 0 || timeout === 0 || timeout === None ? Infinity : doubleFrom(rt, timeout);
  if (seconds === null) return 0;
  if (seconds < 0) return setError(rt, rt.types.ValueError, "'timeout' must be a non-negative number");
  const item = take(queueOf(rt, self));
  if (item !== 0) return item;
  if (isBlocking > 0) {
    if (seconds === Infinity)
      return setError(
        rt,
        rt.types.RuntimeError,
        "deadlock: the queue is empty, and there is no other thread to fill it",
      );
    if (waitSeconds(rt, seconds) < 0) return 0;
  }
  return setErrorNone(rt, empty);
}

/** Makes the module. */
export function newQueueModule(rt: Runtime): number {
  const empty = newExceptionClass(rt, "_queue", "Empty", rt.types.Exception);
  const type = defineType(rt, {
    name: "SimpleQueue",
    module: "_queue",
    flags: TypeFlag.WEAK_REFERENCES,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method("($type, /, *args, **kwargs)", (rt_, cls, args, kwargs) => {
      const wrong = tupleLength(rt_, args) > 0 ? "positional" : kwargs !== 0 ? "keyword" : "";
      if (wrong !== "" && cls === type)
        return setError(rt_, rt_.types.TypeError, `SimpleQueue() takes no ${wrong} arguments`);
      const payload: QueuePayload = { items: [], first: 0 };
      return newHostObject(rt_, cls, payload);
    }),
    methods: {
      put: method("($self, /, item, block=True, timeout=None)", put),
      put_nowait: method("($self, /, item)", put),
      get: method("($self, /, block=True, timeout=None)", (rt_, self, block, timeout) =>
        get(rt_, self, block, timeout, empty),
      ),
      get_nowait: method("($self, /)", (rt_, self) => {
        const item = take(queueOf(rt_, self));
        return item === 0 ? setErrorNone(rt_, empty) : item;
      }),
      empty: method("($self, /)", (rt_, self) => pyBool(sizeOf(queueOf(rt_, self)) === 0)),
      qsize: method("($self, /)", (rt_, self) => newInt(rt_, sizeOf(queueOf(rt_, self)))),
    },
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    slots: {
      clear: (rt_, self) => {
        const queue = queueOf(rt_, self);
        const { items } = queue;
        queue.items = [];
        queue.first = 0;
        for (const it of items) if (it !== 0) decref(rt_, it);
      },
      traverse: (rt_, self, visit) => {
        for (const it of queueOf(rt_, self).items) if (it !== 0) visit(it);
      },
    },
  });
  return newModule(rt, "_queue", {}, { SimpleQueue: newRef(rt, type), Empty: newRef(rt, empty) });
}
