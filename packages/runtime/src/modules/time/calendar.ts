// Days and dates of the Gregorian calendar, which is extended to all years.

/** A date and a time of day, with the fields of C's `struct tm` in Python's counting: months and days of the year from 1, Monday is 0. */
export interface BrokenTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
  readonly yearDay: number;
}

const secondsPerDay = 86400;

/** Days from 1970-01-01 to a date; months and days may be beyond their ends. */
export function daysFromDate(year: number, month: number, day: number): number {
  const months = year * 12 + month - 1;
  // Years begin in March, so that a leap day is the last one.
  const shifted = months - 2;
  const marchYear = Math.floor(shifted / 12);
  const marchMonth = shifted - marchYear * 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 1 - 719468;
}

/** The date of so many seconds since 1970-01-01. */
export function dateFromSeconds(seconds: number): BrokenTime {
  const days = Math.floor(seconds / secondsPerDay);
  const rest = seconds - days * secondsPerDay;
  const era = Math.floor((days + 719468) / 146097);
  const eraDay = days + 719468 - era * 146097;
  const eraYear = Math.floor(
    (eraDay - Math.floor(eraDay / 1460) + Math.floor(eraDay / 36524) - Math.floor(eraDay / 146096)) / 365,
  );
  const marchDay = eraDay - (365 * eraYear + Math.floor(eraYear / 4) - Math.floor(eraYear / 100));
  const marchMonth = Math.floor((5 * marchDay + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = eraYear + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: marchDay - Math.floor((153 * marchMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: Math.floor(rest % 60),
    weekday: (((days + 3) % 7) + 7) % 7,
    yearDay: days - daysFromDate(year, 1, 1) + 1,
  };
}

/** Seconds since 1970-01-01; the fields may be beyond their ends. */
export function secondsFromDate({ year, month, day, hour, minute, second }: BrokenTime): number {
  return daysFromDate(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second;
}

/** Year and week as ISO 8601 counts them. */
export function isoWeek({ year, yearDay, weekday }: BrokenTime): { readonly year: number; readonly week: number } {
  const week = Math.floor((yearDay - 1 - weekday + 10) / 7);
  if (week < 1) return { year: year - 1, week: weeksIn(year - 1) };
  return week > weeksIn(year) ? { year: year + 1, week: 1 } : { year, week };
}

/** A year has 53 weeks when it begins, or ends, on a Thursday. */
function weeksIn(year: number): number {
  const firstDay = (((daysFromDate(year, 1, 1) + 3) % 7) + 7) % 7;
  const lastDay = (((daysFromDate(year, 12, 31) + 3) % 7) + 7) % 7;
  return firstDay === 3 || lastDay === 3 ? 53 : 52;
}
