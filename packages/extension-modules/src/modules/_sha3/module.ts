// The module `_sha3`: sponges of a state of 1600 bits. Of `shake_128` and `shake_256` one asks as many bytes as one wants.

import { Keccak } from "@noble/hashes/sha3.js";
import {
  HostObject,
  LayoutKind,
  type Runtime,
  defineType,
  getset,
  hexText,
  indexInteger,
  method,
  newBytes,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newStr,
  reserveBytes,
  setError,
} from "@tjit/runtime/api";
import { type Hash, hashMembers, hashOf, updateFirst } from "../../hashing.ts";

/** One of the family: bytes of a digest (0: as many as one asks for), bytes that a step takes in, and what is appended. */
interface SpongeKind {
  readonly name: string;
  readonly digestSize: number;
  readonly rate: number;
  readonly suffix: number;
}

const kinds: readonly SpongeKind[] = [
  ...[28, 32, 48, 64].map((size) => ({
    name: `sha3_${8 * size}`,
    digestSize: size,
    rate: 200 - 2 * size,
    suffix: 6,
  })),
  ...[128, 256].map((bits) => ({ name: `shake_${bits}`, digestSize: 0, rate: 200 - bits / 4, suffix: 0x1f })),
];

/** More bytes than this cannot be asked for. */
const longest = 2 ** 29;

/** The first bytes of a sponge that has no digest of its own; null with an exception set. */
function squeeze(rt: Runtime, self: number, length: number): Uint8Array | null {
  const wanted = indexInteger(rt, length);
  if (wanted === null) return null;
  const isNegative = wanted < 0;
  if (isNegative || wanted >= longest) {
    setError(rt, rt.types.ValueError, isNegative ? "Cannot convert negative int" : "length is too large");
    return null;
  }
  const size = Number(wanted);
  return reserveBytes(rt, size) < 0 ? null : (hashOf(rt, self).state.clone() as Keccak).xof(size);
}

function defineSponge(rt: Runtime, { name, digestSize, rate, suffix }: SpongeKind): number {
  const members = hashMembers("data");
  const shakes = {
    digest: method("($self, /, length)", (rt_, self, length) => {
      const bytes = squeeze(rt_, self, length);
      return bytes === null ? 0 : newBytes(rt_, bytes);
    }),
    hexdigest: method("($self, /, length)", (rt_, self, length) => {
      const bytes = squeeze(rt_, self, length);
      return bytes === null ? 0 : hexText(rt_, bytes, 0, 0);
    }),
  };
  return defineType(rt, {
    name,
    module: "_sha3",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, data=b'', *, usedforsecurity=True, string=NULL)", (rt_, type, data, _security, string) => {
      const state = new Keccak(rate, suffix, digestSize, digestSize === 0);
      if (updateFirst(rt_, state, data, string) < 0) return 0;
      return newHostObject(rt_, type, { name, state } satisfies Hash);
    }),
    methods: { ...members.methods, ...(digestSize === 0 ? shakes : {}) },
    getset: {
      ...members.getset,
      _capacity_bits: getset((rt_) => newInt(rt_, 1600 - 8 * rate)),
      _rate_bits: getset((rt_) => newInt(rt_, 8 * rate)),
      _suffix: getset((rt_) => newBytes(rt_, Uint8Array.of(suffix))),
    },
  });
}

/** Makes the module. */
export function newSha3Module(rt: Runtime): number {
  const types = kinds.map((kind) => [kind.name, newRef(rt, defineSponge(rt, kind))] as const);
  return newModule(
    rt,
    "_sha3",
    {},
    { ...Object.fromEntries(types), implementation: newStr(rt, "tjit"), _GIL_MINSIZE: newInt(rt, 2048) },
  );
}
