// The module `time`.

import { newModule } from "../../kinds/module.ts";
import { newInt } from "../../object/int.ts";
import { newRef } from "../../object/reference.ts";
import { newStr } from "../../object/str.ts";
import { tupleOf } from "../../object/tuple.ts";
import { type Runtime } from "../../runtime.ts";
import { clockConstants, clockFunctions } from "./clocks.ts";
import { defineStructTime, structTimeFunctions, structTimeLength, zoneAt } from "./struct-time.ts";

/** January and July of the year that tells what the zone is like. */
const winter = 1735689600;
const summer = 1751328000;

/** Makes the module. */
export function newTimeModule(rt: Runtime): number {
  const [first, second] = [zoneAt(rt, winter), zoneAt(rt, summer)];
  // South of the equator daylight saving time is in January.
  const [standard, daylight] = first.offset <= second.offset ? [first, second] : [second, first];
  return newModule(
    rt,
    "time",
    { ...clockFunctions, ...structTimeFunctions },
    {
      ...clockConstants(rt),
      struct_time: newRef(rt, defineStructTime(rt)),
      _STRUCT_TM_ITEMS: newInt(rt, structTimeLength),
      timezone: newInt(rt, -standard.offset),
      altzone: newInt(rt, -daylight.offset),
      daylight: newInt(rt, standard.offset === daylight.offset ? 0 : 1),
      tzname: tupleOf(rt, newStr(rt, standard.name), newStr(rt, daylight.name)),
    },
  );
}
