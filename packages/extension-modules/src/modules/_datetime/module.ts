// The module `_datetime`: the classes of `_pydatetime`, which messages call `datetime.date` where those of a program would be `date`.

import {
  type Runtime,
  decref,
  getAttributeString,
  importModule,
  isType,
  newModule,
  newStr,
  typeInfo,
} from "@tjit/runtime/api";

const names = ["date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MAXYEAR", "MINYEAR", "UTC"];

/** Makes the module; 0 with an exception set when there is no library. */
export function newDatetimeModule(rt: Runtime): number {
  const source = importModule(rt, "_pydatetime");
  if (source === 0) return 0;
  const values = names.map((name) => [name, getAttributeString(rt, source, name)] as const);
  decref(rt, source);
  if (values.some(([, value]) => value === 0)) {
    for (const [, value] of values) if (value !== 0) decref(rt, value);
    return 0;
  }
  for (const [name, value] of values) if (isType(rt, value)) typeInfo(rt, value).messageName = `datetime.${name}`;
  const doc = newStr(rt, "Fast implementation of the datetime module.");
  return newModule(rt, "_datetime", {}, { ...Object.fromEntries(values), __doc__: doc });
}
