// The codecs of single bytes: a mapping says which character a byte is and which byte a character.

import {
  Failure,
  None,
  type Replacement,
  type Runtime,
  bytesOf,
  clearIf,
  decref,
  getItem,
  hostPayload,
  indexNumber,
  isBytes,
  isInt,
  isStr,
  newInt,
  pendingFailure,
  strValue,
  typeName,
  typeOf,
} from "@tjit/runtime/api";

type Ask = (failure: Failure) => Replacement | Failure;

const undefinedReason = "character maps to <undefined>";
/** The character that stands for none in a table. */
const noCharacter = 0xfffe;

/** `charmap_decode` with a table or a mapping. */
export function decodeCharmap(rt: Runtime, given: Uint8Array, mapping: number, ask: Ask): string | Failure {
  const table = isStr(rt, mapping) ? Array.from(strValue(rt, mapping)) : null;
  let bytes = given;
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const found = table === null ? lookUpByte(rt, mapping, byte) : table[byte];
    if (found instanceof Failure) return found;
    if (found !== undefined && found.codePointAt(0) !== noCharacter) {
      text += found;
      at++;
      continue;
    }
    const details = ["charmap", bytes, at, at + 1, undefinedReason];
    const replacement = ask(new Failure("UnicodeDecodeError", undefinedReason, details));
    if (replacement instanceof Failure) return replacement;
    text += replacement.value as string;
    ({ position: at, bytes = bytes } = replacement);
  }
  return text;
}

/** What a mapping has for a number; 0: nothing, null with an exception set. */
function lookUp(rt: Runtime, mapping: number, point: number): number | null {
  const key = newInt(rt, point);
  const value = getItem(rt, mapping, key);
  decref(rt, key);
  if (value === 0) return clearIf(rt, rt.types.LookupError) ? 0 : null;
  return value === None ? 0 : value;
}

function lookUpByte(rt: Runtime, mapping: number, byte: number): string | undefined | Failure {
  const value = lookUp(rt, mapping, byte);
  if (value === null) return pendingFailure();
  if (value === 0) return undefined;
  let found: string | undefined | Failure;
  if (isStr(rt, value)) found = strValue(rt, value);
  else if (isInt(rt, value)) {
    const point = indexNumber(rt, value);
    if (point === null) found = pendingFailure();
    else if (point < 0 || point > 0x10ffff)
      found = new Failure("TypeError", "character mapping must be in range(0x110000)");
    else found = String.fromCodePoint(point);
  } else found = new Failure("TypeError", "character mapping must return integer, None or str");
  decref(rt, value);
  return found;
}

/** `charmap_encode` with an `EncodingMap` or a mapping. */
export function encodeCharmap(
  rt: Runtime,
  text: string,
  mapping: number,
  mapType: number,
  ask: Ask,
): Uint8Array | Failure {
  const table = typeOf(rt, mapping) === mapType ? (hostPayload(rt, mapping) as ReadonlyMap<number, number>) : null;
  const find = (point: number): readonly number[] | Uint8Array | undefined | Failure => {
    if (table === null) return lookUpCharacter(rt, mapping, point);
    const byte = table.get(point);
    return byte === undefined ? undefined : [byte];
  };
  const points = Array.from(text, (it) => it.codePointAt(0) ?? 0);
  const out: number[] = [];
  for (let at = 0; at < points.length;) {
    const found = find(points[at] ?? 0);
    if (found instanceof Failure) return found;
    if (found !== undefined) {
      out.push(...found);
      at++;
      continue;
    }
    let end = at + 1;
    for (; end < points.length; end++) {
      const next = find(points[end] ?? 0);
      if (next instanceof Failure) return next;
      if (next !== undefined) break;
    }
    const failure = new Failure("UnicodeEncodeError", undefinedReason, ["charmap", text, at, end, undefinedReason]);
    const replacement = ask(failure);
    if (replacement instanceof Failure) return replacement;
    if (typeof replacement.value !== "string") out.push(...replacement.value);
    else
      for (const character of replacement.value) {
        const bytes = find(character.codePointAt(0) ?? 0);
        if (bytes instanceof Failure) return bytes;
        if (bytes === undefined) return failure;
        out.push(...bytes);
      }
    at = replacement.position;
  }
  return Uint8Array.from(out);
}

function lookUpCharacter(
  rt: Runtime,
  mapping: number,
  point: number,
): readonly number[] | Uint8Array | undefined | Failure {
  const value = lookUp(rt, mapping, point);
  if (value === null) return pendingFailure();
  if (value === 0) return undefined;
  let found: readonly number[] | Uint8Array | Failure;
  if (isInt(rt, value)) {
    const byte = indexNumber(rt, value);
    if (byte === null) found = pendingFailure();
    else found = byte < 0 || byte > 255 ? new Failure("TypeError", "character mapping must be in range(256)") : [byte];
  } else if (isBytes(rt, value)) found = Uint8Array.from(bytesOf(rt, value) ?? []);
  else {
    const message = `character mapping must return integer, bytes or None, not ${typeName(rt, value)}`;
    found = new Failure("TypeError", message);
  }
  decref(rt, value);
  return found;
}

/** The bytes of characters, of a table of 256; null when it does not begin as ASCII does, and a dict is better. */
export function encodingMap(table: string): ReadonlyMap<number, number> | null {
  const points = Array.from(table, (it) => it.codePointAt(0) ?? 0);
  if (points.length !== 256 || points[0] !== 0) return null;
  const map = new Map<number, number>();
  points.forEach((point, byte) => {
    if (point !== noCharacter) map.set(point, byte);
  });
  return map;
}
