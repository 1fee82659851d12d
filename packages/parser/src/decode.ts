/** Source bytes to text: byte order mark, PEP 263 coding comment, UTF-8 by default. */

/** Text, or what CPython's error says. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly message: string;
      /** 0 where the error has no line. */
      readonly lineno: number;
      readonly offset: number;
      readonly endOffset: number;
      readonly text: string | null;
    };

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK = /^[ \t\f]*(?:#.*)?$/;

/** Decodes as CPython reads a file. */
export function decodeSource(bytes: Uint8Array): Decoded {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = marked ? bytes.subarray(3) : bytes;
  const cookie = codingCookie(body);
  const encoding = cookie === null ? "utf-8" : normalizeEncoding(cookie);
  if (marked && encoding !== "utf-8") {
    const text = latin1(body).split(/\r\n|[\r\n]/, 1)[0] ?? "";
    const message = `encoding problem: ${encoding} with BOM`;
    return { ok: false, message, lineno: 1, offset: 0, endOffset: text.length + 1, text };
  }
  switch (encoding) {
    case "utf-8":
      return decodeUtf8(body);
    case "iso-8859-1":
      return { ok: true, text: latin1(body) };
    case "ascii": {
      const wrong = body.findIndex((byte) => byte > 127);
      if (wrong < 0) return { ok: true, text: latin1(body) };
      const message = `'ascii' codec can't decode byte 0x${hex(body[wrong])} in position ${wrong}: ordinal not in range(128)`;
      return withoutPlace(message);
    }
    default:
      return decodeOther(body, encoding, cookie ?? encoding);
  }
}

/** The encoding that a comment in the first two lines names. */
function codingCookie(bytes: Uint8Array): string | null {
  const head = latin1(bytes.subarray(0, 4096));
  const [first = "", second = ""] = head.split(/\r\n|[\r\n]/, 2);
  const found = COOKIE.exec(first) ?? (BLANK.test(first) ? COOKIE.exec(second) : null);
  return found?.[1] ?? null;
}

function normalizeEncoding(name: string): string {
  const normalized = name.toLowerCase().replaceAll("_", "-");
  if (/^utf-?8(?:-.*)?$/.test(normalized)) return "utf-8";
  if (/^(?:latin-?1|iso-?8859-1|l1|8859|cp819)(?:-.*)?$/.test(normalized)) return "iso-8859-1";
  return /^(?:us-)?ascii$/.test(normalized) ? "ascii" : normalized;
}

function withoutPlace(message: string): Decoded {
  return { ok: false, message, lineno: 0, offset: -1, endOffset: -1, text: null };
}

function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const wrong = firstInvalidByte(bytes);
    const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
    const before = lenient.decode(bytes.subarray(0, wrong)).split(/\r\n|[\r\n]/);
    const lineno = before.length;
    const text = lenient.decode(bytes).split(/\r\n|[\r\n]/)[lineno - 1] ?? "";
    const offset = [...(before.at(-1) ?? "")].length + 1;
    const message =
      `Non-UTF-8 code starting with '\\x${hex(bytes[wrong])}' on line ${lineno}, ` +
      "but no encoding declared; see https://peps.python.org/pep-0263/ for details";
    return { ok: false, message, lineno, offset, endOffset: offset, text };
  }
}

function decodeOther(bytes: Uint8Array, encoding: string, cookie: string): Decoded {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    return withoutPlace(`unknown encoding: ${cookie}`);
  }
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    return withoutPlace(`'${encoding}' codec can't decode the source`);
  }
}

/** Number of bytes that a UTF-8 sequence with this first byte has; 0 for a byte that starts none. */
function sequenceLength(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc2) return 0;
  if (byte < 0xe0) return 2;
  if (byte < 0xf0) return 3;
  return byte < 0xf5 ? 4 : 0;
}

function isContinuation(bytes: Uint8Array, start: number, offset: number): boolean {
  const byte = bytes[start + offset] ?? 0;
  if (offset > 1) return (byte & 0xc0) === 0x80;
  const first = bytes[start] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  return byte >= low && byte <= high;
}

/** Offset of the first sequence that is not UTF-8. */
function firstInvalidByte(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes[index] ?? 0);
    if (length === 0) return index;
    for (let offset = 1; offset < length; offset++) if (!isContinuation(bytes, index, offset)) return index;
    index += length;
  }
  return index;
}

function hex(byte: number | undefined): string {
  return (byte ?? 0).toString(16).padStart(2, "0");
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 8192) {
    text += String.fromCharCode(...bytes.subarray(index, index + 8192));
  }
  return text;
}
