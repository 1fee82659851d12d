// An image as text: JSON, in which lists that only grow are differences and origins are rows; and packed words in base64.

import { type RuntimeImage } from "./image.ts";
import { type FunctionsOrigin, type TypeOrigin } from "./origins.ts";
import { type PackedMemory } from "./packed-memory.ts";
import { packWords, unpackWords } from "./word-differences.ts";

/** The two texts of an image. */
export interface ImageText {
  readonly document: string;
  readonly bytes: string;
}

/** Addresses of objects are multiples of it. */
const unit = 8;

type TypeOriginRow = readonly [step: number, type: number, firstDefinition: number, definitions: number, firstPayload: number, payloads: number, ...staticFunctions: number[]];
type FunctionsOriginRow = readonly [module: FunctionsOrigin["module"], first: number, count: number];

/** An image as JSON holds it. */
interface ImageDocument extends Omit<RuntimeImage, "memory" | "origins"> {
  readonly memory: Omit<PackedMemory, "words"> & { readonly length: number };
  readonly origins: { readonly types: readonly TypeOriginRow[]; readonly functions: readonly FunctionsOriginRow[] };
}

/** Writes an image. */
export function encodeImage({ memory, interned, origins, ...rest }: RuntimeImage): ImageText {
  const document: ImageDocument = {
    ...rest,
    interned: interned.map((address, index) => (address - (interned[index - 1] ?? 0)) / unit),
    origins: {
      types: origins.types.map(({ step, type, definitions, payloads, staticFunctions }) => [
        step, type, definitions.first, definitions.count, payloads.first, payloads.count, ...staticFunctions,
      ]),
      functions: origins.functions.map(({ module, definitions }) => [module, definitions.first, definitions.count]),
    },
    memory: { runs: memory.runs, ladders: memory.ladders, length: memory.words.length },
  };
  return { document: JSON.stringify(document), bytes: encodeBytes(packWords(memory.words)) };
}

/** Reads what {@link encodeImage} wrote. */
export function decodeImage({ document, bytes }: ImageText): RuntimeImage {
  const { memory, interned, origins, ...rest } = JSON.parse(document) as ImageDocument;
  let address = 0;
  return {
    ...rest,
    interned: interned.map((difference) => (address += difference * unit)),
    origins: {
      types: origins.types.map(typeOrigin),
      functions: origins.functions.map(([module, first, count]) => ({ module, definitions: { first, count } })),
    },
    memory: { runs: memory.runs, ladders: memory.ladders, words: unpackWords(decodeBytes(bytes), memory.length) },
  };
}

function typeOrigin([step, type, firstDefinition, definitions, firstPayload, payloads, ...staticFunctions]: TypeOriginRow): TypeOrigin {
  return {
    step,
    type,
    definitions: { first: firstDefinition, count: definitions },
    payloads: { first: firstPayload, count: payloads },
    staticFunctions,
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
