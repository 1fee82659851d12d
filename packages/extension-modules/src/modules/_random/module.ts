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
  reserveBytes,
  setError,
  tupleInit,
  tupleItem,
  tupleLength,
} from "@tjit/runtime/api";
import { MersenneTwister, wordsOf } from "./mersenne-twister.ts";

interface Generator {
  readonly twister: MersenneTwister;
  /** It was to be seeded with random bytes on a host that has none: numbers come after a seed or a state is given. */
  lacksSeed: boolean;
}

function generator(rt: Runtime, self: number): Generator {
  return hostPayload(rt, self) as Generator;
}

/** A generator that numbers may be taken from; null with an exception set. */
function seeded(rt: Runtime, self: number): MersenneTwister | null {
  const { twister, lacksSeed } = generator(rt, self);
  if (!lacksSeed) return twister;
  setError(rt, rt.types.NotImplementedError, "this machine has no source of random bytes: give a seed");
  return null;
}

/** Words to start from when nobody gives a seed. */
function entropy(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: 8 }, (_, index) => view.getUint32(4 * index, true));
}

/** Seeds from an int, from nothing, or from the hash of anything else. Status. */
function seedFrom(rt: Runtime, it: Generator, ref: number): number {
  if (ref === 0 || ref === None) {
    const bytes = rt.host.randomBytes?.(32);
    it.lacksSeed = bytes === undefined;
    if (bytes !== undefined) it.twister.seed(entropy(bytes));
    return 0;
  }
  const integer = isInt(rt, ref) ? newRef(rt, ref) : hashValue(rt, ref);
  if (integer === 0) return -1;
  const value = BigInt(readInteger(rt, integer));
  decref(rt, integer);
  it.twister.seed(wordsOf(value < 0n ? -value : value));
  it.lacksSeed = false;
  return 0;
}

function getrandbits(rt: Runtime, self: number, k: number): number {
  const count = indexInteger(rt, k);
  if (count === null) return 0;
  if (count < 0) return setError(rt, rt.types.ValueError, "Cannot convert negative int");
  if (count >= 2 ** 64) return setError(rt, rt.types.OverflowError, "Python int too large for C uint64_t");
  if (reserveBytes(rt, Number(count) / 8) < 0) return 0;
  const twister = seeded(rt, self);
  return twister === null ? 0 : newBigInt(rt, twister.bits(Number(count)));
}

function getstate(rt: Runtime, self: number): number {
  const words = seeded(rt, self)?.save();
  if (words === undefined) return 0;
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
    if (word < 0 && index < 624) {
      return setError(rt, rt.types.OverflowError, "can't convert negative value to unsigned int");
    }
    // As many bits as a C unsigned long has are taken, and the state keeps 32 of them.
    if (word >= 2 ** 64) {
      return setError(rt, rt.types.OverflowError, "Python int too large to convert to C unsigned long");
    }
    words.push(index < 624 ? Number(BigInt.asUintN(32, BigInt(word))) : Number(word));
  }
  if ((words[624] as number) < 0 || (words[624] as number) > 624)
    return setError(rt, rt.types.ValueError, "invalid state");
  const it = generator(rt, self);
  it.twister.restore(words);
  it.lacksSeed = false;
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
    new: method("($type, /, *args, **kwargs)", (rt_, cls) => {
      const it: Generator = { twister: new MersenneTwister(), lacksSeed: false };
      return newHostObject(rt_, cls, it);
    }),
    init: method("($self, seed=None, /)", (rt_, self, seed) => seedFrom(rt_, generator(rt_, self), seed)),
    methods: {
      random: method("($self, /)", (rt_, self) => {
        const twister = seeded(rt_, self);
        return twister === null ? 0 : newFloat(rt_, twister.random());
      }),
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
