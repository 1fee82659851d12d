// An image as text: JSON, in which lists that only grow are differences; and packed words in base64.

import { type RuntimeImage } from "./image.ts";
import { type PackedMemory } from "./packed-memory.ts";
import { packWords, unpackWords } from "./word-differences.ts";

/** The two texts of an image. */
export interface ImageText {
  readonly document: string;
  readonly bytes: string;
}

/** Addresses of objects are multiples of it. */
const unit = 8;

/** An image as JSON holds it. */
interface ImageDocument extends Omit<RuntimeImage, "memory"> {
  readonly memory: Omit<PackedMemory, "words"> & { readonly length: number };
}

/** Writes an image. */
export function encodeImage({ memory, interned, ...rest }: RuntimeImage): ImageText {
  const document: ImageDocument = {
    ...rest,
    interned: interned.map((address, index) => (address - (interned[index - 1] ?? 0)) / unit),
    memory: { runs: memory.runs, ladders: memory.ladders, length: memory.words.length },
  };
  return { document: JSON.stringify(document), bytes: encodeBytes(packWords(memory.words)) };
}

/** Reads what {@link encodeImage} wrote. */
export function decodeImage({ document, bytes }: ImageText): RuntimeImage {
  const image = JSON.parse(document) as ImageDocument;
  const { memory, interned } = image;
  let address = 0;
  return {
    ...image,
    interned: interned.map((difference) => (address += difference * unit)),
    memory: { runs: memory.runs, ladders: memory.ladders, words: unpackWords(decodeBytes(bytes), memory.length) },
  };
}

/** What newer engines have; types of the language version that is compiled for do not know it. */
interface Base64Decoder {
  readonly fromBase64?: (text: string) => Uint8Array;
}

function decodeBytes(text: string): Uint8Array {
  const { fromBase64 } = Uint8Array as Base64Decoder;
  if (fromBase64 !== undefined) return fromBase64.call(Uint8Array, text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function encodeBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
