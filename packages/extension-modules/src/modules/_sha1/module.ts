// The module `_sha1`.

import { _SHA1 } from "@noble/hashes/legacy.js";
import { type Runtime } from "@tjit/runtime/api";
import { newHashModule } from "../../hashing.ts";

/** Makes the module. */
export function newSha1Module(rt: Runtime): number {
  return newHashModule(rt, "_sha1", [{ name: "sha1", start: () => new _SHA1() }], (_, name) => name);
}
