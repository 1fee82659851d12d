// Decoding in pieces: what may be the beginning of a character waits for the rest of it.

import { type Failure } from "../numbers/failure.ts";
import { type CodecName, type ErrorCallback, decodeBytes } from "./codecs.ts";

/** What decodes bytes that come in pieces. */
export interface PieceDecoder {
  /** Bytes that wait. */
  readonly waiting: Uint8Array;
  readonly decode: (piece: Uint8Array, isFinal: boolean) => string | Failure;
  readonly reset: () => void;
}

/** A decoder of the runtime's own codecs. */
export class IncrementalDecoder implements PieceDecoder {
  #codec: CodecName;
  readonly #errors: string;
  readonly #initial: CodecName;
  /** Bytes that wait. */
  waiting: Uint8Array = new Uint8Array(0);

  readonly #ask: ErrorCallback | undefined;

  constructor(codec: CodecName, errors: string, ask?: ErrorCallback) {
    this.#ask = ask;
    this.#codec = codec;
    this.#initial = codec;
    this.#errors = errors;
  }

  decode(piece: Uint8Array, isFinal: boolean): string | Failure {
    const all = new Uint8Array(this.waiting.length + piece.length);
    all.set(this.waiting);
    all.set(piece, this.waiting.length);
    const bytes = this.#afterMark(all, isFinal);
    const complete = isFinal ? bytes.length : completeLength(bytes, this.#codec);
    const text = decodeBytes(bytes.subarray(0, complete), this.#codec, this.#errors, this.#ask);
    if (typeof text === "string") this.waiting = bytes.slice(complete);
    return text;
  }

  reset(): void {
    this.#codec = this.#initial;
    this.waiting = new Uint8Array(0);
  }

  /** Reads a byte order mark, which decides on the codec for what follows. */
  #afterMark(bytes: Uint8Array, isFinal: boolean): Uint8Array {
    const size = this.#codec === "utf-8-sig" ? 3 : this.#codec === "utf-16" ? 2 : this.#codec === "utf-32" ? 4 : 0;
    if (size === 0 || (bytes.length < size && !isFinal)) return bytes;
    const starts = (...mark: readonly number[]): boolean => mark.every((byte, index) => bytes[index] === byte);
    if (this.#codec === "utf-8-sig") {
      this.#codec = "utf-8";
      return starts(0xef, 0xbb, 0xbf) ? bytes.subarray(3) : bytes;
    }
    const [little, big] =
      size === 2
        ? ([
            [0xff, 0xfe],
            [0xfe, 0xff],
          ] as const)
        : ([
            [0xff, 0xfe, 0, 0],
            [0, 0, 0xfe, 0xff],
          ] as const);
    const isBig = starts(...big);
    const isMarked = isBig || starts(...little);
    this.#codec = size === 2 ? (isBig ? "utf-16-be" : "utf-16-le") : isBig ? "utf-32-be" : "utf-32-le";
    return isMarked ? bytes.subarray(size) : bytes;
  }
}

/** How many of the bytes are not the beginning of a character that goes on. */
export function completeLength(bytes: Uint8Array, codec: CodecName): number {
  const { length } = bytes;
  switch (codec) {
    case "ascii":
    case "latin-1":
      return length;
    case "utf-8":
      return length - openSequence(bytes);
    case "utf-16-le":
    case "utf-16-be": {
      const even = length & ~1;
      const high = bytes[even - (codec === "utf-16-le" ? 1 : 2)] ?? 0;
      return even >= 2 && (high & 0xfc) === 0xd8 ? even - 2 : even;
    }
    case "utf-32-le":
    case "utf-32-be":
      return length & ~3;
    default:
      return 0;
  }
}

/** Bytes at the end that begin a UTF-8 sequence and do not end it. */
function openSequence(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    if (size <= back || byte >= 0xf5) return 0;
    // Only what can still become a character waits.
    const text = decodeBytes(bytes.subarray(bytes.length - back), "utf-8", "strict");
    return typeof text !== "string" && text.message === "unexpected end of data" ? back : 0;
  }
  return 0;
}
