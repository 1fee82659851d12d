// The module `_random`: the generator under the library's `random`.

import {
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  decref,
  defineType,
  hashValue,
  hostPayload,
  indexInteger,
  isInt,
  isTuple,
  method,
  newBigInt,
  newFloat,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newTuple,
  readInteger,
  setError,
  tupleInit,
  tupleItem,
  tupleLength,
} from "@tjit/runtime/api";
import { MersenneTwister, wordsOf } from "./mersenne-twister.ts";

function generator(rt: Runtime, self: number): MersenneTwister {
  return hostPayload(rt, self) as MersenneTwister;
}

/** Words to start from when nobody gives a seed: the host's random bytes, or always the same. */
function entropy(rt: Runtime): number[] {
  const bytes = rt.host.randomBytes?.(32) ?? new Uint8Array(32);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: 8 }, (_, index) => view.getUint32(4 * index, true));
}

/** Seeds from an int, from nothing, or from the hash of anything else. Status. */
function seedFrom(rt: Runtime, twister: MersenneTwister, ref: number): number {
  if (ref === 0 || ref === None) {
    twister.seed(entropy(rt));
    return 0;
  }
  const integer = isInt(rt, ref) ? newRef(rt, ref) : hashValue(rt, ref);
  if (integer === 0) return -1;
  const value = BigInt(readInteger(rt, integer));
  decref(rt, integer);
  twister.seed(wordsOf(value < 0n ? -value : value));
  return 0;
}

function getrandbits(rt: Runtime, self: number, k: number): number {
  const count = indexInteger(rt, k);
  if (count === null) return 0;
  if (count < 0) return setError(rt, rt.types.ValueError, "Cannot convert negative int");
  return newBigInt(rt, generator(rt, self).bits(Number(count)));
}

function getstate(rt: Runtime, self: number): number {
  const words = generator(rt, self).save();
  const state = newTuple(rt, words.length);
  words.forEach((word, index) => tupleInit(rt, state, index, newInt(rt, word)));
  return state;
}

function setstate(rt: Runtime, self: number, state: number): number {
  if (!isTuple(rt, state)) return setError(rt, rt.types.TypeError, "state vector must be a tuple");
  if (tupleLength(rt, state) !== 625) return setError(rt, rt.types.ValueError, "state vector is the wrong size");
  const words: number[] = [];
  for (let index = 0; index < 625; index++) {
    const word = indexInteger(rt, tupleItem(rt, state, index));
    if (word === null) return 0;
    words.push(Number(word));
  }
  if ((words[624] as number) < 0 || (words[624] as number) > 624)
    return setError(rt, rt.types.ValueError, "invalid state");
  generator(rt, self).restore(words);
  return None;
}

/** Makes the module. */
export function newRandomModule(rt: Runtime): number {
  const type = defineType(rt, {
    name: "Random",
    module: "_random",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    // Seeded by `__init__`: classes that derive have their own.
    new: method("($type, /, *args, **kwargs)", (rt_, cls) => newHostObject(rt_, cls, new MersenneTwister())),
    init: method("($self, seed=None, /)", (rt_, self, seed) => seedFrom(rt_, generator(rt_, self), seed)),
    methods: {
      random: method("($self, /)", (rt_, self) => newFloat(rt_, generator(rt_, self).random())),
      seed: method("($self, n=None, /)", (rt_, self, seed) =>
        seedFrom(rt_, generator(rt_, self), seed) < 0 ? 0 : None,
      ),
      getrandbits: method("($self, k, /)", getrandbits),
      getstate: method("($self, /)", getstate),
      setstate: method("($self, state, /)", setstate),
    },
  });
  return newModule(rt, "_random", {}, { Random: newRef(rt, type) });
}
