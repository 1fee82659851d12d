// The module `_blake2`.

import {
  HostObject,
  LayoutKind,
  type Runtime,
  defineType,
  indexInteger,
  isTrue,
  method,
  newHostObject,
  newInt,
  newModule,
  newRef,
  readBytes,
  setError,
  sizeArgument,
} from "@tjit/runtime/api";
import { type Hash, hashMembers, updateFirst } from "../../hashing.ts";
import { Blake2, type Blake2Parameters, type Blake2Variant, plainParameters } from "./blake2.ts";

/** Limits in bytes; a node's place in its level is smaller than `offsets`. */
interface Limits {
  readonly digest: number;
  readonly salt: number;
  readonly offsets: bigint;
}

const limits: Readonly<Record<Blake2Variant, Limits>> = {
  b: { digest: 64, salt: 16, offsets: 1n << 64n },
  s: { digest: 32, salt: 8, offsets: 1n << 48n },
};

/** An unsigned integer; null with an exception set. */
function unsignedArgument(rt: Runtime, ref: number, type: string, bits: number): bigint | null {
  const value = ref === 0 ? 0 : indexInteger(rt, ref);
  if (value === null) return null;
  if (value < 0) setError(rt, rt.types.ValueError, "Cannot convert negative int");
  else if (BigInt(value) >> BigInt(bits) !== 0n) {
    setError(rt, rt.types.OverflowError, `Python int too large for C ${type}`);
  } else return BigInt(value);
  return null;
}

/** A number that must be in a range; null with ValueError set. */
function rangeArgument(
  rt: Runtime,
  ref: number,
  missing: number,
  least: number,
  most: number,
  message: string,
): number | null {
  const value = sizeArgument(rt, ref, missing);
  if (value === null) return null;
  if (value >= least && value <= most) return value;
  setError(rt, rt.types.ValueError, message.replace("%d", String(value)));
  return null;
}

/** Bytes of a length that must not exceed `most`; null with an exception set. A copy. */
function shortBytes(rt: Runtime, ref: number, what: string, most: number): Uint8Array | null {
  if (ref === 0) return new Uint8Array(0);
  const bytes = readBytes(rt, ref);
  if (bytes === null) return null;
  if (bytes.length <= most) return bytes.slice();
  setError(rt, rt.types.ValueError, `maximum ${what} length is ${most} bytes`);
  return null;
}

/** The parameters from the constructor's arguments, in order; null with an exception set. */
function parametersFrom(rt: Runtime, variant: Blake2Variant, given: readonly number[]): Blake2Parameters | null {
  const limit = limits[variant];
  const [digest = 0, key = 0, salt = 0, person = 0, fanout = 0, depth = 0, leaf = 0, offset = 0] = given;
  const [nodeDepth = 0, inner = 0, last = 0] = given.slice(8);
  const { digest: most } = limit;
  const digestMessage = `digest_size for Blake2${variant} must be between 1 and ${most} bytes, here it is %d`;
  const digestSize = rangeArgument(rt, digest, most, 1, most, digestMessage);
  if (digestSize === null) return null;
  const saltBytes = shortBytes(rt, salt, "salt", limit.salt);
  if (saltBytes === null) return null;
  const personBytes = shortBytes(rt, person, "person", limit.salt);
  if (personBytes === null) return null;
  const fanoutValue = rangeArgument(rt, fanout, 1, 0, 255, "fanout must be between 0 and 255");
  if (fanoutValue === null) return null;
  const depthValue = rangeArgument(rt, depth, 1, 1, 255, "depth must be between 1 and 255");
  if (depthValue === null) return null;
  const leafSize = unsignedArgument(rt, leaf, "unsigned long", 32);
  if (leafSize === null) return null;
  const nodeOffset = unsignedArgument(rt, offset, "unsigned long long", 64);
  if (nodeOffset === null) return null;
  if (nodeOffset >= limit.offsets) {
    setError(rt, rt.types.OverflowError, "node_offset is too large");
    return null;
  }
  const nodeDepthValue = rangeArgument(rt, nodeDepth, 0, 0, 255, "node_depth must be between 0 and 255");
  if (nodeDepthValue === null) return null;
  const innerSize = rangeArgument(rt, inner, 0, 0, most, `inner_size must be between 0 and is ${most}`);
  if (innerSize === null) return null;
  const keyBytes = shortBytes(rt, key, "key", most);
  if (keyBytes === null) return null;
  const truth = last === 0 ? 0 : isTrue(rt, last);
  if (truth < 0) return null;
  return {
    ...plainParameters,
    digestSize,
    key: keyBytes,
    salt: saltBytes,
    person: personBytes,
    fanout: fanoutValue,
    depth: depthValue,
    leafSize: Number(leafSize),
    nodeOffset,
    nodeDepth: nodeDepthValue,
    innerSize,
    isLastNode: truth === 1,
  };
}

function defineBlake2(rt: Runtime, variant: Blake2Variant): number {
  const name = `blake2${variant}`;
  const { digest, salt } = limits[variant];
  const signature =
    `($type, data=b'', *, digest_size=${digest}, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, ` +
    "node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=NULL)";
  return defineType(rt, {
    name,
    module: "_blake2",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method(signature, (rt_, type, data, ...rest) => {
      const parameters = parametersFrom(rt_, variant, rest);
      if (parameters === null) return 0;
      const state = new Blake2(variant, parameters);
      const string = rest.at(-1) ?? 0;
      if (updateFirst(rt_, state, data, string) < 0) return 0;
      return newHostObject(rt_, type, { name, state } satisfies Hash);
    }),
    ...hashMembers("data"),
    attributes: {
      SALT_SIZE: newInt(rt, salt),
      PERSON_SIZE: newInt(rt, salt),
      MAX_KEY_SIZE: newInt(rt, digest),
      MAX_DIGEST_SIZE: newInt(rt, digest),
    },
  });
}

/** Makes the module. */
export function newBlake2Module(rt: Runtime): number {
  const values: Record<string, number> = { _GIL_MINSIZE: newInt(rt, 2048) };
  for (const variant of ["b", "s"] as const) {
    const prefix = `BLAKE2${variant.toUpperCase()}_`;
    const { digest, salt } = limits[variant];
    const sizes = { MAX_DIGEST_SIZE: digest, MAX_KEY_SIZE: digest, PERSON_SIZE: salt, SALT_SIZE: salt };
    for (const [name, size] of Object.entries(sizes)) values[prefix + name] = newInt(rt, size);
    values[`blake2${variant}`] = newRef(rt, defineBlake2(rt, variant));
  }
  return newModule(rt, "_blake2", {}, values);
}
