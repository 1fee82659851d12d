// Arguments of a call of a Python function into a new frame, CPython's initialize_locals: all of it that cannot fail. Where an argument is
// missing or superfluous, keywords have to be collected, or names have to be compared as texts, nothing is done, and the host binds them.

import { CodeFlag } from "@tjit/bytecode";
import { CodeObjectLayout, DictEntry, Frame, FunctionObject, Singleton, TupleObject } from "@tjit/runtime/layout";
import { type I32, type KernelBuilder, kernelFunction } from "@tjit/stencils/build";
import { askHost, findEntry } from "./dicts.ts";
import { startFrame } from "./frames.ts";
import { hostFunction } from "./host.ts";
import { loadState, storeState, VmState, word } from "./memory.ts";
import { retain, retainObject } from "./references.ts";
import { tupleFromItems } from "./tuples.ts";

const buildMap = hostFunction("build_map");
const slot = 4;
/** Parameters beyond this are the host's: which of them are bound is a set of bits. */
const mostParameters = 31;

/**
 * A frame for `callable`, a Python function, on top of the data stack, not linked; 0 when the host has to make it. It takes over the function,
 * `count` arguments at `args`, and behind them the values of `kwnames` (0: none), but not the names.
 */
export const bindArguments = kernelFunction(
  "bind_arguments",
  ["i32", "i32", "i32", "i32"],
  "i32",
  ([callable, args, count, kwnames], k) => {
    const code = k.let(k.load(FunctionObject.code, callable));
    const positional = k.let(k.load(CodeObjectLayout.argcount, code));
    const total = k.let(positional.add(k.load(CodeObjectLayout.kwonlyargcount, code)));
    const flags = k.let(k.load(CodeObjectLayout.flags, code));
    const frame = k.let(loadState(k, VmState.stackTop));
    const top = k.let(frame.add(k.load(CodeObjectLayout.frameSize, code)));
    const hasRest = k.let(flags.and(CodeFlag.VARARGS).ne(0));
    const isDifficult = total
      .gtU(mostParameters)
      .or(count.gtU(positional).and(hasRest.eqz()))
      .or(top.gtU(loadState(k, VmState.stackLimit)));
    giveUpIf(k, isDifficult);
    const locals = k.let(frame.add(Frame.size));
    const given = k.let(k.select(count.ltU(positional), count, positional));
    copyWords(k, locals, args, given);
    const bound = k.variable("i32", k.i32(1).shl(given).sub(1));
    k.if(kwnames.ne(0), () => {
      const names = k.let(k.load(CodeObjectLayout.localNames, code));
      const firstNamed = k.let(k.load(CodeObjectLayout.posonlyargcount, code));
      const values = k.let(args.add(count.shl(2)));
      const at = k.variable("i32", 0);
      k.loop(({ again }) => {
        const offset = k.let(at.get());
        k.if(offset.ltU(k.load(TupleObject.length, kwnames).shl(2)), () => {
          const name = k.let(k.load(word(TupleObject.size), kwnames.add(offset)));
          const index = k.let(indexOf(k, names, firstNamed, total, name));
          const bit = k.let(k.i32(1).shl(index));
          giveUpIf(k, index.eq(total).or(bound.get().and(bit).ne(0)));
          k.assign(bound, bound.get().or(bit));
          k.store(word(), locals.add(index.shl(2)), k.load(word(), values.add(offset)));
          k.assign(at, offset.add(slot));
          again();
        });
      });
    });
    const wanted = k.let(k.i32(1).shl(total).sub(1));
    k.if(bound.get().ne(wanted), () => {
      eachUnbound(k, total, bound.get(), (index) => {
        const value = k.variable("i32", 0);
        k.if(
          index.ltU(positional),
          () => {
            const defaults = k.let(k.load(FunctionObject.defaults, callable));
            giveUpIf(k, defaults.eqz());
            const first = k.let(positional.sub(k.load(TupleObject.length, defaults)));
            giveUpIf(k, index.ltS(first));
            k.assign(value, k.load(word(TupleObject.size), defaults.add(index.sub(first).shl(2))));
          },
          () => {
            const defaults = k.let(k.load(FunctionObject.kwdefaults, callable));
            giveUpIf(k, defaults.eqz());
            const names = k.load(CodeObjectLayout.localNames, code);
            const entry = k.let(k.call(findEntry, defaults, k.load(word(), names.add(index.shl(2)))));
            giveUpIf(k, entry.leU(askHost));
            k.assign(value, k.load(DictEntry.value, entry));
          },
        );
        k.store(word(), locals.add(index.shl(2)), value.get());
      });
      eachUnbound(k, total, bound.get(), (index) => {
        retain(k, k.let(k.load(word(), locals.add(index.shl(2)))));
      });
    });
    storeState(k, VmState.stackTop, top);
    const next = k.variable("i32", total);
    k.if(hasRest, () => {
      const rest = k.choose(
        count.gtU(positional),
        () => k.call(tupleFromItems, args.add(positional.shl(2)), count.sub(positional)),
        () => k.i32(Singleton.emptyTuple),
      );
      k.if(rest.eq(Singleton.emptyTuple), () => {
        retainObject(k, rest);
      });
      k.store(word(), locals.add(total.shl(2)), rest);
      k.assign(next, total.add(1));
    });
    k.if(flags.and(CodeFlag.VARKEYWORDS), () => {
      const at = k.let(next.get());
      k.store(word(), locals.add(at.shl(2)), k.call(buildMap, locals, 0));
      k.assign(next, at.add(1));
    });
    const localCount = k.let(k.load(CodeObjectLayout.localCount, code));
    k.fillMemory(locals.add(next.get().shl(2)), 0, localCount.sub(next.get()).shl(2));
    startFrame(k, frame, callable, code);
    k.return(frame);
  },
);

function giveUpIf(k: KernelBuilder, condition: I32): void {
  k.if(condition, () => {
    k.return(k.i32(0));
  });
}

function copyWords(k: KernelBuilder, to: I32, from: I32, count: I32): void {
  const bytes = k.let(count.shl(2));
  const at = k.variable("i32", 0);
  k.loop(({ again }) => {
    const offset = k.let(at.get());
    k.if(offset.ltU(bytes), () => {
      k.store(word(), to.add(offset), k.load(word(), from.add(offset)));
      k.assign(at, offset.add(slot));
      again();
    });
  });
}

/** Index of a name from `first` on, by address; `end` when it is not there. */
function indexOf(k: KernelBuilder, names: I32, first: I32, end: I32, name: I32): I32 {
  const index = k.variable("i32", first);
  k.loop(({ again, leave }) => {
    const at = k.let(index.get());
    k.if(at.ltU(end), () => {
      k.if(k.load(word(), names.add(at.shl(2))).eq(name), () => {
        leave();
      });
      k.assign(index, at.add(1));
      again();
    });
  });
  return index.get();
}

/** Runs `visit` for each parameter that is not in a set of bits. */
function eachUnbound(k: KernelBuilder, total: I32, bound: I32, visit: (index: I32) => void): void {
  const at = k.variable("i32", 0);
  k.loop(({ again }) => {
    const index = k.let(at.get());
    k.if(index.ltU(total), () => {
      k.if(bound.shrU(index).and(1).eqz(), () => {
        visit(index);
      });
      k.assign(at, index.add(1));
      again();
    });
  });
}
