// Open files of hosts that only give whole contents or text.

import { type FileStatus, type Host, type HostFile } from "../host.ts";

/** A file to read whose contents are there. */
export function bytesFile(bytes: Uint8Array, status: FileStatus): HostFile {
  return {
    status: () => ({ ...status, size: bytes.length }),
    read: (target, position) => {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
  };
}

const stream: FileStatus = { kind: "other", size: 0, modified: 0 };

/** A standard stream as bytes, made of its text; `undefined` when the host has none of this number. */
export function standardFile(host: Host, number: number): HostFile | undefined {
  const given = host.openFiles?.[number];
  if (given !== undefined) return given;
  if (number === 0) return host.stdin === undefined ? undefined : inputFile(host.stdin);
  return number === 1 ? outputFile(host.stdout) : number === 2 ? outputFile(host.stderr) : undefined;
}

/** What is no UTF-8 cannot be told as text: it becomes U+FFFD. */
function outputFile(write: (text: string) => void): HostFile {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    status: () => stream,
    write: (bytes) => {
      write(decoder.decode(bytes.slice(), { stream: true }));
      return bytes.length;
    },
  };
}

function inputFile(readLine: () => string): HostFile {
  const encoder = new TextEncoder();
  let ahead: Uint8Array = new Uint8Array(0);
  return {
    status: () => stream,
    read: (target) => {
      if (ahead.length === 0) ahead = encoder.encode(readLine());
      const part = ahead.subarray(0, target.length);
      target.set(part);
      ahead = ahead.subarray(part.length);
      return part.length;
    },
  };
}
