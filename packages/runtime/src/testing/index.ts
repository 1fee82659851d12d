/// A machine for tests, and CPython (the npm package `pyodide`) to compare it with.
export { type Case, agree, shownBoolean, shownFailure, shownText } from "./agree.ts";
export { type CPython, loadCPython, pyBytes, pyFloat, pyInt, pyString } from "./cpython.ts";
export {
  type Expression,
  type Operand,
  TestMachine,
  attribute,
  binary,
  builtin,
  bytes,
  call,
  complex,
  dict,
  float,
  item,
  method,
  module,
  of,
  slice,
  tuple,
  unary,
} from "./expressions.ts";
export { setErrorNone } from "../exceptions/errors.ts";
export { reprDouble } from "../numbers/float-text.ts";
