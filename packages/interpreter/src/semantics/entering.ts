// Entering the interpreter on behalf of the host: calls of Python functions, resuming generators, and the loops of builtins that would otherwise
// go from the host to here and back for each item. The host has checked how deep it is, and looks after recordings around each.

import {
  Frame,
  FrameOwner,
  GeneratorObject,
  IntObject,
  ITEM_FOR_HOST,
  ITERATION_ERROR,
  ListObject,
  MORE_ITEMS,
  ObjectHeader,
  TupleObject,
} from "@tjit/runtime/layout";
import { type Builder, type I32, interpreterEntry, kernelFunction } from "@tjit/stencils/build";
import { Status } from "../slots.ts";
import { bindArguments } from "./binding.ts";
import { stackBase } from "./frames.ts";
import { isSuspended, markRunning } from "./generators.ts";
import { hostFunction, hostProcedure } from "./host.ts";
import { iterNext } from "./iterators.ts";
import { address, loadState, storeState, VmState, word } from "./memory.ts";
import { typeOf } from "./names.ts";
import { release, releaseObject, retain, retainAll, retainObject } from "./references.ts";
import { addToSet } from "./sets.ts";

const listAppend = hostFunction("list_append");
const raiseReturn = hostFunction("raise_return");
const leftRun = hostProcedure("left_run");
const callBuiltinOByHost = hostFunction("call_builtin_o");
const callBuiltinFastByHost = hostFunction("call_builtin_fast");
const slot = 4;

/** Items of one run of such a loop; then the host pays for the work. */
const stride = 1024;
/** Sums up to here are exact, and so is the next one. */
const largestSum = 2 ** 52;

/** The frame becomes the one on top; its end is that of the run. */
function link(k: Builder, frame: I32, owner: number): void {
  k.store(Frame.previous, frame, loadState(k, VmState.currentFrame));
  k.store(Frame.owner, frame, owner);
  storeState(k, VmState.currentFrame, frame);
  storeState(k, VmState.recursionRemaining, loadState(k, VmState.recursionRemaining).sub(1));
}

/** Resumes a suspended generator with a value, which it takes over, until it yields, returns or raises: the status. */
export const resumeGenerator = kernelFunction("resume_generator", ["i32", "i32"], "i32", ([generator, value], k) => {
  const frame = k.let(generator.add(GeneratorObject.size));
  retainObject(k, generator);
  markRunning(k, generator);
  link(k, frame, FrameOwner.GENERATOR_ENTRY);
  const sp = k.let(k.load(Frame.sp, frame));
  k.store(word(), sp, value);
  const status = k.let(k.call(interpreterEntry, k.load(Frame.instrPtr, frame), sp.add(slot), frame));
  k.store(Frame.owner, frame, FrameOwner.GENERATOR);
  releaseObject(k, generator);
  k.return(status);
});

/**
 * Calls a Python function with arguments, which keep their counts: the status, or `NOT_ENTERED` where the host has to bind them, or there is no
 * room for the frame.
 */
export const callFunction = kernelFunction(
  "call_function",
  ["i32", "i32", "i32", "i32"],
  "i32",
  ([callable, args, count, kwnames], k) => {
    k.if(loadState(k, VmState.recursionRemaining).leS(1), () => {
      k.return(k.i32(Status.NOT_ENTERED));
    });
    const frame = k.let(k.call(bindArguments, callable, args, count, kwnames));
    k.if(frame.eqz(), () => {
      k.return(k.i32(Status.NOT_ENTERED));
    });
    retainObject(k, callable);
    const given = k.variable("i32", count);
    k.if(kwnames.ne(0), () => {
      k.assign(given, count.add(k.load(TupleObject.length, kwnames)));
    });
    retainAll(k, args, given.get());
    link(k, frame, FrameOwner.ENTRY);
    k.return(k.call(interpreterEntry, k.load(Frame.instrPtr, frame), stackBase(k, frame), frame));
  },
);

/**
 * The next item for a loop that the host entered: generators are resumed from here. 0 at the end, `ITERATION_ERROR` with an exception set.
 * What a generator returns is nobody's here.
 */
const nextItem = kernelFunction("next_item", ["i32"], "i32", ([iterator], k) => {
  k.if(typeOf(k, iterator).eq(address.generator), () => {
    k.if(isSuspended(k, iterator).and(loadState(k, VmState.recursionRemaining).gtS(1)), () => {
      const status = k.let(k.call(resumeGenerator, iterator, address.None));
      const value = k.let(loadState(k, VmState.result));
      k.if(status.eq(Status.YIELDED).or(status.eq(Status.RETURNED)).eqz(), () => {
        k.return(k.i32(ITERATION_ERROR));
      });
      storeState(k, VmState.result, 0);
      k.if(status.eq(Status.YIELDED), () => {
        k.return(value);
      });
      release(k, value);
      k.return(k.i32(0));
    });
  });
  k.return(k.call(iterNext, iterator));
});

/**
 * Appends to a list what an iterator gives, or what a Python function, `callable`, makes of that: 0 at the end, -1 with an exception set, `MORE_ITEMS`
 * when it only paused, `ITEM_FOR_HOST` with an item in `VmState.result` that the host has to call the function with.
 */
export const extendList = kernelFunction(
  "extend_list",
  ["i32", "i32", "i32"],
  "i32",
  ([list, iterator, callable], k) => {
    const left = k.variable("i32", stride);
    k.loop(({ again }) => {
      const given = k.variable("i32", k.call(nextItem, iterator));
      k.if(given.get().eqz(), () => {
        k.return(k.i32(0));
      });
      k.if(given.get().eq(ITERATION_ERROR), () => {
        k.return(k.i32(-1));
      });
      k.if(callable.ne(0), () => {
        const argument = k.let(given.get());
        const args = k.let(loadState(k, VmState.stackTop));
        k.store(word(), args, argument);
        storeState(k, VmState.stackTop, args.add(2 * slot));
        const status = k.let(k.call(callFunction, callable, args, 1, 0));
        storeState(k, VmState.stackTop, args);
        k.if(status.eq(Status.NOT_ENTERED), () => {
          storeState(k, VmState.result, argument);
          k.return(k.i32(ITEM_FOR_HOST));
        });
        release(k, argument);
        k.if(status.ne(Status.RETURNED), () => {
          k.return(k.i32(-1));
        });
        k.assign(given, loadState(k, VmState.result));
        storeState(k, VmState.result, 0);
      });
      const item = k.let(given.get());
      const length = k.let(k.load(ListObject.length, list));
      k.if(
        length.eq(k.load(ListObject.capacity, list)),
        () => {
          k.if(k.call(listAppend, list, item).ne(0), () => {
            k.return(k.i32(-1));
          });
        },
        () => {
          k.store(word(), k.load(ListObject.items, list).add(length.shl(2)), item);
          k.store(ListObject.length, list, length.add(1));
        },
      );
      k.assign(left, left.get().sub(1));
      k.if(left.get().ne(0), () => {
        again();
      });
    });
    k.return(k.i32(MORE_ITEMS));
  },
);

/** Adds to a set what an iterator gives: 0 at the end, -1 with an exception set, `MORE_ITEMS` when it only paused. */
export const extendSet = kernelFunction("extend_set", ["i32", "i32"], "i32", ([set, iterator], k) => {
  const left = k.variable("i32", stride);
  k.loop(({ again }) => {
    const item = k.let(k.call(nextItem, iterator));
    k.if(item.eqz(), () => {
      k.return(k.i32(0));
    });
    k.if(item.eq(ITERATION_ERROR), () => {
      k.return(k.i32(-1));
    });
    const status = k.let(k.call(addToSet, set, item));
    release(k, item);
    k.if(status.ne(0), () => {
      k.return(status);
    });
    k.assign(left, left.get().sub(1));
    k.if(left.get().ne(0), () => {
      again();
    });
  });
  k.return(k.i32(MORE_ITEMS));
});

/**
 * The sum of the ints and bools that an iterator gives, as far as doubles are exact. `VmState.result` is what ended it: 0 is the end, `ITERATION_ERROR` an
 * exception, any other the item behind them, a new reference; `MORE_ITEMS` when it only paused.
 */
export const sumInts = kernelFunction("sum_ints", ["i32"], "f64", ([iterator], k) => {
  const total = k.variable("f64", k.f64(0));
  const left = k.variable("i32", stride);
  k.loop(({ again }) => {
    const item = k.let(k.call(nextItem, iterator));
    k.if(
      item.and(1),
      () => {
        k.assign(total, total.get().add(item.shrS(1).toF64S()));
      },
      () => {
        const read = k.variable("f64", k.f64(Infinity));
        k.if(item.gtU(ITERATION_ERROR), () => {
          const kind = k.let(k.load(ObjectHeader.type, item));
          k.if(kind.eq(address.int).or(kind.eq(address.bool)).and(k.load(IntObject.handle, item).eqz()), () => {
            k.assign(read, k.load(IntObject.value, item).toF64S());
          });
        });
        const value = k.let(read.get());
        k.if(value.abs().gt(largestSum), () => {
          storeState(k, VmState.result, item);
          k.return(total.get());
        });
        k.assign(total, total.get().add(value));
        releaseObject(k, item);
      },
    );
    k.assign(left, left.get().sub(1));
    k.if(left.get().ne(0).and(total.get().abs().le(largestSum)), () => {
      again();
    });
  });
  storeState(k, VmState.result, MORE_ITEMS);
  k.return(total.get());
});

/**
 * The least or, where `isMost` is 1, the largest of a small int and those that an iterator gives, as references, whose order is that of the numbers.
 * `VmState.result` is what ended it, as for {@link sumInts}.
 */
export const extremeInt = kernelFunction(
  "extreme_int",
  ["i32", "i32", "i32"],
  "i32",
  ([iterator, start, isMost], k) => {
    const best = k.variable("i32", start);
    const left = k.variable("i32", stride);
    k.loop(({ again }) => {
      const item = k.let(k.call(nextItem, iterator));
      k.if(item.and(1).eqz(), () => {
        storeState(k, VmState.result, item);
        k.return(best.get());
      });
      k.if(k.select(isMost, item.gtS(best.get()), item.ltS(best.get())), () => {
        k.assign(best, item);
      });
      k.assign(left, left.get().sub(1));
      k.if(left.get().ne(0), () => {
        again();
      });
    });
    storeState(k, VmState.result, MORE_ITEMS);
    k.return(best.get());
  },
);

/** What {@link callNext} says of a call that it leaves to the host, with nothing done. Never a valid reference. */
const notDone = 6;

/**
 * `next(iterator, fallback)`, 0 for none, without the host: for generators, and for iterators that cannot run code. A recording does not follow what is
 * called, so that calls from one are the host's.
 */
const callNext = kernelFunction("call_next", ["i32", "i32"], "i32", ([iterator, fallback], k) => {
  const type = k.let(typeOf(k, iterator));
  const end = (): void => {
    k.if(fallback, () => {
      retain(k, fallback);
      k.return(fallback);
    });
  };
  k.if(type.eq(address.generator), () => {
    const isPossible = isSuspended(k, iterator)
      .and(loadState(k, VmState.recursionRemaining).gtS(1))
      .and(loadState(k, VmState.hostDepth).ltS(loadState(k, VmState.hostDepthLimit)))
      .and(loadState(k, VmState.recording).eqz());
    k.if(isPossible, () => {
      storeState(k, VmState.hostDepth, loadState(k, VmState.hostDepth).add(1));
      const status = k.let(k.call(resumeGenerator, iterator, address.None));
      storeState(k, VmState.hostDepth, loadState(k, VmState.hostDepth).sub(1));
      k.if(loadState(k, VmState.recording), () => {
        k.call(leftRun);
      });
      const hasReturned = k.let(status.eq(Status.RETURNED));
      k.if(hasReturned.or(status.eq(Status.YIELDED)).eqz(), () => {
        k.return(k.i32(0));
      });
      const value = k.let(loadState(k, VmState.result));
      storeState(k, VmState.result, 0);
      k.if(hasReturned.eqz(), () => {
        k.return(value);
      });
      k.if(fallback, () => {
        release(k, value);
      });
      end();
      k.return(k.call(raiseReturn, iterator, value));
    });
  });
  k.if(type.eq(address.list_iterator).or(type.eq(address.tuple_iterator)).or(type.eq(address.range_iterator)), () => {
    const item = k.let(k.call(iterNext, iterator));
    k.if(item, () => {
      k.return(item);
    });
    end();
  });
  k.return(k.i32(notDone));
});

/** Calls a builtin function with one argument; nothing is consumed. */
export const callBuiltinO = kernelFunction("call_builtin_one", ["i32", "i32"], "i32", ([callable, argument], k) => {
  k.if(callable.eq(loadState(k, VmState.builtinNext)), () => {
    const item = k.let(k.call(callNext, argument, 0));
    k.if(item.ne(notDone), () => {
      k.return(item);
    });
  });
  k.return(k.call(callBuiltinOByHost, callable, argument));
});

/** The same with any number of arguments. */
export const callBuiltinFast = kernelFunction(
  "call_builtin",
  ["i32", "i32", "i32"],
  "i32",
  ([callable, args, count], k) => {
    k.if(callable.eq(loadState(k, VmState.builtinNext)).and(count.eq(2)), () => {
      const item = k.let(k.call(callNext, k.load(word(), args), k.load(word(slot), args)));
      k.if(item.ne(notDone), () => {
        k.return(item);
      });
    });
    k.return(k.call(callBuiltinFastByHost, callable, args, count));
  },
);
