// Operators of ints of at most 64 bits, tagged or boxed, without the host: what the generic instructions try first. Each function gives 0
// for all that is not theirs: other types, larger ints and results, division by zero.

import { IntObject, ObjectHeader } from "@tjit/runtime/layout";
import { type I32, type I64, type KernelBuilder, kernelFunction } from "@tjit/stencils/build";
import { address, boolean } from "./memory.ts";
import { newInt, outcomeBit } from "./numbers.ts";
import { isSmallInt } from "./references.ts";

/** In-place operators follow the others in BINARY_OP's oparg. */
const inplaceOffset = 13;
/** The bits of COMPARE_OP's oparg for the outcomes less, greater and equal. */
const outcomeBits = 14;
/** A product that is smaller as a double has at most 63 bits. */
const safeProduct = 2 ** 63 - 2 ** 11;

/** The value of an int; leaves the function with 0 when it is something else or larger. */
function operand(k: KernelBuilder, reference: I32): I64 {
  const value = k.variable("i64", k.i64(0n));
  k.if(
    isSmallInt(reference),
    () => {
      k.assign(value, reference.shrS(1).toI64S());
    },
    () => {
      k.if(k.load(ObjectHeader.type, reference).ne(address.int), () => {
        k.return(k.i32(0));
      });
      k.if(k.load(IntObject.handle, reference).ne(0), () => {
        k.return(k.i32(0));
      });
      k.assign(value, k.load(IntObject.value, reference));
    },
  );
  return k.let(value.get());
}

/** `left op right` for an oparg of BINARY_OP. */
export const binaryInt = kernelFunction("binary_int", ["i32", "i32", "i32"], "i32", ([left, right, oparg], k) => {
  const a = operand(k, left);
  const b = operand(k, right);
  const operator = k.let(oparg.sub(k.select(oparg.ltU(inplaceOffset), k.i32(0), k.i32(inplaceOffset))));
  const on = (number: number, compute: () => void): void => {
    k.if(operator.eq(number), compute);
  };
  const give = (value: I64): void => {
    k.return(k.call(newInt, value));
  };
  const giveIf = (condition: I32, value: I64): void => {
    k.if(condition, () => {
      give(value);
    });
  };
  on(0, () => {
    const sum = k.let(a.add(b));
    giveIf(a.xor(sum).and(b.xor(sum)).geS(0n), sum);
  });
  on(10, () => {
    const difference = k.let(a.sub(b));
    giveIf(a.xor(b).and(a.xor(difference)).geS(0n), difference);
  });
  on(5, () => {
    giveIf(a.toF64S().mul(b.toF64S()).abs().lt(safeProduct), a.mul(b));
  });
  k.if(operator.eq(2).or(operator.eq(6)), () => {
    // The host divides by 0 and -1.
    k.if(b.add(1n).gtU(1n), () => {
      const quotient = k.let(a.divS(b));
      const remainder = k.let(a.sub(quotient.mul(b)));
      const rounds = k.let(remainder.ne(0n).and(remainder.xor(b).ltS(0n)));
      k.if(operator.eq(2), () => {
        give(quotient.sub(rounds.toI64U()));
      });
      give(remainder.add(k.select(rounds, b, k.i64(0n))));
    });
  });
  on(1, () => {
    give(a.and(b));
  });
  on(7, () => {
    give(a.or(b));
  });
  on(12, () => {
    give(a.xor(b));
  });
  on(9, () => {
    giveIf(b.ltU(64n), a.shrS(b));
  });
  on(3, () => {
    const shifted = k.let(a.shl(b));
    giveIf(b.ltU(63n).and(shifted.shrS(b).eq(a)), shifted);
  });
  k.return(k.i32(0));
});

/** A comparison for an oparg of COMPARE_OP, whose low bits are the outcomes that it holds for: True or False; without them 0. */
export const compareInt = kernelFunction("compare_int", ["i32", "i32", "i32"], "i32", ([left, right, oparg], k) => {
  const a = operand(k, left);
  const b = operand(k, right);
  k.if(oparg.and(outcomeBits).eqz(), () => {
    k.return(k.i32(0));
  });
  k.return(boolean(k, outcomeBit(k, a.geS(b), a.leS(b)).and(oparg).ne(0)));
});
