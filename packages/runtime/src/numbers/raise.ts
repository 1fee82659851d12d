// Turns a failure of the pure parts into the current exception.

import { raise, setError, setErrorNone } from "../exceptions/errors.ts";
import { newInt } from "../object/int.ts";
import { decref } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { newTuple, tupleInit } from "../object/tuple.ts";
import { callTuple } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { newBytes } from "../text/bytes-object.ts";
import { type Failure } from "./failure.ts";

/** Raises what `failure` says. Always 0. */
export function raiseFailure(rt: Runtime, failure: Failure): 0 {
  if (failure.type === "Pending") return 0;
  const type = rt.types[failure.type];
  if (failure.details.length > 0) return raiseDetails(rt, type, failure);
  return failure.message === "" ? setErrorNone(rt, type) : setError(rt, type, failure.message);
}

function raiseDetails(rt: Runtime, type: number, failure: Failure): 0 {
  const exception = newDetailed(rt, type, failure);
  if (exception !== 0) raise(rt, exception);
  return 0;
}

/** An exception with all that a failure says: a new reference. */
export function newDetailed(rt: Runtime, type: number, { details }: Failure): number {
  const args = newTuple(rt, details.length);
  details.forEach((detail, index) => {
    const value =
      typeof detail === "string"
        ? newStr(rt, detail)
        : typeof detail === "number"
          ? newInt(rt, detail)
          : newBytes(rt, detail);
    tupleInit(rt, args, index, value);
  });
  const exception = callTuple(rt, type, args, 0);
  decref(rt, args);
  return exception;
}
