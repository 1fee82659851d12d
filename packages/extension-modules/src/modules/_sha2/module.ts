// The module `_sha2`: the hashes of that family.

import { _SHA224, _SHA256, _SHA384, _SHA512 } from "@noble/hashes/sha2.js";
import { type Runtime } from "@tjit/runtime/api";
import { type HashKind, newHashModule } from "../../hashing.ts";

const kinds: readonly HashKind[] = [
  { name: "sha224", start: () => new _SHA224() },
  { name: "sha256", start: () => new _SHA256() },
  { name: "sha384", start: () => new _SHA384() },
  { name: "sha512", start: () => new _SHA512() },
];

/** Makes the module. */
export function newSha2Module(rt: Runtime): number {
  return newHashModule(rt, "_sha2", kinds, (attribute) => attribute);
}
