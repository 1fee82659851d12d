// Formats of `strftime`, as the C locale has them.

import { type BrokenTime, isoWeek } from "./calendar.ts";

/** What is formatted. */
export interface FormattedTime extends BrokenTime {
  readonly zone: string;
  /** Seconds east of UTC; null when nobody knows. */
  readonly offset: number | null;
  /** Seconds since 1970. */
  readonly seconds: () => number;
}

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const months = "January February March April May June July August September October November December".split(" ");

/** The short name of a weekday. */
export function dayName(weekday: number): string {
  return (days[weekday % 7] ?? "").slice(0, 3);
}

/** The short name of a month. */
export function monthName(month: number): string {
  return (months[month - 1] ?? "").slice(0, 3);
}

/** A number with the padding that it gets unless a flag says otherwise. */
interface PaddedNumber {
  readonly value: number;
  readonly width: number;
  readonly fill: "0" | " ";
}

const padded = (value: number, width = 2, fill: "0" | " " = "0"): PaddedNumber => ({ value, width, fill });

/** What a directive stands for: text, a number, or a format. */
function valueOf(directive: string, time: FormattedTime): string | PaddedNumber | { readonly format: string } | null {
  const { year, month, day, hour, minute, second, weekday, yearDay } = time;
  switch (directive) {
    case "a":
      return dayName(weekday);
    case "A":
      return days[weekday % 7] ?? "";
    case "b":
    case "h":
      return monthName(month);
    case "B":
      return months[month - 1] ?? "";
    case "c":
      return { format: "%a %b %e %H:%M:%S %Y" };
    case "C":
      return padded(Math.floor(year / 100));
    case "d":
      return padded(day);
    case "D":
    case "x":
      return { format: "%m/%d/%y" };
    case "e":
      return padded(day, 2, " ");
    case "F":
      return { format: "%Y-%m-%d" };
    case "g":
      return padded(((isoWeek(time).year % 100) + 100) % 100);
    case "G":
      return padded(isoWeek(time).year, 1);
    case "H":
      return padded(hour);
    case "I":
      return padded(hour % 12 || 12);
    case "j":
      return padded(yearDay, 3);
    case "k":
      return padded(hour, 2, " ");
    case "l":
      return padded(hour % 12 || 12, 2, " ");
    case "m":
      return padded(month);
    case "M":
      return padded(minute);
    case "n":
      return "\n";
    case "p":
      return hour < 12 ? "AM" : "PM";
    case "P":
      return hour < 12 ? "am" : "pm";
    case "r":
      return { format: "%I:%M:%S %p" };
    case "R":
      return { format: "%H:%M" };
    case "s":
      return padded(time.seconds(), 1);
    case "S":
      return padded(second);
    case "t":
      return "\t";
    case "T":
    case "X":
      return { format: "%H:%M:%S" };
    case "u":
      return padded((weekday % 7) + 1, 1);
    case "U":
      return padded(Math.floor((yearDay + 6 - ((weekday + 1) % 7)) / 7));
    case "V":
      return padded(isoWeek(time).week);
    case "w":
      return padded((weekday + 1) % 7, 1);
    case "W":
      return padded(Math.floor((yearDay + 6 - (weekday % 7)) / 7));
    case "y":
      return padded(((year % 100) + 100) % 100);
    case "Y":
      return padded(year, 1);
    case "z":
      return time.offset === null ? "" : offsetText(time.offset);
    case "Z":
      return time.zone;
    case "%":
      return "%";
    default:
      return null;
  }
}

function offsetText(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  const digits = (value: number): string => String(value).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${digits(Math.floor(minutes / 60))}${digits(minutes % 60)}`;
}

/** Formats a time. What is no directive stays as it is. */
export function formatTime(format: string, time: FormattedTime): string {
  return format.replace(/%([-_0^#]*)(\d*)[EO]?([a-zA-Z%])/g, (all, flags: string, width: string, directive: string) => {
    const value = valueOf(directive, time);
    if (value === null) return all;
    const text =
      typeof value === "string" ? value : "format" in value ? formatTime(value.format, time) : padNumber(value, flags);
    const cased = flags.includes("^") || (flags.includes("#") && directive !== "Z") ? text.toUpperCase() : text;
    const isNumber = typeof value !== "string" && "value" in value;
    return width === "" ? cased : cased.padStart(Number(width), isNumber && !flags.includes("_") ? "0" : " ");
  });
}

function padNumber({ value, width, fill }: PaddedNumber, flags: string): string {
  if (flags.includes("-")) return String(value);
  const filler = flags.includes("_") ? " " : flags.includes("0") ? "0" : fill;
  const digits = String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, filler);
  return value < 0 ? `-${digits}` : digits;
}
