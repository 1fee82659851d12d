// zlib's streams with output that grows. What runs is pako, whose compressor makes the bytes that zlib's makes.

import { ZStream, type Z_CallStatus } from "pako";
import { type Runtime, joinBytes, reserveBytes, spendWork } from "@tjit/runtime/api";

/** Sizes of the pieces of output, in this order, the last again and again: level 0 makes blocks as long as there is room. */
const pieceSizes = [32, 64, 256, 1024, 4096, 8192, 16384, 16384, 32768, 32768, 32768, 32768, 65536].map(
  (it) => 1024 * it,
);

/** Units of work a byte of input or output, as `spendWork` counts. */
const workPerByte = 10;

/** Takes in what it can, and fills the output as far as it can. */
export type Step = (stream: ZStream) => Z_CallStatus;

/** What came out. */
export interface Outcome {
  readonly status: Z_CallStatus;
  readonly output: Uint8Array;
}

/** zlib's message with a refusal, as CPython shows it; "" for none. */
export function streamMessage(stream: ZStream, status: number): string {
  if (status === -2) return "inconsistent stream state";
  if (status === -5) return "incomplete or truncated stream";
  return stream.msg || (status === -3 ? "invalid input data" : "");
}

/** No bytes. */
export const nothing: Uint8Array<ArrayBuffer> = new Uint8Array(0);

/** A stream without input or output. */
export function newStream(): ZStream {
  const stream = new ZStream();
  stream.input = nothing;
  stream.output = nothing;
  return stream;
}

/** A stream that goes on by itself from where another is. */
export function copyStream(stream: ZStream): ZStream {
  return structuredClone(stream);
}

/** What of the input has not been read. */
export function restOfInput(stream: ZStream): Uint8Array {
  return stream.input.slice(stream.next_in, stream.next_in + stream.avail_in);
}

/** Input for the next steps. It is not kept: see {@link run}. */
export function giveInput(stream: ZStream, input: Uint8Array): void {
  stream.input = input;
  stream.next_in = 0;
  stream.avail_in = input.length;
}

/**
 * Steps until a step leaves room in the output, or gives an end or a refusal, or there are `most` bytes (negative: any number).
 * Null with an exception set.
 */
export function run(rt: Runtime, stream: ZStream, most: number, step: Step): Outcome | null {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let status: Z_CallStatus = 0;
  for (let index = 0; ; index++) {
    const wanted = pieceSizes[Math.min(index, pieceSizes.length - 1)] as number;
    const size = most < 0 ? wanted : Math.min(wanted, most - length);
    const before = stream.avail_in;
    if (size === 0 || reserveBytes(rt, length + size) < 0) {
      if (size === 0) break;
      return null;
    }
    stream.output = new Uint8Array(size);
    stream.next_out = 0;
    stream.avail_out = size;
    status = step(stream);
    pieces.push(stream.output.subarray(0, stream.next_out));
    length += stream.next_out;
    const room = stream.avail_out;
    stream.output = nothing;
    stream.avail_out = 0;
    if (spendWork(rt, workPerByte * (size - room + before - stream.avail_in)) < 0) return null;
    if (room > 0 || (status !== 0 && status !== -5)) break;
  }
  const [only] = pieces;
  return { status, output: pieces.length === 1 && only !== undefined ? only : joinBytes(pieces, nothing) };
}
