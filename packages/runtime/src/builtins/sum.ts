// sum(): ints exactly, floats with compensated summation (as CPython since 3.12), then whatever `+` does.

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { ITERATION_ERROR, MORE_ITEMS } from "../imports.ts";
import { takeResult } from "../engine.ts";
import { FixedType } from "../layout/memory-map.ts";
import { add, type Integer } from "../numbers/integer.ts";
import { newInteger, readInteger } from "../numbers/integer-object.ts";
import { complexValue, newComplex } from "../numbers/complex-object.ts";
import { raiseTooLarge, realValue, tooLarge } from "../numbers/float-slots.ts";
import { floatValue, newFloat } from "../object/float.ts";
import { decref, isStr, newRef, typeOf } from "../object/reference.ts";
import { getIter, iterNext, runIterator } from "../protocols/iterate.ts";
import { BinaryOperator, binaryOperation } from "../protocols/number.ts";
import { mayNest } from "../frames/host-depth.ts";
import { type Runtime } from "../runtime.ts";
import { isByteArray, isBytes } from "../text/bytes-object.ts";
import { spendWork } from "./work.ts";

/** Items between two payments to the budget. */
const stride = 1024;
const costOfItem = 20;
/** Adding a batch of the engine to a sum up to here stays within 64 bits. */
const largestBase = 2 ** 62;
/** `sum(iterable, start)`; `start` 0: not given. */
export function sum(rt: Runtime, iterable: number, start: number): number {
  const iterator = getIter(rt, iterable);
  if (iterator === 0) return 0;
  if (start !== 0) {
    const what = isStr(rt, start)
      ? "strings"
      : isBytes(rt, start)
        ? "bytes"
        : isByteArray(rt, start)
          ? "bytearray"
          : "";
    if (what !== "") {
      const join = what === "strings" ? "''" : "b''";
      decref(rt, iterator);
      return setError(rt, rt.types.TypeError, `sum() can't sum ${what} [use ${join}.join(seq) instead]`);
    }
  }
  const result = new Summation(rt, iterator).run(start === 0 ? 1 : newRef(rt, start));
  decref(rt, iterator);
  return result;
}

/** One run of sum(): the phases share the iterator and the item that ended the one before. */
class Summation {
  readonly rt: Runtime;
  readonly iterator: number;
  #count = 0;
  #failed = false;
  /** What comes next when that is known already: an item, or 0 at the end. */
  #waiting: number | null = null;
  /** Nothing but `+` from here on. */
  #general = false;

  constructor(rt: Runtime, iterator: number) {
    this.rt = rt;
    this.iterator = iterator;
  }

  /** Steals `start`. */
  run(start: number): number {
    const { rt } = this;
    let total = start;
    if (typeOf(rt, total) === FixedType.int) total = this.#integers(total);
    if (this.#isPhase(total, FixedType.float)) total = this.#doubles(total);
    if (this.#isPhase(total, FixedType.complex)) total = this.#complexes(total);
    while (!this.#failed && total !== 0) {
      const item = this.#next();
      if (item === 0) break;
      total = this.#plus(total, item);
    }
    if (!this.#failed) return total;
    if (total !== 0) decref(rt, total);
    return 0;
  }

  #isPhase(total: number, type: number): boolean {
    return !this.#failed && !this.#general && total !== 0 && typeOf(this.rt, total) === type;
  }

  /** The next item, new; 0 at the end or with `#failed` set. */
  #next(): number {
    const { rt } = this;
    if (this.#failed) return 0;
    const waiting = this.#waiting;
    if (waiting !== null) {
      this.#waiting = null;
      return waiting;
    }
    if (++this.#count % stride === 0 && spendWork(rt, stride * costOfItem) < 0) {
      this.#failed = true;
      return 0;
    }
    const item = iterNext(rt, this.iterator);
    if (item === 0 && errorOccurred(rt) !== 0) this.#failed = true;
    return item;
  }

  /** `total + item`; steals both. */
  #plus(total: number, item: number): number {
    const result = binaryOperation(this.rt, total, item, BinaryOperator.ADD);
    decref(this.rt, total);
    decref(this.rt, item);
    if (result === 0) this.#failed = true;
    return result;
  }

  /** The sum of ints until there is another item, which waits for `#next`, or none, or there are enough of them. */
  #batch(): number {
    const { rt, iterator } = this;
    const { engine } = rt;
    if (engine === null || !mayNest(rt)) return 0;
    const total = runIterator(rt, iterator, 0, () => engine.sumInts(iterator));
    const ending = takeResult(rt);
    if (ending === ITERATION_ERROR || (ending === MORE_ITEMS && spendWork(rt, stride * costOfItem) < 0))
      this.#failed = true;
    else if (ending !== MORE_ITEMS) this.#waiting = ending;
    return total;
  }

  #integers(start: number): number {
    const { rt } = this;
    let total: Integer = readInteger(rt, start);
    decref(rt, start);
    for (;;) {
      if (total <= largestBase && total >= -largestBase) total = add(total, this.#batch());
      const item = this.#next();
      if (item === 0) return this.#failed ? 0 : newInteger(rt, total);
      const type = typeOf(rt, item);
      if (type !== FixedType.int && type !== FixedType.bool) return this.#plus(newInteger(rt, total), item);
      total = add(total, readInteger(rt, item));
      decref(rt, item);
      // CPython's loop for ints ends where 64 bits do, and so do its loops for other numbers.
      if (typeof total === "bigint" && BigInt.asIntN(64, total) !== total) this.#general = true;
    }
  }

  #doubles(start: number): number {
    const { rt } = this;
    let high = floatValue(rt, start);
    let low = 0;
    decref(rt, start);
    for (;;) {
      const item = this.#next();
      if (item === 0) return this.#failed ? 0 : newFloat(rt, joined(high, low));
      if (!isPlainReal(rt, item)) return this.#plus(newFloat(rt, joined(high, low)), item);
      const value = this.#double(item);
      const next = high + value;
      low += roundingError(high, value, next);
      high = next;
    }
  }

  /** The value of an int or float, which is released; `#failed` for an int that is too large. */
  #double(item: number): number {
    const { rt } = this;
    const value = realValue(rt, item);
    if (tooLarge(rt, item, value)) {
      raiseTooLarge(rt);
      this.#failed = true;
    }
    decref(rt, item);
    return value;
  }

  #complexes(start: number): number {
    const { rt } = this;
    const first = complexValue(rt, start);
    let [realHigh, realLow] = [first.real, 0];
    let [imaginaryHigh, imaginaryLow] = [first.imaginary, 0];
    decref(rt, start);
    const total = (): number => newComplex(rt, joined(realHigh, realLow), joined(imaginaryHigh, imaginaryLow));
    for (;;) {
      const item = this.#next();
      if (item === 0) return this.#failed ? 0 : total();
      let real: number;
      if (typeOf(rt, item) === FixedType.complex) {
        const value = complexValue(rt, item);
        const next = imaginaryHigh + value.imaginary;
        imaginaryLow += roundingError(imaginaryHigh, value.imaginary, next);
        imaginaryHigh = next;
        real = value.real;
        decref(rt, item);
      } else if (isPlainReal(rt, item)) real = this.#double(item);
      else return this.#plus(total(), item);
      const next = realHigh + real;
      realLow += roundingError(realHigh, real, next);
      realHigh = next;
    }
  }
}

/** Exactly a float or an int, or a bool. */
function isPlainReal(rt: Runtime, ref: number): boolean {
  const type = typeOf(rt, ref);
  return type === FixedType.float || type === FixedType.int || type === FixedType.bool;
}

/** What `sum = a + b` lost (Neumaier). */
function roundingError(a: number, b: number, sum: number): number {
  return Math.abs(a) >= Math.abs(b) ? a - sum + b : b - sum + a;
}

function joined(high: number, low: number): number {
  return low !== 0 && Number.isFinite(low) ? high + low : high;
}
