// `time.struct_time`, and the functions that make and read it.

import { argumentTypeName } from "../../builtins/arguments.ts";
import { setError } from "../../exceptions/errors.ts";
import { raiseNamedError } from "../../files/attempt.ts";
import { type TimeZone } from "../../host.ts";
import { importModule } from "../../importing/import-module.ts";
import { doubleFrom, indexInteger } from "../../numbers/int-new.ts";
import { newFloat } from "../../object/float.ts";
import { newInt } from "../../object/int.ts";
import { None, decref, isFloat, isInt, isStr, isTuple, newRef, typeOf } from "../../object/reference.ts";
import { newStr, strValue } from "../../object/str.ts";
import { tupleItem, tupleLength } from "../../object/tuple.ts";
import { getAttributeString } from "../../protocols/attributes.ts";
import { callTwoArguments } from "../../protocols/call.ts";
import { indexNumber } from "../../protocols/number.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../../types/builtin-definition.ts";
import { defineStructSequence, newStructSequence } from "../struct-sequence.ts";
import { type BrokenTime, dateFromSeconds, secondsFromDate } from "./calendar.ts";
import { readClock } from "./clocks.ts";
import { dayName, formatTime, monthName } from "./strftime.ts";

const fields = ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];

const hiddenFields = ["tm_zone", "tm_gmtoff"];

/** How many fields a `struct_time` has, with those that are no items of it. */
export const structTimeLength = fields.length + hiddenFields.length;

/** A tuple of times as it was given. */
interface GivenTime extends BrokenTime {
  /** -1: unknown. */
  readonly daylightSaving: number;
  /** Of a `struct_time` that knows its zone. */
  readonly zone: TimeZone | null;
}

/** The system's name for universal time; as a local zone it is called otherwise. */
const universal: TimeZone = { offset: 0, name: "GMT", isDaylightSaving: false };
/** C's ints. */
const largestInt = 2 ** 31 - 1;
/** C counts years from here. */
const firstYear = 1900;
/** Seconds from 1970 to the ends of the dates that JavaScript knows: beyond them zones are as they are there. */
const lastDate = 8.64e12;

/** Defines `struct_time`. */
export function defineStructTime(rt: Runtime): number {
  return defineStructSequence(rt, "time", "struct_time", fields, {
    hidden: hiddenFields,
    construction: "allowed",
  });
}

/** The host's zone at a moment. */
export function zoneAt(rt: Runtime, seconds: number): TimeZone {
  return rt.host.timeZone?.(Math.min(Math.max(seconds, -lastDate), lastDate)) ?? { ...universal, name: "UTC" };
}

/** Null with OSError set where the year is none of C's. */
function dateAt(rt: Runtime, seconds: number): BrokenTime | null {
  const time = dateFromSeconds(seconds);
  if (Math.abs(time.year - firstYear + 0.5) < largestInt + 1) return time;
  raiseNamedError(rt, "EOVERFLOW");
  return null;
}

function newStructTime(rt: Runtime, seconds: number, zone: TimeZone): number {
  const time = dateAt(rt, seconds + zone.offset);
  if (time === null) return 0;
  const { year, month, day, hour, minute, second, weekday, yearDay } = time;
  const values = [year, month, day, hour, minute, second, weekday, yearDay, zone.isDaylightSaving ? 1 : 0];
  const hidden = { tm_zone: newStr(rt, zone.name), tm_gmtoff: newInt(rt, zone.offset) };
  return newStructSequence(
    rt,
    "time.struct_time",
    values.map((value) => newInt(rt, value)),
    hidden,
  );
}

/** Whole seconds of an argument, or of now; null with an exception set. */
function secondsArgument(rt: Runtime, ref: number): number | null {
  if (ref === 0 || ref === None) {
    const now = readClock(rt, "now");
    return now === null ? null : Math.floor(now);
  }
  const value = isFloat(rt, ref) ? doubleFrom(rt, ref) : integerSeconds(rt, ref);
  if (value === null) return null;
  if (Number.isNaN(value)) return refuse(rt, rt.types.ValueError, "Invalid value NaN (not a number)");
  if (Math.abs(value) < 2 ** 63) return Math.floor(value);
  return refuse(rt, rt.types.OverflowError, "timestamp out of range for platform time_t");
}

function integerSeconds(rt: Runtime, ref: number): number | null {
  const value = indexInteger(rt, ref);
  return value === null ? null : Number(value);
}

function refuse(rt: Runtime, type: number, message: string): null {
  setError(rt, type, message);
  return null;
}

/** The fields of a tuple, not checked; null with TypeError set. */
function givenTime(rt: Runtime, ref: number, name: string): GivenTime | null {
  if (!isTuple(rt, ref)) return refuse(rt, rt.types.TypeError, "Tuple or struct_time argument required");
  if (tupleLength(rt, ref) !== fields.length) {
    return refuse(rt, rt.types.TypeError, `${name}(): illegal time tuple argument`);
  }
  const values: number[] = [];
  for (let index = 0; index < fields.length; index++) {
    const value = indexNumber(rt, tupleItem(rt, ref, index), rt.types.OverflowError);
    if (value === null) return null;
    if (value > largestInt || value < -largestInt - 1) {
      const bound = value > 0 ? "greater than maximum" : "less than minimum";
      return refuse(rt, rt.types.OverflowError, `signed integer is ${bound}`);
    }
    values.push(value);
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, weekday = 0, yearDay = 0, daylightSaving = 0] =
    values;
  if (year < firstYear - largestInt - 1) return refuse(rt, rt.types.OverflowError, "year out of range");
  const zone = typeOf(rt, ref) === rt.nativeTypes.get("time.struct_time") ? zoneOf(rt, ref, daylightSaving) : null;
  return { year, month, day, hour, minute, second, weekday, yearDay, daylightSaving, zone };
}

function zoneOf(rt: Runtime, struct: number, daylightSaving: number): TimeZone | null {
  const [name, offset] = ["tm_zone", "tm_gmtoff"].map((field) => getAttributeString(rt, struct, field)) as [
    number,
    number,
  ];
  const zone =
    isStr(rt, name) && isInt(rt, offset) ? { name: strValue(rt, name), offset: integerSeconds(rt, offset) ?? 0 } : null;
  decref(rt, name);
  decref(rt, offset);
  return zone === null ? null : { ...zone, isDaylightSaving: daylightSaving > 0 };
}

/** The same with every field in its range, which 0 stands for the beginning of; null with ValueError set. */
function checkedTime(rt: Runtime, given: GivenTime | null): GivenTime | null {
  if (given === null) return null;
  const { month, day, hour, minute, second, weekday, yearDay } = given;
  const wrong =
    month < 0 || month > 12
      ? "month"
      : day < 0 || day > 31
        ? "day of month"
        : hour < 0 || hour > 23
          ? "hour"
          : minute < 0 || minute > 59
            ? "minute"
            : second < 0 || second > 61
              ? "seconds"
              : weekday < -1
                ? "day of week"
                : yearDay < 0 || yearDay > 366
                  ? "day of year"
                  : null;
  if (wrong !== null) return refuse(rt, rt.types.ValueError, `${wrong} out of range`);
  return { ...given, month: month || 1, day: day || 1, weekday: (weekday + 7) % 7, yearDay: yearDay || 1 };
}

/** The local time now as fields; null with an exception set. */
function localTimeNow(rt: Runtime): GivenTime | null {
  const seconds = secondsArgument(rt, None);
  if (seconds === null) return null;
  const zone = zoneAt(rt, seconds);
  return { ...dateFromSeconds(seconds + zone.offset), daylightSaving: zone.isDaylightSaving ? 1 : 0, zone };
}

/** Seconds since 1970 of a local time. */
function localSeconds(rt: Runtime, time: GivenTime): number {
  const wall = secondsFromDate(time);
  const guess = wall - zoneAt(rt, wall).offset;
  const zone = zoneAt(rt, guess);
  const seconds = wall - zone.offset;
  if (time.daylightSaving < 0 || zone.isDaylightSaving === time.daylightSaving > 0) return seconds;
  return zone.isDaylightSaving ? seconds + 3600 : seconds - 3600;
}

/** `Sun Jun  9 04:26:40 1991`. */
function plainText(time: BrokenTime): string {
  const { year, month, day, weekday, hour, minute, second } = time;
  const digits = (value: number): string => String(value).padStart(2, "0");
  const clock = `${digits(hour)}:${digits(minute)}:${digits(second)}`;
  return `${dayName(weekday)} ${monthName(month)}${String(day).padStart(3)} ${clock} ${year}`;
}

function strftime(rt: Runtime, formatRef: number, tuple: number): number {
  if (!isStr(rt, formatRef)) {
    return setError(
      rt,
      rt.types.TypeError,
      `strftime() argument 1 must be str, not ${argumentTypeName(rt, formatRef)}`,
    );
  }
  const time = checkedTime(rt, tuple === 0 ? localTimeNow(rt) : givenTime(rt, tuple, "strftime"));
  if (time === null) return 0;
  const zone = time.zone ?? (time.daylightSaving < 0 ? null : zoneAt(rt, localSeconds(rt, time)));
  const text = formatTime(strValue(rt, formatRef), {
    ...time,
    zone: zone?.name ?? "",
    offset: zone?.offset ?? null,
    seconds: () => localSeconds(rt, time),
  });
  return newStr(rt, text);
}

function strptime(rt: Runtime, text: number, formatRef: number): number {
  const module = importModule(rt, "_strptime");
  if (module === 0) return 0;
  const parse = getAttributeString(rt, module, "_strptime_time");
  decref(rt, module);
  if (parse === 0) return 0;
  const format = formatRef === 0 ? newStr(rt, "%a %b %d %H:%M:%S %Y") : newRef(rt, formatRef);
  const result = callTwoArguments(rt, parse, text, format);
  decref(rt, format);
  decref(rt, parse);
  return result;
}

/** Functions of the module. */
export const structTimeFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  gmtime: builtinFunction("(seconds=None, /)", (rt, ref) => {
    const seconds = secondsArgument(rt, ref);
    return seconds === null ? 0 : newStructTime(rt, seconds, universal);
  }),
  localtime: builtinFunction("(seconds=None, /)", (rt, ref) => {
    const seconds = secondsArgument(rt, ref);
    return seconds === null ? 0 : newStructTime(rt, seconds, zoneAt(rt, seconds));
  }),
  mktime: builtinFunction("(tuple, /)", (rt, tuple) => {
    const time = givenTime(rt, tuple, "mktime");
    return time === null ? 0 : newFloat(rt, localSeconds(rt, time));
  }),
  asctime: builtinFunction("(tuple=NULL, /)", (rt, tuple) => {
    const time = checkedTime(rt, tuple === 0 ? localTimeNow(rt) : givenTime(rt, tuple, "asctime"));
    return time === null ? 0 : newStr(rt, plainText(time));
  }),
  ctime: builtinFunction("(seconds=None, /)", (rt, ref) => {
    const seconds = secondsArgument(rt, ref);
    const time = seconds === null ? null : dateAt(rt, seconds + zoneAt(rt, seconds).offset);
    return time === null ? 0 : newStr(rt, plainText(time));
  }),
  strftime: builtinFunction("(format, tuple=NULL, /)", strftime),
  strptime: builtinFunction("(string, format='%a %b %d %H:%M:%S %Y', /)", strptime),
};
