// Sets: finding a slot without the host, and what stands on it.
//
// `find_slot` probes as CPython does, as long as no Python code is needed to compare: small ints, strs, and whatever is found by its address or not
// found at all. Where it meets anything else it says so, and the host does the whole operation.

import { SetObject, SetSlot, deletedKey } from "@tjit/runtime/layout";
import { type I32, type KernelBuilder, kernelFunction } from "@tjit/stencils/build";
import { askHost, compareKeys, hashOf } from "./dicts.ts";
import { hostFunction } from "./host.ts";
import { address, boolean } from "./memory.ts";
import { typeOf } from "./names.ts";
import { retain } from "./references.ts";

const containsOp = hostFunction("contains_op");
const setAdd = hostFunction("set_add");

const perturbShift = 5;
/** Slots next to the first one that are looked at before the next jump. */
const linearProbes = 9;

/** The slot of a key in a set: its address, the negative of the address where it would go, or `askHost`. */
export const findSlot = kernelFunction("find_slot", ["i32", "i32", "i32"], "i32", ([set, key, hash], k) => {
  const table = k.let(k.load(SetObject.table, set));
  const mask = k.let(k.load(SetObject.mask, set));
  const perturb = k.variable("i32", hash);
  const upper = k.variable("i32", hash.shrS(31));
  const place = k.variable("i32", hash.and(mask));
  const free = k.variable("i32", 0);
  k.loop(({ again: jump }) => {
    const first = k.let(place.get());
    const at = k.variable("i32", table.add(first.mul(SetSlot.size)));
    const isRow = first.add(linearProbes).leU(mask);
    const last = k.let(at.get().add(k.select(isRow, k.i32(linearProbes * SetSlot.size), k.i32(0))));
    k.loop(({ again }) => {
      const slot = k.let(at.get());
      const candidate = k.let(k.load(SetSlot.key, slot));
      k.if(candidate.eq(key), () => {
        k.return(slot);
      });
      k.if(candidate.eqz(), () => {
        const unused = k.let(free.get());
        k.return(k.i32(0).sub(k.select(unused.ne(0), unused, slot)));
      });
      k.if(
        candidate.eq(deletedKey),
        () => {
          // The last one is taken, as in CPython.
          k.assign(free, slot);
        },
        () => {
          k.if(k.load(SetSlot.hash, slot).eq(hash), () => {
            compareKeys(k, slot, candidate, key);
          });
        },
      );
      k.assign(at, slot.add(SetSlot.size));
      k.if(slot.ltU(last), () => {
        again();
      });
    });
    k.assign(
      perturb,
      perturb
        .get()
        .shrU(perturbShift)
        .or(upper.get().shl(32 - perturbShift)),
    );
    k.assign(upper, upper.get().shrU(perturbShift));
    k.assign(place, first.mul(5).add(1).add(perturb.get()).and(mask));
    jump();
  });
});

/** Puts a new key into a slot that is free: 1, or 0 where the host has to, since the table grows then. */
export const fillSlot = kernelFunction(
  "fill_slot",
  ["i32", "i32", "i32", "i32"],
  "i32",
  ([set, slot, key, hash], k) => {
    const fill = k.let(k.load(SetObject.fill, set).add(k.load(SetSlot.key, slot).eqz()));
    k.if(fill.mul(5).geU(k.load(SetObject.mask, set).mul(3)), () => {
      k.return(k.i32(0));
    });
    k.store(SetSlot.key, slot, key);
    k.store(SetSlot.hash, slot, hash);
    k.store(SetObject.fill, set, fill);
    k.store(SetObject.used, set, k.load(SetObject.used, set).add(1));
    retain(k, key);
    k.return(k.i32(1));
  },
);

/** Adds a key if it can be done here: 1; the host knows whether it is there already. */
const addHere = kernelFunction("add_to_set_here", ["i32", "i32"], "i32", ([set, key], k) => {
  const hash = hashOf(k, key, 0);
  const found = k.let(k.call(findSlot, set, key, hash));
  k.if(found.ltS(0), () => {
    k.return(k.call(fillSlot, set, k.i32(0).sub(found), key, hash));
  });
  k.return(found.ne(askHost));
});

/** Adds a key. Status. */
export const addToSet = kernelFunction("add_to_set", ["i32", "i32"], "i32", ([set, key], k) => {
  k.if(k.call(addHere, set, key), () => {
    k.return(k.i32(0));
  });
  k.return(k.call(setAdd, set, key));
});

/** The slot of a key in a set, as {@link findSlot}. */
const findKey = kernelFunction("find_key", ["i32", "i32"], "i32", ([set, key], k) => {
  k.return(k.call(findSlot, set, key, hashOf(k, key, askHost)));
});

/** `key in container`, not so if `inverted` is 1: a bool, or 0 with an exception set. */
export const containsKey = kernelFunction(
  "contains_key",
  ["i32", "i32", "i32"],
  "i32",
  ([key, container, inverted], k) => {
    const type = k.let(typeOf(k, container));
    k.if(type.eq(address.set).or(type.eq(address.frozenset)), () => {
      const found = k.let(k.call(findKey, container, key));
      k.if(found.ne(askHost), () => {
        k.return(boolean(k, found.gtS(0).xor(inverted)));
      });
    });
    k.return(k.call(containsOp, key, container, inverted));
  },
);

/** The next item of a set from slot `index` on; it is there when `give` is called with it and the index behind it. */
export function findItem(k: KernelBuilder, set: I32, index: I32, give: (item: I32, next: I32) => void): void {
  const table = k.let(k.load(SetObject.table, set));
  const mask = k.let(k.load(SetObject.mask, set));
  const at = k.variable("i32", index);
  k.loop(({ again }) => {
    const slot = k.let(at.get());
    k.if(slot.leU(mask), () => {
      const item = k.let(k.load(SetSlot.key, table.add(slot.mul(SetSlot.size))));
      const next = k.let(slot.add(1));
      k.if(item.and(~deletedKey).ne(0), () => {
        give(item, next);
      });
      k.assign(at, next);
      again();
    });
  });
}
