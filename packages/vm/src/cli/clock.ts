// The command's clocks. Node loads the code behind `performance` when it is asked for first, which takes as long as a small program.

import process from "node:process";
import type { TimeZone } from "@tjit/runtime";

/** Milliseconds from some origin. */
export function milliseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

/** Seconds of the processor that this process took. */
export function processTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Waits. */
export function sleep(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

/** The time zone of this computer at a moment in seconds since 1970. */
export function timeZone(time: number): TimeZone {
  const offset = offsetAt(time);
  const standard = Math.min(offset, offsetAt(time + 182 * 86400), offsetAt(time - 182 * 86400));
  return { offset, name: offset === 0 && standard === 0 ? "UTC" : zoneName(time), isDaylightSaving: offset > standard };
}

/** Seconds east of UTC. */
function offsetAt(time: number): number {
  return -60 * new Date(time * 1000).getTimezoneOffset();
}

/** Short names of zones depend on the language: the first that is no mere difference to UTC. */
function zoneName(time: number): string {
  const names = ["en-US", "en-GB"].map((locale) => {
    const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "short" }).formatToParts(time * 1000);
    return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  });
  const name = names.find((it) => /^[A-Z]+$/.test(it));
  if (name !== undefined) return name;
  const offset = offsetAt(time) / 60;
  const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const digits = (value: number): string => String(value).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${digits(hours)}${minutes === 0 ? "" : digits(minutes)}`;
}
