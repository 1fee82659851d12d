// Dicts: finding an entry without the host, and the instructions that stand on it.
//
// `find_entry` probes as CPython does, for the keys that need no Python code to be hashed and compared: small ints, and strs that know
// their hash. Where it meets anything else it says so, and the host does the whole operation.

import { DictEntry, DictFlag, DictObject, ObjectHeader, StrFlag, StrObject } from "@tjit/runtime/layout";
import { type I32, type KernelBuilder, type UopBody, kernelFunction, uopBody } from "@tjit/stencils/build";
import { hostFunction } from "./host.ts";
import { address, boolean, word } from "./memory.ts";
import { isSmallInt, release, retain } from "./references.ts";

const strEqual = hostFunction("str_equal");
const binaryOp = hostFunction("binary_op");
const containsOp = hostFunction("contains_op");
const storeSubscr = hostFunction("store_subscr");

/** The operator `[]` of BINARY_OP. */
const subscriptOperator = 26;

/** Results of `find_entry` that are not the address of an entry; an address is above both. */
const absent = 0;
export const askHost = 1;

const freeIndex = -1;
const perturbShift = 5;

/** The hash of a key; leaves the function with `unknown` when that takes the host. */
export function hashOf(k: KernelBuilder, key: I32, unknown: number): I32 {
  const hash = k.variable("i32", 0);
  k.if(
    isSmallInt(key),
    () => {
      const value = k.let(key.shrS(1));
      // -1 is what a failed hash returns, so that no number has it.
      k.assign(hash, k.select(value.eq(-1), k.i32(-2), value));
    },
    () => {
      k.if(k.load(ObjectHeader.type, key).ne(address.str), () => {
        k.return(k.i32(unknown));
      });
      k.if(k.load(StrObject.flags, key).and(StrFlag.HASHED).eqz(), () => {
        k.return(k.i32(unknown));
      });
      k.assign(hash, k.load(StrObject.hash, key));
    },
  );
  return k.let(hash.get());
}

/** The entry of `key` in a dict, whatever its subclass: its address, `absent` or `askHost`. */
export const findEntry = kernelFunction("find_entry", ["i32", "i32"], "i32", ([dict, key], k) => {
  const hash = hashOf(k, key, askHost);
  const indices = k.let(k.load(DictObject.indices, dict));
  const entries = k.let(k.load(DictObject.entries, dict));
  const mask = k.let(k.load(DictObject.indexMask, dict));
  const perturb = k.variable("i32", hash);
  const place = k.variable("i32", hash.and(mask));
  k.loop(({ again }) => {
    const index = k.let(k.load(word(), indices.add(place.get().shl(2))));
    k.if(
      index.geS(0),
      () => {
        const entry = k.let(entries.add(index.mul(DictEntry.size)));
        const candidate = k.let(k.load(DictEntry.key, entry));
        k.if(candidate.eq(key), () => {
          k.return(entry);
        });
        k.if(k.load(DictEntry.hash, entry).eq(hash), () => {
          compareKeys(k, entry, candidate, key);
        });
      },
      () => {
        k.if(index.eq(freeIndex), () => {
          k.return(k.i32(absent));
        });
      },
    );
    k.assign(perturb, perturb.get().shrU(perturbShift));
    k.assign(place, place.get().mul(5).add(perturb.get()).add(1).and(mask));
    again();
  });
});

/** Returns the entry when two different references with one hash are equal keys, `askHost` when only the host can tell. */
export function compareKeys(k: KernelBuilder, entry: I32, candidate: I32, key: I32): void {
  // Different small ints have different hashes but for -1 and -2, which are not equal.
  k.if(isSmallInt(candidate).and(isSmallInt(key)).eqz(), () => {
    k.if(isSmallInt(candidate).or(isSmallInt(key)), () => {
      k.return(k.i32(askHost));
    });
    const isStr = k
      .load(ObjectHeader.type, candidate)
      .eq(address.str)
      .and(k.load(ObjectHeader.type, key).eq(address.str));
    k.if(isStr.eqz(), () => {
      k.return(k.i32(askHost));
    });
    const both = k.load(StrObject.flags, candidate).and(k.load(StrObject.flags, key));
    k.if(both.and(StrFlag.INTERNED).eqz(), () => {
      k.if(k.load(StrObject.length, candidate).eq(k.load(StrObject.length, key)), () => {
        k.if(k.call(strEqual, candidate, key), () => {
          k.return(entry);
        });
      });
    });
  });
}

export const dictBodies: Readonly<Record<string, UopBody>> = {
  _BINARY_OP_SUBSCR_DICT: uopBody("dict, key -- res, dict, key", ({ dict, key }, k) => {
    const entry = k.let(k.call(findEntry, dict, key));
    const res = k.variable("i32", 0);
    k.if(
      entry.gtU(askHost),
      () => {
        const value = k.let(k.load(DictEntry.value, entry));
        retain(k, value);
        k.assign(res, value);
      },
      () => {
        // The host also raises the KeyError.
        k.assign(res, k.call(binaryOp, dict, key, subscriptOperator));
      },
    );
    k.errorIf(res.get().eqz());
    return { res: res.get() };
  }),
  _CONTAINS_OP_DICT: uopBody("key, dict -- res, key, dict", ({ key, dict }, k) => {
    const entry = k.let(k.call(findEntry, dict, key));
    const res = k.variable("i32", 0);
    k.if(
      entry.eq(askHost),
      () => {
        k.assign(res, k.call(containsOp, key, dict, k.oparg));
      },
      () => {
        k.assign(res, boolean(k, entry.ne(absent).xor(k.oparg)));
      },
    );
    k.errorIf(res.get().eqz());
    return { res: res.get() };
  }),
  _STORE_SUBSCR_DICT: uopBody("value, dict, key -- value, dict, key", ({ value, dict, key }, k) => {
    const isWatched = k.let(k.load(DictObject.flags, dict).and(DictFlag.WATCHED));
    const entry = k.variable("i32", askHost);
    k.if(isWatched.eqz(), () => {
      k.assign(entry, k.call(findEntry, dict, key));
    });
    const status = k.variable("i32", 0);
    k.if(
      entry.get().gtU(askHost),
      () => {
        const old = k.let(k.load(DictEntry.value, entry.get()));
        retain(k, value);
        k.store(DictEntry.value, entry.get(), value);
        release(k, old);
      },
      () => {
        k.assign(status, k.call(storeSubscr, value, dict, key));
      },
    );
    k.errorIf(status.get().ne(0));
  }),
};
