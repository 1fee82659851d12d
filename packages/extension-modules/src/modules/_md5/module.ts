// The module `_md5`.

import { _MD5 } from "@noble/hashes/legacy.js";
import { type Runtime } from "@tjit/runtime/api";
import { newHashModule } from "../../hashing.ts";

/** Makes the module. */
export function newMd5Module(rt: Runtime): number {
  return newHashModule(rt, "_md5", [{ name: "md5", start: () => new _MD5() }], (_, name) => name);
}
