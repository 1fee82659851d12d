// The module `_csv`.

import {
  type BuiltinSpecification,
  None,
  type Runtime,
  builtinFunction,
  decref,
  dictDelete,
  dictSet,
  clearIf,
  indexNumber,
  isInt,
  isStr,
  listFrom,
  newDict,
  newExceptionClass,
  newInt,
  newModule,
  newRef,
  setError,
  tupleItem,
  tupleLength,
} from "@tjit/runtime/api";
import { defineDialect, makeDialect, registeredDialect } from "./dialect.ts";
import { defineReader, newReader } from "./reader.ts";
import { CsvModule, Quoting } from "./state.ts";
import { defineWriter, newWriter } from "./writer.ts";

type Make = (rt: Runtime, module: CsvModule, object: number, dialect: number) => number;

/** `reader` and `writer`: an object, a dialect, parameters. */
function makerOf(name: string, module: CsvModule, make: Make): BuiltinSpecification {
  return builtinFunction("(*args, **fmtparams)", (rt, args, keywords) => {
    const count = tupleLength(rt, args);
    if (count === 0) return setError(rt, rt.types.TypeError, `${name} expected at least 1 argument, got 0`);
    if (count > 2) return setError(rt, rt.types.TypeError, `${name} expected at most 2 arguments, got ${count}`);
    const dialect = makeDialect(rt, module, count > 1 ? tupleItem(rt, args, 1) : 0, keywords);
    return dialect === 0 ? 0 : make(rt, module, tupleItem(rt, args, 0), dialect);
  });
}

function registry(module: CsvModule): Readonly<Record<string, BuiltinSpecification>> {
  return {
    list_dialects: builtinFunction("()", (rt) => listFrom(rt, module.dialects)),
    register_dialect: builtinFunction("(*args, **fmtparams)", (rt, args, keywords) => {
      const count = tupleLength(rt, args);
      if (count === 0) return setError(rt, rt.types.TypeError, "register_dialect expected at least 1 argument, got 0");
      if (count > 2) {
        return setError(rt, rt.types.TypeError, `register_dialect expected at most 2 arguments, got ${count}`);
      }
      const name = tupleItem(rt, args, 0);
      if (!isStr(rt, name)) return setError(rt, rt.types.TypeError, "dialect name must be a string");
      const dialect = makeDialect(rt, module, count > 1 ? tupleItem(rt, args, 1) : 0, keywords);
      if (dialect === 0) return 0;
      const status = dictSet(rt, module.dialects, name, dialect);
      decref(rt, dialect);
      return status < 0 ? 0 : None;
    }),
    unregister_dialect: builtinFunction("(name)", (rt, name) => {
      if (dictDelete(rt, module.dialects, name) === 0) return None;
      if (clearIf(rt, rt.types.KeyError)) module.fail(rt, "unknown dialect");
      return 0;
    }),
    get_dialect: builtinFunction("(name)", (rt, name) => {
      const dialect = registeredDialect(rt, module, name);
      return dialect === 0 ? 0 : newRef(rt, dialect);
    }),
    field_size_limit: builtinFunction("(new_limit=NULL)", (rt, limit) => {
      const old = module.fieldLimit;
      if (limit !== 0) {
        if (!isInt(rt, limit)) return setError(rt, rt.types.TypeError, "limit must be an integer");
        const value = indexNumber(rt, limit, rt.types.OverflowError);
        if (value === null) return 0;
        module.fieldLimit = value;
      }
      return newInt(rt, old);
    }),
  };
}

/** Makes the module. */
export function newCsvModule(rt: Runtime): number {
  const error = newExceptionClass(rt, "_csv", "Error", rt.types.Exception);
  const module = new CsvModule(error, newDict(rt));
  defineDialect(rt, module);
  defineReader(rt, module);
  defineWriter(rt, module);
  const constants = Object.fromEntries(
    Object.entries(Quoting).map(([name, value]) => [`QUOTE_${name}`, newInt(rt, value)]),
  );
  return newModule(
    rt,
    "_csv",
    { reader: makerOf("reader", module, newReader), writer: makerOf("writer", module, newWriter), ...registry(module) },
    {
      ...constants,
      Error: newRef(rt, error),
      Dialect: newRef(rt, module.dialectType),
      Reader: newRef(rt, module.readerType),
      Writer: newRef(rt, module.writerType),
      _dialects: newRef(rt, module.dialects),
    },
  );
}
