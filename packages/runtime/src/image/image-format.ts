// An image as text: JSON, in which lists that only grow are differences and bytes are base64.

import { type RuntimeImage } from "./image.ts";

/** Addresses of objects are multiples of it. */
const unit = 8;

/** An image as JSON holds it. */
interface ImageDocument extends Omit<RuntimeImage, "memory"> {
  readonly memory: { readonly runs: readonly number[]; readonly bytes: string };
}

/** Writes an image. */
export function encodeImage(image: RuntimeImage): string {
  const { memory, interned, ...rest } = image;
  const document: ImageDocument = {
    ...rest,
    interned: interned.map((address, index) => (address - (interned[index - 1] ?? 0)) / unit),
    memory: { runs: memory.runs, bytes: encodeBytes(memory.bytes) },
  };
  return JSON.stringify(document);
}

/** Reads what {@link encodeImage} wrote. */
export function decodeImage(text: string): RuntimeImage {
  const { memory, interned, ...rest } = JSON.parse(text) as ImageDocument;
  let address = 0;
  return {
    ...rest,
    interned: interned.map((difference) => (address += difference * unit)),
    memory: { runs: memory.runs, bytes: decodeBytes(memory.bytes) },
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
