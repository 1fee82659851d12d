// The standard streams as files of bytes, made when a program asks for one.

import process from "node:process";
import type { HostFile } from "@tjit/runtime";
import type { Console } from "./console.ts";
import { descriptorFile } from "./files.ts";
import { isTerminal } from "./terminal.ts";

/** Files by their numbers. */
export function standardFiles(streams: Console): Readonly<Record<number, HostFile>> {
  return {
    get 0() {
      const read = (bytes: Uint8Array): number => streams.readBytes(bytes);
      return { ...standardFile(0), read };
    },
    get 1() {
      const write = (bytes: Uint8Array): number => streams.writeBytes(bytes);
      return { ...standardFile(1), write };
    },
    get 2() {
      const write = (bytes: Uint8Array): number => streams.writeErrorBytes(bytes);
      return { ...standardFile(2), write };
    },
  };
}

/** Neither closed nor cut: the command goes on using it. */
function standardFile(descriptor: number): HostFile {
  const { status } = descriptorFile(descriptor);
  const stream = { status: () => ({ ...status(), kind: "other" as const }) };
  return isTerminal(descriptor) ? { ...stream, terminal: terminalSize } : stream;
}

function terminalSize(): { readonly columns: number; readonly lines: number } {
  const { columns = 80, rows = 24 } = process.stdout.isTTY ? process.stdout : process.stderr;
  return { columns, lines: rows };
}
