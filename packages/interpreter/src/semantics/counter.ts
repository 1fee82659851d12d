// Adaptive counters: 16 bits in memory, the value above three bits of backoff exponent. CPython 3.15's format.

import type { Builder, I32 } from "@tjit/stencils/build";
import { halfWord } from "./memory.ts";

const backoffBits = 3;
const backoffMask = (1 << backoffBits) - 1;
const neverTriggers = 7;

/** Advances the counter at `base + offset`; runs `trigger` instead when it is at zero and may trigger. */
export function advanceCounter(k: Builder, base: I32, offset: number, trigger: () => void): void {
  const counter = k.let(k.load(halfWord(offset), base));
  k.if(
    k.unlikely(counter.leU(backoffMask)),
    () => {
      k.if(counter.ne(neverTriggers), trigger);
    },
    () => {
      k.store(halfWord(offset), base, counter.sub(1 << backoffBits));
    },
  );
}
