// math.sumprod: ints exactly, floats with one rounding, then whatever `*` and `+` do.

import { spendWork } from "../../builtins/work.ts";
import { errorOccurred, setError } from "../../exceptions/errors.ts";
import { FixedType } from "../../layout/memory-map.ts";
import { Failure } from "../../numbers/failure.ts";
import { add, type Integer, multiply } from "../../numbers/integer.ts";
import { newInteger, readInteger } from "../../numbers/integer-object.ts";
import { newFloat } from "../../object/float.ts";
import { realValue } from "../../numbers/float-slots.ts";
import { decref, typeOf } from "../../object/reference.ts";
import { getIter, iterNext } from "../../protocols/iterate.ts";
import { BinaryOperator, binaryOperation } from "../../protocols/number.ts";
import { type Runtime } from "../../runtime.ts";
import { ExactSum, productError } from "../../numbers/exact.ts";

/** `math.sumprod(p, q)`. */
export function sumProducts(rt: Runtime, p: number, q: number): number {
  const first = getIter(rt, p);
  if (first === 0) return 0;
  const second = getIter(rt, q);
  if (second === 0) {
    decref(rt, first);
    return 0;
  }
  const total = new Total(rt);
  let status = 0;
  for (let count = 1; status === 0; count++) {
    if (count % 1024 === 0 && spendWork(rt, 100000) < 0) status = -1;
    else status = addPair(rt, total, first, second);
  }
  decref(rt, first);
  decref(rt, second);
  return status > 0 ? total.finish() : total.abandon();
}

/** 0 to go on, 1 at the end, -1 with an exception set. */
function addPair(rt: Runtime, total: Total, first: number, second: number): number {
  const a = iterNext(rt, first);
  if (a === 0 && errorOccurred(rt) !== 0) return -1;
  const b = iterNext(rt, second);
  let status = b === 0 && errorOccurred(rt) !== 0 ? -1 : a === 0 && b === 0 ? 1 : 0;
  if (status === 0 && (a === 0 || b === 0)) {
    setError(rt, rt.types.ValueError, "Inputs are not the same length");
    status = -1;
  }
  if (status === 0) status = total.add(a, b);
  if (a !== 0) decref(rt, a);
  if (b !== 0) decref(rt, b);
  return status;
}

/** The sum so far: an int, doubles beside it, and an object once something else has been met. */
class Total {
  readonly rt: Runtime;
  #integer: Integer = 0;
  #doubles: ExactSum | null = null;
  /** Owned; 0 while there is none. */
  #object = 0;

  constructor(rt: Runtime) {
    this.rt = rt;
  }

  /** Adds a product. Status. */
  add(a: number, b: number): number {
    const { rt } = this;
    const [left, right] = [typeOf(rt, a), typeOf(rt, b)];
    if (this.#object === 0) {
      if (left === FixedType.int && right === FixedType.int && this.#doubles === null) {
        const product = multiply(readInteger(rt, a), readInteger(rt, b));
        if (!(product instanceof Failure)) {
          this.#integer = add(this.#integer, product);
          return 0;
        }
      } else if (isPlain(left) && isPlain(right) && this.#addDoubles(realValue(rt, a), realValue(rt, b))) return 0;
    }
    return this.#addObject(binaryOperation(rt, a, b, BinaryOperator.MULTIPLY));
  }

  #addDoubles(a: number, b: number): boolean {
    const product = a * b;
    if (!Number.isFinite(product) || Math.abs(a) > 1e150 || Math.abs(b) > 1e150) return false;
    if (this.#doubles === null) {
      const start = Number(this.#integer);
      if (!Number.isSafeInteger(start)) return false;
      this.#doubles = new ExactSum();
      this.#doubles.add(start);
      this.#integer = 0;
    }
    this.#doubles.add(product);
    this.#doubles.add(lostBy(a, b, product));
    return true;
  }

  /** Steals `product`. Status. */
  #addObject(product: number): number {
    if (product === 0) return -1;
    const { rt } = this;
    const before = this.finish();
    const sum = binaryOperation(rt, before, product, BinaryOperator.ADD);
    decref(rt, before);
    decref(rt, product);
    this.#object = sum;
    return sum === 0 ? -1 : 0;
  }

  /** The sum as an object: new reference; the total is empty then. */
  finish(): number {
    const { rt } = this;
    const object = this.#object;
    this.#object = 0;
    if (object !== 0) return object;
    if (this.#doubles === null) {
      const integer = newInteger(rt, this.#integer);
      this.#integer = 0;
      return integer;
    }
    const sum = this.#doubles.result();
    this.#doubles = null;
    return newFloat(rt, typeof sum === "number" ? sum : NaN);
  }

  /** Releases what there is. Always 0. */
  abandon(): 0 {
    if (this.#object !== 0) decref(this.rt, this.#object);
    this.#object = 0;
    return 0;
  }
}

/** What the product lost. Near the subnormal numbers that is computed on a larger scale. */
function lostBy(a: number, b: number, product: number): number {
  if (Math.abs(product) > 1e-250 || product === 0) return productError(a, b, product);
  const scale = 2 ** 500;
  const [small, other] = Math.abs(a) < Math.abs(b) ? [a, b] : [b, a];
  return productError(small * scale, other, product * scale) / scale;
}

function isPlain(type: number): boolean {
  return type === FixedType.int || type === FixedType.float;
}
