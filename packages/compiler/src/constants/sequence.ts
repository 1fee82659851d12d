// Repetition and subscription of str, bytes and tuple constants.

import { type CodeConstant } from "@tjit/bytecode";
import { intConstant } from "./constant.ts";

const maximumText = 4096;
const maximumItems = 256;
const maximumNestedItems = 1024;

/** `sequence * count`; `null` when it raises or is too large to fold. */
export function repeat(sequence: CodeConstant, count: bigint): CodeConstant | null {
  const { length } = elements(sequence) ?? { length: 0 };
  const limit = sequence.type === "tuple" ? maximumItems : maximumText;
  if (length > 0 && (count < 0n || count > BigInt(Math.floor(limit / length)))) return null;
  const times = length === 0 ? 0 : Number(count);
  switch (sequence.type) {
    case "str":
      return { type: "str", value: sequence.value.repeat(times) };
    case "bytes":
      return { type: "bytes", value: Uint8Array.from(Array.from({ length: times }, () => [...sequence.value]).flat()) };
    case "tuple":
      if (times > 0 && remainingItems(sequence, Math.floor(maximumNestedItems / times)) < 0) return null;
      return { type: "tuple", items: Array.from({ length: times }, () => sequence.items).flat() };
    default:
      return null;
  }
}

/** What is left of an allowance of items after a nested tuple; negative when it is too large. */
function remainingItems(constant: CodeConstant, allowance: number): number {
  if (constant.type !== "tuple") return allowance;
  let left = allowance - constant.items.length;
  for (const item of constant.items) {
    if (left < 0) return left;
    left = remainingItems(item, left);
  }
  return left;
}

/** `sequence[index]`; `null` when it raises or is no sequence. */
export function getItem(sequence: CodeConstant, index: CodeConstant): CodeConstant | null {
  const items = elements(sequence);
  if (items === null) return null;
  if (index.type === "slice") return getSlice(sequence, items.length, index);
  const position = indexValue(index);
  if (position === null) return null;
  const item = items[position < 0 ? position + items.length : position];
  if (item === undefined) return null;
  if (typeof item === "string") return { type: "str", value: item };
  return typeof item === "number" ? intConstant(item) : item;
}

function getSlice(
  sequence: CodeConstant,
  length: number,
  slice: CodeConstant & { readonly type: "slice" },
): CodeConstant | null {
  const step = slice.step.type === "None" ? 1 : indexValue(slice.step);
  const start = bound(slice.start, length, step ?? 1, (step ?? 1) < 0 ? length - 1 : 0);
  const stop = bound(slice.stop, length, step ?? 1, (step ?? 1) < 0 ? -1 : length);
  if (step === null || step === 0 || start === null || stop === null) return null;
  const indexes: number[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) indexes.push(at);
  switch (sequence.type) {
    case "str": {
      const characters = Array.from(sequence.value);
      return { type: "str", value: indexes.map((at) => characters[at] ?? "").join("") };
    }
    case "bytes":
      return { type: "bytes", value: Uint8Array.from(indexes, (at) => sequence.value[at] ?? 0) };
    case "tuple":
      return { type: "tuple", items: indexes.flatMap((at) => sequence.items[at] ?? []) };
    default:
      return null;
  }
}

function bound(constant: CodeConstant, length: number, step: number, fallback: number): number | null {
  if (constant.type === "None") return fallback;
  const value = indexValue(constant);
  if (value === null) return null;
  const low = step < 0 ? -1 : 0;
  const high = step < 0 ? length - 1 : length;
  return Math.min(Math.max(value < 0 ? value + length : value, low), high);
}

function indexValue(constant: CodeConstant): number | null {
  if (constant.type === "int") return Number(constant.value);
  return constant.type === "bool" ? Number(constant.value) : null;
}

/** The elements of a str (code points), bytes or tuple. */
function elements(sequence: CodeConstant): readonly (string | number | CodeConstant)[] | null {
  if (sequence.type === "str") return Array.from(sequence.value);
  if (sequence.type === "bytes") return Array.from(sequence.value);
  return sequence.type === "tuple" ? sequence.items : null;
}
