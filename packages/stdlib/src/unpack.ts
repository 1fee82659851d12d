// Pieces of the library are text in modules: deflate, then base64.

/** Decompresses "raw deflate". */
export type Inflate = (bytes: Uint8Array) => Uint8Array;

/** A piece by name. */
export function unpack(
  pieces: Readonly<Record<string, string>>,
  name: string,
  inflate: Inflate,
): Uint8Array | undefined {
  if (!Object.hasOwn(pieces, name)) return undefined;
  const packed = pieces[name];
  return packed === undefined ? undefined : inflate(decodeBase64(packed));
}

/** `Uint8Array.fromBase64`, which engines of before 2025 lack. */
interface NewerUint8ArrayConstructor {
  readonly fromBase64?: (text: string) => Uint8Array;
}

function decodeBase64(text: string): Uint8Array {
  const constructor: NewerUint8ArrayConstructor & typeof Uint8Array = Uint8Array;
  if (constructor.fromBase64 !== undefined) return constructor.fromBase64(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
