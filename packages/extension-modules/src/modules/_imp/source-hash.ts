// `_imp.source_hash`: SipHash-1-3 (Aumasson, Bernstein) of a source under a key, which compiled code names its source by where it is not
// checked by time.

import { type Runtime, bytesLike, indexInteger, newBytes, setError, spendWork } from "@tjit/runtime/api";

/** In nanoseconds or so. */
const workPerByte = 200;

const mask = (1n << 64n) - 1n;

function rotate(value: bigint, count: bigint): bigint {
  return ((value << count) | (value >> (64n - count))) & mask;
}

/** Eight bytes, the least significant first. */
export function sourceHash(rt: Runtime, key: number, source: number): number {
  const index = indexInteger(rt, key);
  if (index === null) return 0;
  const half = BigInt(index);
  if (BigInt.asIntN(64, half) !== half)
    return setError(rt, rt.types.OverflowError, "Python int too large to convert to C long");
  const bytes = bytesLike(rt, source);
  if (bytes === null || spendWork(rt, workPerByte * bytes.length) < 0) return 0;
  const hash = new DataView(new ArrayBuffer(8));
  hash.setBigUint64(0, sipHash13(BigInt.asUintN(64, half), bytes), true);
  return newBytes(rt, new Uint8Array(hash.buffer));
}

/** SipHash with one round per word and three at the end; the second half of the key is 0. */
function sipHash13(key: bigint, source: Uint8Array): bigint {
  let v0 = key ^ 0x736f6d6570736575n;
  let v1 = 0x646f72616e646f6dn;
  let v2 = key ^ 0x6c7967656e657261n;
  let v3 = 0x7465646279746573n;
  const round = (): void => {
    v0 = (v0 + v1) & mask;
    v1 = rotate(v1, 13n) ^ v0;
    v0 = rotate(v0, 32n);
    v2 = (v2 + v3) & mask;
    v3 = rotate(v3, 16n) ^ v2;
    v0 = (v0 + v3) & mask;
    v3 = rotate(v3, 21n) ^ v0;
    v2 = (v2 + v1) & mask;
    v1 = rotate(v1, 17n) ^ v2;
    v2 = rotate(v2, 32n);
  };
  const whole = source.length & ~7;
  const view = new DataView(source.buffer, source.byteOffset, source.length);
  const absorb = (word: bigint): void => {
    v3 ^= word;
    round();
    v0 ^= word;
  };
  for (let at = 0; at < whole; at += 8) absorb(view.getBigUint64(at, true));
  const last = new DataView(new ArrayBuffer(8));
  source.subarray(whole).forEach((byte, index) => {
    last.setUint8(index, byte);
  });
  last.setUint8(7, source.length & 255);
  absorb(last.getBigUint64(0, true));
  v2 ^= 255n;
  for (let count = 0; count < 3; count++) round();
  return v0 ^ v1 ^ v2 ^ v3;
}
