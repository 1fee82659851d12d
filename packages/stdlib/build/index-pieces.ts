// Writes where the pieces of the built package lie in its modules: code.json and sources.json, for a reader of files that wants a few of many.

import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";

/** What an index file holds. */
export interface PieceIndex {
  /** The module that the pieces lie in, beside the index. */
  readonly file: string;
  /** By path: the first byte of the piece's text, and how many it has. */
  readonly pieces: Readonly<Record<string, readonly [start: number, length: number]>>;
}

const piece = /^ {2}"([^"\n]+)": "([A-Za-z\d+/=]*)",?$/gm;

/** Writes the indices of a built package. */
export function writeIndices(folder: string): void {
  for (const part of ["code", "sources"])
    writeFileSync(join(folder, `${part}.json`), JSON.stringify(indexOf(folder, part)));
}

function indexOf(folder: string, part: string): PieceIndex {
  for (const path of globSync(join(folder, "*.js"))) {
    const text = readFileSync(path, "latin1");
    if (!text.includes(`var ${part} = {`)) continue;
    const pieces = Array.from(text.matchAll(piece), ({ 0: line, 1: name = "", 2: packed = "", index }) => {
      const start = index + line.lastIndexOf('"', line.lastIndexOf('"') - 1) + 1;
      return [name, [start, packed.length]] as const;
    });
    return { file: basename(path), pieces: Object.fromEntries(pieces) };
  }
  throw new Error(`no module of the built package has ${part}`);
}

if (import.meta.main) writeIndices(process.argv[2] ?? "dist");
