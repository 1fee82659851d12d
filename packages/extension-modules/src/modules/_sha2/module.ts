// The module `_sha2`: the hashes of that family.

import {
  type BuiltinSpecification,
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  builtinFunction,
  bytesLike,
  defineType,
  getset,
  hostPayload,
  isStr,
  method,
  newBytes,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newStr,
  notConstructible,
  setError,
  spendWork,
  typeOf,
} from "@tjit/runtime/api";
import { type Algorithm, Digest, algorithms } from "./digest.ts";

function digestOf(rt: Runtime, self: number): Digest {
  return hostPayload(rt, self) as Digest;
}

/** Hashes the bytes of an argument. Status. */
function update(rt: Runtime, digest: Digest, data: number): number {
  if (isStr(rt, data)) {
    return setError(rt, rt.types.TypeError, "Strings must be encoded before hashing") - 1;
  }
  const bytes = bytesLike(rt, data);
  if (bytes === null || spendWork(rt, 20 * bytes.length) < 0) return -1;
  digest.update(bytes);
  return 0;
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function defineHash(rt: Runtime, name: string): number {
  return defineType(rt, {
    name,
    module: "_sha2",
    messageName: `_sha2.${name}`,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible(`_sha2.${name}`),
    methods: {
      copy: method("($self, /)", (rt_, self) => newHostObject(rt_, typeOf(rt_, self), digestOf(rt_, self).copy())),
      digest: method("($self, /)", (rt_, self) => newBytes(rt_, digestOf(rt_, self).digest())),
      hexdigest: method("($self, /)", (rt_, self) => newStr(rt_, hexadecimal(digestOf(rt_, self).digest()))),
      update: method("($self, obj, /)", (rt_, self, data) => (update(rt_, digestOf(rt_, self), data) < 0 ? 0 : None)),
    },
    getset: {
      name: getset((rt_, self) => newStr(rt_, digestOf(rt_, self).algorithm.name)),
      block_size: getset((rt_, self) => newInt(rt_, digestOf(rt_, self).blockSize)),
      digest_size: getset((rt_, self) => newInt(rt_, digestOf(rt_, self).algorithm.digestSize)),
    },
  });
}

function constructorOf(type: number, algorithm: Algorithm): BuiltinSpecification {
  return builtinFunction("(data=b'', *, usedforsecurity=True, string=NULL)", (rt, data, _security, string) => {
    if (data !== 0 && string !== 0) {
      const message =
        "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.";
      return setError(rt, rt.types.TypeError, message);
    }
    const digest = new Digest(algorithm);
    const given = data === 0 ? string : data;
    return given !== 0 && update(rt, digest, given) < 0 ? 0 : newHostObject(rt, type, digest);
  });
}

/** Makes the module. */
export function newSha2Module(rt: Runtime): number {
  const functions: Record<string, BuiltinSpecification> = {};
  const types: Record<string, number> = {};
  for (const algorithm of algorithms()) {
    const typeName = `${algorithm.name.toUpperCase()}Type`;
    const type = defineHash(rt, typeName);
    types[typeName] = newRef(rt, type);
    functions[algorithm.name] = constructorOf(type, algorithm);
  }
  return newModule(rt, "_sha2", functions, types);
}
