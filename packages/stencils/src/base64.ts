// Generated modules carry binary data as base64, so that nothing is fetched or read from disk.

/** What hosts of 2025 and later have. */
interface NativeDecoder {
  readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer>;
}

/** Decodes base64. @throws RangeError for a character that is not of the alphabet. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as NativeDecoder;
  if (native.fromBase64 === undefined) return decodeInScript(text);
  try {
    return native.fromBase64(text);
  } catch (error) {
    throw new RangeError("not base64", { cause: error });
  }
}

/** The same for any host. */
export function decodeInScript(text: string): Uint8Array<ArrayBuffer> {
  const end = text.endsWith("==") ? text.length - 2 : text.endsWith("=") ? text.length - 1 : text.length;
  const bytes = new Uint8Array(Math.floor((end * 3) / 4));
  let group = 0;
  let bits = 0;
  let at = 0;
  for (let index = 0; index < end; index++) {
    group = (group << 6) | sextet(text.charCodeAt(index));
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = group >> bits;
    group &= (1 << bits) - 1;
  }
  return bytes;
}

function sextet(code: number): number {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43) return 62;
  if (code === 47) return 63;
  throw new RangeError(`not base64: character code ${code}`);
}
