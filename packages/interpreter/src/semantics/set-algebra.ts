// Loops over whole sets, which the host enters, and set displays.

import { FixedType, ObjectHeader, SetObject, SetSlot, SetStep, deletedKey, smallSet } from "@tjit/runtime/layout";
import { type I32, type KernelBuilder, kernelFunction } from "@tjit/stencils/build";
import { askHost } from "./dicts.ts";
import { word } from "./memory.ts";
import { release, releaseObject } from "./references.ts";
import { addToSet, fillSlot, findSlot } from "./sets.ts";
import { newContainer } from "./tuples.ts";

/**
 * Takes each key of `source`, from slot `start` on, as `step` ({@link SetStep}) says: whether it is in `other`, and what then happens to it in `set`.
 * Answers with the slot whose key is the host's, or one behind the last.
 */
export const combineSets = kernelFunction(
  "combine_sets",
  ["i32", "i32", "i32", "i32", "i32"],
  "i32",
  ([set, source, other, step, start], k) => {
    const next = k.variable("i32", start);
    k.loop(({ again }) => {
      const index = k.let(next.get());
      const leave = (): void => {
        k.return(index);
      };
      k.if(index.gtU(k.load(SetObject.mask, source)), leave);
      const place = k.let(k.load(SetObject.table, source).add(index.mul(SetSlot.size)));
      const key = k.let(k.load(SetSlot.key, place));
      const hash = k.let(k.load(SetSlot.hash, place));
      k.assign(next, index.add(1));
      k.if(key.and(~deletedKey).eqz(), again);
      k.if(step.and(SetStep.LOOK), () => {
        const found = k.let(k.call(findSlot, other, key, hash));
        k.if(found.eq(askHost), leave);
        k.if(found.gtS(0).ne(step.and(SetStep.PRESENT)), again);
      });
      k.if(step.and(SetStep.STOP), leave);
      const slot = k.let(k.call(findSlot, set, key, hash));
      k.if(slot.eq(askHost), leave);
      k.if(slot.gtS(0), () => {
        k.if(step.and(SetStep.REMOVE), () => {
          takeOut(k, set, slot);
        });
        again();
      });
      k.if(step.and(SetStep.ADD), () => {
        k.if(k.call(fillSlot, set, k.i32(0).sub(slot), key, hash).eqz(), leave);
      });
      again();
    });
  },
);

function takeOut(k: KernelBuilder, set: I32, slot: I32): void {
  const key = k.let(k.load(SetSlot.key, slot));
  k.store(SetSlot.key, slot, deletedKey);
  k.store(SetObject.used, set, k.load(SetObject.used, set).sub(1));
  release(k, key);
}

/** The set of `count` references at `values`, which are given back; 0, and they are not, with an exception set. */
export const makeSet = kernelFunction("make_set", ["i32", "i32"], "i32", ([values, count], k) => {
  const bytes = SetObject.size + smallSet * SetSlot.size;
  const set = k.let(k.call(newContainer, bytes / 8, FixedType.set));
  k.fillMemory(set.add(ObjectHeader.size), 0, bytes - ObjectHeader.size);
  k.store(SetObject.table, set, set.add(SetObject.size));
  k.store(SetObject.mask, set, smallSet - 1);
  const end = k.let(values.add(count.shl(2)));
  const at = k.variable("i32", values);
  k.loop(({ again }) => {
    const place = k.let(at.get());
    k.if(place.ltU(end), () => {
      k.if(k.call(addToSet, set, k.load(word(), place)), () => {
        releaseObject(k, set);
        k.return(k.i32(0));
      });
      k.assign(at, place.add(4));
      again();
    });
  });
  k.assign(at, values);
  k.loop(({ again }) => {
    const place = k.let(at.get());
    k.if(place.ltU(end), () => {
      release(k, k.let(k.load(word(), place)));
      k.assign(at, place.add(4));
      again();
    });
  });
  k.return(set);
});
